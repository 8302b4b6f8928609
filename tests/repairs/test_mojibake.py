"""Wrong decodings are undone, in every language and chain that occurs; sound text in the same letters is left alone."""

from __future__ import annotations

import json
import os
from pathlib import Path

import ftfy
import ftfy.badness
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.repairs import RULES, Options, repair, repair_fields, reverse
from toolkit.repairs.badness import is_bad
from toolkit.repairs.edits import PHRASE, differences, make
from toolkit.repairs.utf8 import undone

TEXTS = {
    "tr": "Başkan dün akşam çıktığı yayında, köprünün şubat ayında açılacağını ve ücretsiz olacağını söyledi.",
    "ru": "Вчера вечером жители посёлка собрались у реки и обсуждали новости.",
    "uk": "Учора ввечері мешканці зібралися біля річки й обговорювали новини.",
    "el": "Χθες το βράδυ οι κάτοικοι του χωριού μαζεύτηκαν στην πλατεία.",
    "pl": "Wczoraj mieszkańcy zebrali się nad rzeką, gdyż pogoda była bardzo ładna.",
    "cs": "Včera večer se obyvatelé sešli u řeky, protože bylo příjemné počasí.",
    "ro": "Aseară locuitorii s-au strâns lângă râu, fiindcă vremea era foarte frumoasă şi caldă.",
    "fr": "Hier soir, les élèves se sont réunis près de la rivière à côté de l'église.",
    "de": "Während die Kinder spielten, sprachen die Älteren über schöne Bücher und größere Häuser.",
    "es": "Anoche los niños también cantaban una canción en el jardín de la señora.",
    "it": "La città è più bella perché c'è già la libertà di parlare.",
    "pt": "Ontem à noite os irmãos não tinham intenção de cantar a canção.",
    "sv": "I går kväll träffades de boende vid ån för att prata om böcker.",
    "is": "Í gær hittust íbúarnir við ána og töluðu saman um veðrið.",
}
ALL = " ".join(TEXTS)
CHAINS = [
    ("utf-8", "cp1252", ALL), ("utf-8", "latin-1", ALL), ("utf-8", "cp1254", "tr fr de"), ("utf-8", "cp1251", "ru uk"),
    ("utf-8", "cp1250", "pl cs de"), ("utf-8", "mac-roman", "tr fr de"), ("utf-8", "cp437", "tr fr de"),
    ("utf-8", "iso8859-16", "tr fr de es pt"), ("utf-8", "iso8859-15", "tr fr de"),
    ("utf-8", "iso8859-7", "tr fr ru el"),
    ("utf-8", "cp874", "tr fr de es"),
    ("cp1254", "cp1252", "tr"), ("iso8859-9", "latin-1", "tr"), ("cp1254", "cp1250", "tr"), ("cp1254", "cp1251", "tr"),
    ("cp1254", "cp1253", "tr"), ("cp857", "cp1254", "tr"), ("cp1252", "cp1254", "is"),
    ("cp1250", "cp1252", "pl cs ro"), ("cp1250", "latin-1", "pl cs ro"), ("iso8859-2", "latin-1", "pl cs ro"),
    ("cp1251", "cp1252", "ru uk"), ("cp1251", "latin-1", "ru uk"), ("cp1251", "cp1254", "ru uk"),
    ("koi8-u", "cp1252", "ru uk"), ("koi8-u", "cp1251", "ru uk"), ("cp1251", "koi8-u", "ru uk"),
    ("cp1253", "cp1252", "el"), ("cp1253", "latin-1", "el"), ("iso8859-7", "latin-1", "el"),
    ("cp1252", "cp1251", "fr de es pt sv"), ("cp1252", "cp1250", "fr es pt it sv"),
]  # fmt: skip


SPACING = frozenset(rule.code for rule in RULES if not rule.code.startswith(("EN", "CH", "LE")))


def read(data: bytes, page: str) -> str:
    """Bytes read in a code page as browsers do it: what the page leaves undefined comes from Windows-1252."""
    chars = (bytes([byte]) for byte in data)
    return "".join(char.decode(page, "ignore") or char.decode("sloppy-windows-1252") for char in chars)


def mended(text: str, language: str | None) -> str:
    """The text after the rules for encodings alone."""
    return repair_fields({"text": text}, language, Options(disable=SPACING))["text"].text


@pytest.mark.parametrize(
    ("written", "page", "language"), [(one, other, name) for one, other, names in CHAINS for name in names.split()]
)
def test_a_wrong_decoding_is_undone(written: str, page: str, language: str) -> None:
    text = TEXTS[language]
    assert mended(read(text.encode(written), page), language) == text


UNTOLD = {
    ("cp1252", "cp1250"): "the letters of Central Europe are too common to look for Western ones in them unasked",
    ("cp1252", "cp1254"): "as above, for Icelandic in Turkish letters",
    ("cp857", "cp1254"): "as above, for a code page of DOS",
}


@pytest.mark.parametrize(
    ("written", "page", "language"),
    [(one, other, name) for one, other, names in CHAINS for name in names.split() if (one, other) not in UNTOLD],
)
def test_the_language_need_not_be_told(written: str, page: str, language: str) -> None:
    text = TEXTS[language]
    assert mended(read(text.encode(written), page), None) == text


@pytest.mark.parametrize("chain", UNTOLD)
def test_some_chains_are_left_alone_unless_the_language_is_told(chain: tuple[str, str]) -> None:
    written, page = chain
    language = {"cp1250": "es", "cp1254": "is" if written == "cp1252" else "tr"}[page]
    wrong = read(TEXTS[language].encode(written), page)
    assert mended(wrong, None) != TEXTS[language]


@pytest.mark.parametrize("language", TEXTS)
def test_what_was_wrongly_decoded_twice_is_undone_twice(language: str) -> None:
    once = read(TEXTS[language].encode(), "cp1252")
    assert mended(read(once.encode("sloppy-windows-1252", "ignore"), "cp1252"), language) == TEXTS[language]
    assert mended(read(once.encode(), "cp1252"), language) == TEXTS[language]


@pytest.mark.parametrize("sign", ["€", "¤"])
@pytest.mark.parametrize("written_out", [True, False], ids=["ligatures written out", "ligatures"])
@pytest.mark.parametrize("language", ["tr", None])
def test_mac_turkish_is_told_by_its_signs(sign: str, written_out: bool, language: str | None) -> None:  # noqa: FBT001
    text = "İstanbul'da şiddetli yağış bekleniyor; Şişli ve Beşiktaş'ta enflasyon konuşuldu, flüt çalındı."
    wrong = read(text.encode("mac-turkish"), "mac-roman").replace("€", sign)
    if written_out:
        wrong = wrong.replace("ﬁ", "fi").replace("ﬂ", "fl")
    assert mended(wrong, language) == text


@pytest.mark.parametrize(
    ("text", "language"),
    [("ça¤dafl davran›fl", "de"), ("Zwei ‹Wörter› und drei", None), ("qx¤zk w›ft", "tr"), ("a flflflflflfl b¤c", "tr")],
)
def test_mac_turkish_needs_turkish_words(text: str, language: str | None) -> None:
    assert mended(text, language) == text


@pytest.mark.parametrize("told", [*TEXTS, None])
@pytest.mark.parametrize("language", TEXTS)
def test_sound_text_is_left_alone_whatever_language_is_told(language: str, told: str | None) -> None:
    assert mended(TEXTS[language], told) == TEXTS[language]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Það er ekki hægt að segja þetta núna, því miður.", None),
        ("Ankara'da Gylfi Þór Sigurðsson ile Eiður Guðjohnsen görüştü.", "tr"),
        ("Václav Nový ve František Dvořák ile şarkı söyledi.", "tr"),
        ("Týr, Óðinn og Þór", "is"),
        ("Tað er ikki so einfalt, segði løgmaðurin í Føroyum.", "fo"),
        ("Türkmenistanyň Prezidenti ýurduň ösüşi barada aýtdy, ýygnak geçirildi.", "tk"),
        ("Türkmenistanyň Prezidenti ýurduň ösüşi barada aýtdy, ýygnak geçirildi.", None),
        ("Nový dům stojí u řeky, kterou znají všichni.", "cs"),
        ("Việt Nam là một nước nằm ở phía đông bán đảo Đông Dương.", "vi"),
        ("Þu and ðat are Old English words", "en"),
        ("L'œil, l'œuvre et le cœur « ouverts »", "pl"),
        ("Parcela má 25 m² a cena je 30 £ za m³.", "cs"),
        ("BĂȘICĂ ȘI MULȚUMIRE", "ro"),
        ("Ο Γ' Λυκείου και η Β' τάξη», είπε.", "el"),
        ("ภาษาไทย MacBook และ iPhone", "th"),
        ("Wi-Fiсеть и SMSка", "ru"),
        ("Ôôô VIDA MINHA", None),
        ("10€'luk bilet 2 € oldu", "tr"),
        ("iç acıtan enflasyon, flüt, final, film", "tr"),
        ("Copyright © 2023 — ® markası ™", "tr"),
    ],
)
def test_what_tempts_is_left_alone(text: str, language: str | None) -> None:
    assert mended(text, language) == text


def test_a_title_is_mended_by_the_evidence_of_the_body() -> None:
    fields = {"title": "Þükrü Þen", "text": read(TEXTS["tr"].encode("cp1254"), "cp1252")}
    assert repair_fields(fields, "tr")["title"].text == "Şükrü Şen"


@pytest.mark.parametrize(
    ("text", "after", "language"),
    [
        ("Yeni iÅŸ", "Yeni iş", "tr"),
        ("doÄŸal", "doğal", "tr"),
        ("РњРѕСЃРєРІР°", "Москва", "ru"),
        ("Kyivโ€™s", "Kyiv’s", "en"),
        ("BAÞKAN ÝSTANBUL'DA", "BAŞKAN İSTANBUL'DA", "tr"),
        ("Erdo&eth;an", "Erdoğan", "tr"),
        ("Ýlk baþlýk, ça¤dafl davran›fl", "İlk başlık, çağdaş davranış", "tr"),
    ],
)
def test_a_title_alone_is_mended(text: str, after: str, language: str) -> None:
    assert mended(text, language) == after


def test_a_foreign_name_in_a_title_stays_when_the_body_has_the_letters_of_its_language() -> None:
    fields = {"title": "Daða Bennett", "text": TEXTS["tr"]}
    assert repair_fields(fields, "tr")["title"].edits == ()


@pytest.mark.parametrize("page", ["cp1252", "latin-1", "cp1254"])
@pytest.mark.parametrize("language", TEXTS)
def test_a_text_that_is_spoilt_in_part_is_mended_there(language: str, page: str) -> None:
    sound = "Süßer Käse, ça va, şöyle, žluťoučký, в саду. "
    assert mended(sound + read(TEXTS[language].encode(), page), language) == sound + TEXTS[language]


@pytest.mark.parametrize(
    ("text", "after", "language"),
    [
        ("Солнце село. Ð’ доме тихо.", "Солнце село. В доме тихо.", "ru"),
        ("They said â€œyesâ€\x9d and left", "They said “yes” and left", "en"),
        ("ÐšÐ¾Ñ‚ Ð¸ Ð¿Ñ‘Ñ\x81", "Кот и пёс", "ru"),
        ("Le « CAFÉ» est dÃ©jÃ\xa0 ouvert", "Le « CAFÉ» est déjà ouvert", "fr"),
        ("Les Ã…â€œufs ont Ã©tÃ© mangÃƒÂ©s", "Les œufs ont été mangés", "fr"),
        ("Ð¢ÐµÐºÑ\x81Ñ‚ Ð² Ð£Ñ„Ðµ", "Текст в Уфе", "ru"),
    ],
)
def test_what_may_be_chance_goes_by_the_rest_of_the_text(text: str, after: str, language: str) -> None:
    assert mended(text, language) == after


def test_an_edit_holds_whole_words_and_those_side_by_side_make_a_phrase() -> None:
    edits = repair("Dün gelen haber: BugÃ¼n kÃ¶yde hava gÃ¼zel.", "tr").edits
    assert [(edit.before, edit.after) for edit in edits] == [("BugÃ¼n kÃ¶yde", "Bugün köyde"), ("gÃ¼zel.", "güzel.")]


def test_a_line_of_another_alphabet_is_cut_into_phrases() -> None:
    text = read((TEXTS["ru"] + "\n" + TEXTS["uk"]).encode(), "cp1252")
    edits = repair(text, "ru").edits
    assert [text[edit.start : edit.end] for edit in edits] == [edit.before for edit in edits]
    assert max(len(edit.before) for edit in edits) <= PHRASE
    assert " ".join(edit.after for edit in edits) == f"{TEXTS['ru']} {TEXTS['uk']}"


def test_a_word_longer_than_a_phrase_is_one_edit() -> None:
    word = "x" * PHRASE + "Ã¼"
    assert differences(f"Ã¼ {word} Ã¼", f"ü {word[:-2]}ü ü") == [
        (0, 2, "ü", ""), (3, 5 + PHRASE, f"{word[:-2]}ü", ""), (6 + PHRASE, 8 + PHRASE, "ü", ""),
    ]  # fmt: skip


@given(st.lists(st.tuples(st.text("ab \n"), st.text("ab \n"))))
def test_differences_turn_one_text_into_the_other(pieces: list[tuple[str, str]]) -> None:
    before, after = ("".join(side) for side in zip(*pieces, strict=True)) if pieces else ("", "")
    text, edits = make(before, differences(before, after), "EN008", 1)
    assert text == after
    assert reverse(text, edits) == before


def test_lines_with_other_words_are_aligned_and_long_ones_replaced() -> None:
    (change,) = differences("un fÃ cil caso", "un fàcil caso")
    assert change[:3] == (3, 9, "fàcil")
    assert differences("a " * 3000 + "Ã cil", "a " * 3000 + "àcil")[0][0] == 0
    assert differences("same", "same") == []


def test_a_repair_that_changes_nothing_ends() -> None:
    assert undone("\x81") == "\x81"


@pytest.mark.parametrize("text", ["œâ€œâ€\nâ€œ\x81Å\x9eå€â€â€Å“ŸÅ", "þ»â€œâ€\nÐ»Î±ж\xad"])
def test_a_quote_put_together_in_vain_is_not_tried_for_ever(text: str) -> None:
    done = repair(text, "tr")
    assert repair(done.text, "tr").edits == ()


MIXED = st.text(st.characters(max_codepoint=0x2122, exclude_categories=["Cs"])) | st.text("ÃÂâ€™œ©° \xa0éüşaZ\n¶Ð")


@given(MIXED.map(lambda text: text.replace("\n", " ")))
def test_badness_is_what_ftfy_says_of_a_line(text: str) -> None:
    assert is_bad(text) == ftfy.badness.is_bad(text)


@given(MIXED)
def test_badness_of_a_field_covers_its_lines(text: str) -> None:
    if any(ftfy.badness.is_bad(line) for line in text.splitlines(keepends=True)):
        assert is_bad(text)


CASES = Path(os.environ.get("FTFY_TEST_CASES", ""))
SETTINGS = ftfy.TextFixerConfig(
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_character_width=False,
    fix_latin_ligatures=False,
    normalization=None,
)


@pytest.mark.skipif(not CASES.is_file(), reason="FTFY_TEST_CASES names no file: see docs/decisions/0012")
def test_ftfys_own_cases_give_what_ftfy_gives() -> None:
    cases = [case["original"] for case in json.loads(CASES.read_text("utf-8"))]
    apart = [
        text
        for text in cases
        if mended(text, None) != ftfy.fix_text(text, SETTINGS).replace("\xa0", " ").rstrip("\x81")
    ]
    assert apart == []


@pytest.mark.parametrize("page", ["iso8859-7", "latin-1"])
def test_a_text_whose_bytes_were_dropped_is_told_to_be_lost(page: str) -> None:
    seen = (TEXTS["ru"] * 2).encode().decode(page, "ignore")
    seen = "".join(char for char in seen if not "\x80" <= char < "\xa0")
    (problem,) = repair(seen, "ru").problems
    assert (problem.code, problem.severity) == ("RP002", "error")
    assert problem.message.startswith("UTF-8 was read in another code page and bytes were dropped")


def test_replaced_characters_are_a_warning_until_they_are_many() -> None:
    few = repair("Ba\ufffdkan k\ufffdprüyü inceledi.", "tr").problems
    assert [(problem.code, problem.severity) for problem in few] == [("RP001", "warning")]
    many = repair("Ba\ufffdkan ak\ufffdam \ufffd\ufffdk\ufffdp konu\ufffdtu.", "tr").problems
    assert [(problem.code, problem.message) for problem in many] == [("RP002", "6 of 27 characters are lost (U+FFFD).")]


@pytest.mark.parametrize("language", TEXTS)
def test_sound_text_is_not_lost(language: str) -> None:
    assert repair(TEXTS[language].upper(), language).problems == ()
