"""Bytes become text by evidence; what cannot be told is rejected with a code, and nothing is guessed silently."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.decoding import DEFAULT_ENCODINGS, decode
from toolkit.lexicon import codepages

TURKISH = (
    "Belediye Meclisi dün akşam toplandı. Üyeler, köprünün onarımı için ayrılan bütçeyi görüştü.\n"
    "İşçilerin çoğu sabah erkenden iş başı yaptı; yağış başlayınca çalışmalar durduruldu."
)
TEXTS = {
    "tr": TURKISH,
    "ru": "Вчера вечером жители посёлка собрались у реки. Дети играли, а взрослые обсуждали новости.",
    "uk": "Учора ввечері мешканці зібралися біля річки. Діти гралися, а дорослі обговорювали новини.",
    "el": "Χθες το βράδυ οι κάτοικοι του χωριού μαζεύτηκαν στην πλατεία. Τα παιδιά έπαιζαν και οι μεγάλοι μιλούσαν.",
    "pl": "Wczoraj wieczorem mieszkańcy zebrali się nad rzeką. Dzieci się bawiły, a dorośli rozmawiali o książce.",
    "cs": "Včera večer se obyvatelé sešli u řeky. Děti si hrály a dospělí říkali, že příští týden bude pršet.",
    "de": "Gestern trafen sich die Bewohner am Fluss. Die Kinder spielten, während die Älteren über Bücher sprachen.",
    "fr": "Hier soir, les habitants se sont réunis près de la rivière. Les élèves jouaient déjà à côté de l'église.",
    "es": "Anoche los vecinos se reunieron junto al río. Los niños jugaban y también cantaban una canción.",
    "is": "Í gær hittust íbúarnir við ána. Börnin léku sér á meðan þeir eldri töluðu saman um veðrið.",
}
PAGES = {
    "tr": "cp1254", "ru": "cp1251", "uk": "cp1251", "el": "cp1253", "pl": "cp1250", "cs": "cp1250",
    "de": "cp1252", "fr": "cp1252", "es": "cp1252", "is": "cp1252",
}  # fmt: skip


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("told", [True, False], ids=["told", "not told"])
def test_the_words_tell_the_code_page(language: str, told: bool) -> None:  # noqa: FBT001 — a parameter of the test
    page = PAGES[language]
    found = decode(TEXTS[language].encode(page), language if told else None)
    assert found == (TEXTS[language], page, None)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_utf_8_is_taken_first(text: str) -> None:
    assert decode(text.encode()) == (text, "utf-8", None)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"", "", "utf-8"),
        (b"plain", "plain", "utf-8"),
        ("\ufeffŞimdi".encode(), "Şimdi", "utf-8-sig"),
        ("\ufeffŞimdi".encode("utf-16-le"), "\ufeffŞimdi", "utf-16-le"),
        ("\ufeffŞimdi".encode("utf-16-be"), "\ufeffŞimdi", "utf-16-be"),
        (b"bir\r\niki\r\n", "bir\r\niki\r\n", "utf-8"),
    ],
    ids=["empty", "ASCII", "UTF-8 mark", "UTF-16 mark", "UTF-16 mark, big end first", "line ends stay"],
)
def test_marks_and_plain_text(data: bytes, text: str, encoding: str) -> None:
    assert decode(data) == (text, encoding, None)


def test_iso_8859_9_is_read_as_the_code_page_that_holds_all_of_it() -> None:
    assert decode(TURKISH.encode("iso-8859-9")) == (TURKISH, "cp1254", None)


def test_encodings_that_give_the_same_text_are_named_in_the_order_of_the_settings() -> None:
    quoted = "He said “never again” – and left.".encode("cp1252")
    assert decode(quoted, encodings=("cp1252", "cp1254")).encoding == "cp1252"


def test_a_sign_alone_is_told_by_the_language_of_the_rest() -> None:
    text = "The ticket costs £5 in the shop next to the station, which opens early in the morning."
    assert decode(text.encode("cp1252")) == (text, "cp1252", None)


def test_one_word_at_the_end_of_a_long_text_counts() -> None:
    text = "Die Häuser, Gärten, Bäume und Straßen gehören schönen Städten, natürlich für fröhliche Bürger. Café."
    assert decode((text * 30).encode("cp1252")) == (text * 30, "cp1252", None)


def test_the_configured_encodings_are_pythons_names_for_them() -> None:
    assert decode(TURKISH.encode("cp1254"), encodings=("utf8", "windows-1254")).encoding == "cp1254"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("koi8-r", TEXTS["ru"]),
        ("koi8-u", TEXTS["uk"]),
        ("cp866", TEXTS["ru"]),
        ("iso8859-5", TEXTS["ru"]),
        ("iso8859-2", "Tą książką się cieszą; widzą żółwia, śnieg i źródło, gdyż są tam jeszcze dziś."),
        ("mac-turkish", TURKISH),
        ("mac-roman", TEXTS["fr"]),
        ("cp857", TURKISH),
        ("cp1255", "אתמול בערב נפגשו התושבים ליד הנהר. הילדים שיחקו והמבוגרים דיברו על החדשות."),
        ("cp1256", "اجتمع السكان مساء أمس قرب النهر. كان الأطفال يلعبون وكان الكبار يتحدثون عن الأخبار."),
        ("cp1257", "Vakar vakare gyventojai susirinko prie upės. Vaikai žaidė, o suaugusieji kalbėjo apie žmones."),
        ("gb18030", "昨天晚上，居民们聚集在河边。孩子们在玩，大人们在谈论新闻。"),
        ("big5", "昨天晚上，居民們聚集在河邊。孩子們在玩，大人們在談論新聞。"),
        ("shift_jis", "昨日の夜、住民は川のそばに集まりました。子供たちは遊んでいました。"),
        ("euc_jp", "昨日の夜、住民は川のそばに集まりました。子供たちは遊んでいました。"),
        ("euc_kr", "어제 저녁 주민들은 강가에 모였습니다. 아이들은 놀고 어른들은 이야기했습니다."),
    ],
)
def test_an_encoding_that_is_not_configured_is_named_and_rejected(encoding: str, text: str) -> None:
    found = decode(text.encode(encoding))
    problem = found.problem
    assert found[:2] == ("", "")
    assert problem is not None
    assert problem.code == "DC003"
    assert problem.message == f"The text seems to be {encoding}, which is not configured."
    assert "`encodings`" in problem.mend


@pytest.mark.parametrize("encoding", ["koi8-r", "gb18030", "shift_jis"])
def test_a_configured_encoding_is_taken(encoding: str) -> None:
    text = (
        TEXTS["ru"]
        if encoding == "koi8-r"
        else "昨天晚上孩子在玩"
        if encoding == "gb18030"
        else "子供たちは遊んでいました"
    )
    assert decode(text.encode(encoding), encodings=(*DEFAULT_ENCODINGS, encoding)) == (text, encoding, None)


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        (b"%PDF-1.7 x", "DC002", "The file is a PDF, not text."),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "DC002", "The file is a PNG image, not text."),
        (b"\xff\xd8\xff\xe0\x10", "DC002", "The file is a JPEG image, not text."),
        (b"\x1f\x8b\x08\xff\xfe", "DC002", "The file is compressed with gzip, not text."),
        (b"\x01\0\x02\0\x03\0\xff\0", "DC002", "The file is binary, not text."),
        (TURKISH.encode("utf-16-le"), "DC003", "The text seems to be utf-16-le without a byte order mark."),
        (TEXTS["ru"].encode("utf-16-be"), "DC003", "The text seems to be utf-16-be without a byte order mark."),
        (TURKISH.encode("utf-32"), "DC003", "The text seems to be utf-32-le, which is not configured."),
        (b"\xff\xfea", "DC001", "It begins as utf-16-le, but byte 2 does not fit."),
        (b"\n <!DOCTYPE html><html>", "DC004", "The file is a web page's source, not text."),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "DC004", "The file is a web page's source, not text."),
        (
            TURKISH.encode()[:-4] + b"\xc5",
            "DC005",
            f"The text is UTF-8, but damaged in 1 places, the first at byte {len(TURKISH.encode()) - 4}.",
        ),
        (bytes(range(0x80, 0x100)), "DC001", "The bytes fit no configured encoding without loss."),
    ],
)
def test_what_is_no_text_is_named(data: bytes, code: str, message: str) -> None:
    found = decode(data)
    assert found[:2] == ("", "")
    assert found.problem is not None
    assert (found.problem.code, found.problem.message, found.problem.severity) == (code, message, "error")


def test_weak_evidence_is_rejected_and_the_rival_named() -> None:
    problem = decode(b"Qx\xe9z 3 \xa3 4").problem
    assert problem is not None
    assert problem.code == "DC001"
    assert problem.message.startswith("Read as cp")
    assert "it could be cp" in problem.message


def test_an_encoding_without_rivals_needs_evidence_too() -> None:
    assert decode(TEXTS["ru"].encode("koi8-r"), encodings=("cp1254",)).problem is not None


@given(
    st.sampled_from([*TEXTS.values()]), st.sampled_from([*DEFAULT_ENCODINGS, "utf-8-sig", "utf-16"]), st.integers(0, 90)
)
def test_what_is_decoded_gives_its_bytes_back(text: str, encoding: str, start: int) -> None:
    data = text[start:].encode(encoding, "ignore")
    found = decode(data)
    assert found.problem is not None or found.text.encode(found.encoding) == data


@given(st.binary(max_size=200), st.sampled_from([None, "tr", "ru", "xx"]))
def test_any_bytes_are_decoded_without_loss_or_rejected(data: bytes, language: str | None) -> None:
    found = decode(data, language)
    if found.problem is None:
        assert found.text.encode(found.encoding) == data
    else:
        assert found.problem.code in {"DC001", "DC002", "DC003", "DC004", "DC005"}


@pytest.mark.parametrize("codec", codepages.LANGUAGES)
def test_every_code_page_has_words_to_be_told_by(codec: str) -> None:
    assert any(codepages.frequent(language) for language in codepages.languages(codec))


def test_languages_without_a_list_have_no_frequent_words() -> None:
    assert codepages.frequent("tk") == frozenset()
    assert codepages.known("ýyl", "tk") == 0
