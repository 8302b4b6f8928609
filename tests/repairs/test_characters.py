"""Characters that should not be there go, letters in pieces become whole, and what scripts need stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.repairs import repair, replay, reverse
from toolkit.repairs.signs import present

MENDED = [
    # entities
    ("&#304;stanbul&#39;da &ccedil;ok &ouml;nemli", "İstanbul'da çok önemli", "tr"),
    ("Tom &amp;amp;amp; Jerry", "Tom & Jerry", "en"),
    ("P&EACUTE;REZ &x; &copy;", "PÉREZ &x; ©", "es"),
    ("&lt;Haber&gt; &#x15F;ehir", "<Haber> şehir", "tr"),
    ("a &lt;i&gt; b\n<i>x</i> &lt;i&gt; &eacute;", "a <i> b\n<i>x</i> &lt;i&gt; é", "fr"),
    ("bir&nbsp;iki &#8203;üç", "bir iki üç", "tr"),
    ("ilk&#13;&#10;son", "ilk\nson", "tr"),
    # marks and controls
    ("\ufeffBugün\ufeff", "Bugün", "tr"),
    ("Bu\x00gün\x07 \x7fde\ufffc", "Bugün de", "tr"),
    ("\x1b[1;31mkırmızı\x1b[0m yazı", "kırmızı yazı", "tr"),
    ("bir\u2028iki\u2029üç\x0bdört\x0cbeş", "bir\niki\nüç\ndört\nbeş", "tr"),
    ("bir\r\niki\rüç", "bir\niki\nüç", "tr"),
    ("Kar \ud83d\ude00\ud800 yağdı", "Kar 😀\ufffd yağdı", "tr"),
    ("a\x1b[0m\u0301 b", "\xe1 b", "tr"),  # the letter that the accent seems to stand on goes
    # soft hyphens
    ("Bun\xaddes\xadre\xadgie\xadrung", "Bundesregierung", "de"),
    ("1990\xad2000 arası, 3 \xad 5", "1990-2000 arası, 3 - 5", "tr"),
    # zero-width characters and marks of direction
    ("dedik\u200bo\u200bdu\u2060mu", "dedikodumu", "tr"),
    ("Auf\u200clage \u200dund", "Auflage und", "de"),
    ("\u200e7 Aralık\u200f 2023\u202c", "7 Aralık 2023", "tr"),
    # no-break spaces
    ("Burada\xa0kadınlar\xa0çalışıyor.", "Burada kadınlar çalışıyor.", "tr"),
    ("Pour\xa0lui, les\xa02\xa0€\xa0plus\xa0cher", "Pour lui, les 2 € plus cher", "fr"),
    ("En narrow\u202fspace", "En narrow space", "en"),
    # letters in pieces
    (
        "go\u0308zlu\u0308k, c\u0327ic\u0327ek, I\u0307zmir, s\u0327imdi, dog\u0306ru",
        "gözlük, çiçek, İzmir, şimdi, doğru",
        "tr",
    ),
    ("i\u0307stanbul ve ş\u0327ehir, C\u0327\u0327ok", "istanbul ve şehir, Çok", "tr"),
    ("и\u0306 е\u0308 Ι\u0308 ά\u0345", "й ё Ϊ ᾴ", "ru"),
    ("Vie\u0323\u0302t Nam", "Việt Nam", "vi"),
]
LEFT = [
    ("AT&T; R&D &nope; a&b; x &amp y", "en"),
    ("&#99999999999999999999; &#x110000; &#xD800; &#;", "en"),
    ("https://haber.example/?a=1&copy=2&lt=3", "tr"),
    ("L'heure\xa0: 10\xa0h\xa030\xa0; «\xa0oui\xa0» 1\u202f000\xa0€\xa0!", "fr"),
    ("v\xa0Praze s\xa0ním k\xa0tomu", "cs"),
    ("в\xa0России\xa0— г.\xa0Москва, А.\xa0С. Пушкин", "ru"),
    ("می\u200cخواهم کتاب\u200cها", "fa"),
    ("क्\u200dष र्\u200c", "hi"),
    ("👩\u200d🚒 👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥", "tr"),
    ("ភាសា\u200bខ្មែរ ไทย\u200bไทย", "km"),
    ("\u200fשלום עולם Ankara\u200e 2023", "he"),
    ("i\u0307\u0301 i\u0307 į\u0301", "lt"),
    ("за\u0301мок и замо\u0301к", "ru"),
    ("שָׁלוֹם בְּרֵאשִׁית", "he"),
    ("豈更車 神福", "zh"),
    ("한글 \u1112\u1161\u11ab", "ko"),
    ("کِتاب قُرآن", "ar"),
    ("ș ț ş ţ", "ro"),
    ("Ångström Å Ω", "sv"),
    ("\u0301 yalnız", "tr"),
    ("ad\tsoyad\nAli\tKaya", "tr"),
    ("🏴\U000e0067\U000e0062\U000e007f", "en"),
]


@pytest.mark.parametrize(("before", "after", "language"), MENDED)
def test_wrong_characters_are_mended(before: str, after: str, language: str) -> None:
    done = repair(before, language)
    assert done.text == after
    assert replay(before, done.edits) == after
    assert reverse(after, done.edits) == before


@pytest.mark.parametrize(("text", "language"), LEFT)
def test_what_a_script_or_typography_needs_stays(text: str, language: str) -> None:
    assert repair(text, language).text == text


@pytest.mark.parametrize(("before", "after", "language"), MENDED)
def test_what_is_mended_shows_in_the_one_scan(before: str, after: str, language: str) -> None:
    assert present(before) or "\r" in before
    assert repair(after, language).edits == ()


def test_a_page_strewn_with_no_break_spaces_loses_them_all_and_one_stray_alone_goes() -> None:
    strewn = repair("le\xa0chat\xa0et le\xa0chien ont 10\xa0ans", "fr").text
    assert strewn == "le chat et le chien ont 10 ans"
    stray = "«\xa0Oui\xa0» à 10\xa0h\xa030\xa0; «\xa0Non\xa0»\xa0! Le chat et\xa0Paul"
    assert repair(stray, "fr").text == stray.replace("et\xa0Paul", "et Paul")


@given(
    st.sampled_from("AaEeİIıiNnOoSsUuYyΑαΩωИиЕеѴ"),
    st.sampled_from("\u0300\u0301\u0302\u0303\u0306\u0308\u030c\u0323\u0327"),
)
def test_a_letter_and_its_mark_become_one_character_where_there_is_one(letter: str, mark: str) -> None:
    whole = unicodedata.normalize("NFC", letter + mark)
    assert repair(f"a{letter}{mark}b", "fr").text == f"a{whole}b"


@given(st.text(max_size=40), st.sampled_from(["tr", "fr", "fa", None]))
def test_repaired_text_can_be_encoded_and_holds_no_control_character(text: str, language: str | None) -> None:
    done = repair(text, language).text
    done.encode()
    assert not any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in done)
