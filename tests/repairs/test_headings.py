"""Where two words meet: what ends a heading, and what is one name."""

from __future__ import annotations

import pytest

from toolkit.repairs import repair

APART = [
    # a word in lower case before a name, an acronym, a word of one letter, a name with a capital inside
    ("tr", "Halk sokağa döküldü", "Ayşe Kaya konuştu."),
    ("tr", "Halk sokağa döküldü", "TRT yayımladı."),
    ("tr", "Halk sokağa döküldü", "O gün yağmur vardı."),
    ("tr", "Halk sokağa döküldü", "HalkBank açıkladı."),
    ("tr", "Halk sokağa döküldü", "M.Ö. 500 yılında kuruldu."),
    ("ro", "Piața a fost închisă", "S-a deschis ieri."),
    ("fr", "La place est fermée", "L'entrée est libre."),
    ("fr", "La place est fermée", "M. Dupont le regrette."),
    ("en", "The square is closed", "I was there."),
    # a word that no list has, when it is long, or when a common word follows
    ("tr", "Usta pütürlemiştirgil", "Aracı geldi."),
    ("en", "He was frobnicating", "People watched."),
    # an ending behind an apostrophe
    ("tr", "Kupa Alper'e", "Bu yıl çok çalıştı."),
    ("tr", "Maç İzmir'deydi", "Sonuç belli oldu."),
    # a capitalised word before one that opens sentences, or where all is capitalised
    ("tr", "Yeni müdür Ayşe Demir", "Bu görevi sürdürecek."),
    ("tr", "Ufak Tefek Şeyler", "Uçağa yüklendi."),
    ("de", "Ein Platz der Freiheit", "Musik war zu hören."),
    ("en", "They flew to Mozambique", "She was glad."),
    # capitals
    ("tr", "KAYSERİ'DE FECİ KAZA", "Kamyon devrildi."),
    ("de", "Die Rede war SEHR LAUT", "Wir gingen."),
    ("nl", "Een zaak voor de JGZ", "De verwachting is hoog."),
    # a number, a percentage, a price, a unit
    ("tr", "Bilanço 2019", "Kurum büyüdü."),
    ("tr", "Faiz artışı %15", "Bu oran yüksek."),
    ("fr", "Un menu pour 32 €", "Le chef est content."),
    ("ru", "Площадь 900 км2", "В городе есть парк."),
    # a mark that opens or closes a quotation
    ("tr", "Başkan geri döndü", "“Burada kalacağım” dedi."),
    ("fr", "Un aspect « formel »", "Le club en parle."),
    ("tr", 'Son sözü "gelmem"', "TBMM toplandı."),
]

TOGETHER = [
    ("tr", "iPhone ile eBay"), ("tr", "LeBron, McDonald ve DiCaprio"), ("tr", "getElementById ile fileNotFoundError"),
    ("tr", "macOS ve watchOS"), ("tr", "VakıfBank şubesi"), ("tr", "CNNTürk yayını"), ("ru", "лечение СПИДа"),
    ("en", "many PCs and ISDAs"), ("en", "the MiCo plant"), ("de", "BürgerInnen"), ("en", "AT&T and H&M"),
    ("tr", "#EvdeKal diyen @AyşeKaya"), ("tr", "B12 ve F16A ile 5G"), ("tr", "2Pac dinledi"), ("en", "exhibit 1A"),
    ("tr", "dikGAZETE.com"), ("tr", "Rock'n'Roll"), ("fr", "l'État et d'Angleterre"), ("en", "(S)he left"),
    ("tr", "[b]Kalın[/b] yazı"), ("tr", "f(x)Y"), ("tr", "GüzelZortan adlı kişi"), ("tr", "ABDli ve NATOya"),
    ("tr", "dosya2023 ve euro2024 maçı"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "heading", "sentence"), APART)
def test_a_heading_is_set_off_from_the_sentence_behind_it(language: str, heading: str, sentence: str) -> None:
    assert repair(heading + sentence, language).text == f"{heading}\n{sentence}"


@pytest.mark.parametrize(("language", "text"), TOGETHER)
def test_what_is_one_name_stays_together(language: str, text: str) -> None:
    assert repair(text, language).text == text


@pytest.mark.parametrize(
    ("left", "right", "elsewhere"),
    [
        ("Yeni fiyatı açıklayan TMO", "Üretici kızgın.", "Kararı TMO dün duyurdu."),
        ("Köyün gururu Ece Ak", "Antrenman saat beşte.", "Ece Ak yarın yüzecek."),
    ],
)
def test_a_name_that_stands_elsewhere_too_ends_a_heading(left: str, right: str, elsewhere: str) -> None:
    assert repair(f"{left}{right}", "tr").edits == ()
    assert repair(f"{left}{right} {elsewhere}", "tr").text == f"{left}\n{right} {elsewhere}"


@pytest.mark.parametrize("text", ["Maç TRTSpor kanalında. Yayını TRT duyurdu.", "NTVPara açıkladı, NTV sustu."])
def test_a_channel_is_left_whole_though_its_first_half_stands_elsewhere(text: str) -> None:
    assert repair(text, "tr").text == text


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Nulla kbar.Xeqwa tlog", "Nulla kbar. Xeqwa tlog"),
        ("Nulla kbar!Xeqwa tlog", "Nulla kbar! Xeqwa tlog"),
        ("Nulla kbar.Привет tlog", "Nulla kbar.Привет tlog"),
        ("Nulla etc.Xeqwa tlog", "Nulla etc.Xeqwa tlog"),
        ("Nulla kbar.Xeqwa.com tlog", "Nulla kbar.Xeqwa.com tlog"),
        ("Nulla Kbar.Xeqwa tlog", "Nulla Kbar.Xeqwa tlog"),
        ("Nulla kbar:Xeqwa tlogXeqwa", "Nulla kbar:Xeqwa tlogXeqwa"),
        ("Nulla kbar.XEQ tlog", "Nulla kbar.XEQ tlog"),
    ],
)
def test_the_safe_tier_only_parts_a_small_word_and_a_capitalised_one_of_the_same_script(text: str, mended: str) -> None:
    assert repair(text, "xx").text == mended
