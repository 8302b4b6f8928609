"""Word lists: what they know, how they fold case, and how they are compiled once for any number of processes."""

from __future__ import annotations

import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import pytest

from toolkit import lexicon
from toolkit.lexicon import wordlists

if TYPE_CHECKING:
    from collections.abc import Iterator

KNOWN = {
    "cs": "ministr školy", "de": "straße häuser", "el": "σχολεία υπουργός", "en": "house ministers",
    "es": "niños escuela",
    "fr": "écoles ministre", "is": "skólum ráðherra", "it": "scuole città", "nl": "scholen minister",
    "pl": "szkoły minister", "pt": "escolas não", "ro": "școlile țară", "ru": "школы министр",
    "sv": "skolorna minister",
    "tr": "söyledi okullarımızdan", "uk": "школи міністр",
}  # fmt: skip


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.setenv("TOOLKIT_CACHE", str(tmp_path))
    lexicon.load.cache_clear()
    yield tmp_path
    lexicon.load.cache_clear()


@pytest.mark.parametrize("language", sorted(lexicon.LANGUAGES))
def test_every_language_knows_its_words_in_any_case(language: str | None) -> None:
    words = lexicon.load(language)
    assert words is not None
    for word in KNOWN[language].split():
        assert words.knows(word)
        assert words.knows(word.capitalize())
        assert words.frequency(word) > 0
    assert not words.knows("qzxwqv")
    assert words.frequency("qzxwqv") == 0


def test_an_unlisted_language_has_no_lexicon() -> None:
    assert lexicon.load("az") is None


@pytest.mark.parametrize(("word", "known"), [("ISPARTA", True), ("isparta", False), ("İzmir", True), ("IZMIR", False)])
def test_turkish_keeps_its_two_letters_i_apart(word: str, *, known: bool) -> None:
    assert lexicon.load("tr").knows(word) is known


def test_romanian_is_known_with_cedilla_and_with_comma() -> None:
    words = lexicon.load("ro")
    assert words is not None
    assert words.knows("şcoală")
    assert words.knows("școală")


def test_a_frequent_word_is_more_frequent_than_a_rare_one() -> None:
    words = lexicon.load("en")
    assert words is not None
    assert words.frequency("the") > 7 > words.frequency("minister") > words.frequency("pulchritude") > 0
    assert lexicon.load("tr").frequency("okullarımızdandı") == wordlists.UNCOUNTED


def test_a_list_is_compiled_once_and_mapped_afterwards(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lexicon.load("en").knows("house")
    names = sorted(path.name for path in (fresh / "lexicon").iterdir() if path.suffix != ".lock")
    assert [name.rpartition(".")[2] for name in names] == ["counted", "forms"]
    lexicon.load.cache_clear()
    monkeypatch.setattr(wordlists, "build", None)
    began = time.perf_counter()
    assert lexicon.load("en").knows("house")
    assert time.perf_counter() - began < 0.2


def test_a_damaged_list_is_compiled_again(fresh: Path) -> None:
    assert lexicon.load("is").knows("skóla")
    for path in (fresh / "lexicon").glob("is-*"):
        path.write_bytes(b"nonsense")
    lexicon.load.cache_clear()
    assert lexicon.load("is").knows("skóla")


def _knows(folder: str) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOOLKIT_CACHE", folder)
        lexicon.load.cache_clear()
        words = lexicon.load("is")
        lexicon.load.cache_clear()
        return words is not None and words.knows("skóla")


def test_concurrent_processes_leave_one_whole_list(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        assert all(pool.map(_knows, [str(tmp_path)] * 3))
    left = [path for path in (tmp_path / "lexicon").iterdir() if path.suffix != ".lock"]
    assert len(left) == 2


@pytest.mark.usefixtures("fresh")
def test_a_folder_that_cannot_be_written_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("TOOLKIT_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    assert lexicon.load("is").knows("skóla")
    (own,) = tmp_path.glob("corpus-dataset-toolkit-*")
    assert list(own.rglob("*.counted"))
    assert own.stat().st_mode & 0o777 == 0o700 or not hasattr(os, "getuid")


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="the temporary folder of Windows is the user's own")
@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize("planted", ["open", "linked"])
def test_a_temporary_folder_that_others_can_write_to_is_never_read(
    planted: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o700)
    place = shared / f"corpus-dataset-toolkit-{os.getuid()}"
    if planted == "open":
        place.mkdir()
        place.chmod(0o777)
    else:
        place.symlink_to(tmp_path, target_is_directory=True)
    (place / "lexicon").mkdir(exist_ok=True)
    monkeypatch.setenv("TOOLKIT_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(shared))
    assert lexicon.load("is").knows("skóla")
    assert list((place / "lexicon").iterdir()) == []


@pytest.mark.usefixtures("fresh")
def test_without_any_folder_the_list_is_held_in_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("TOOLKIT_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "file"))
    assert lexicon.load("is").knows("skóla")


def test_lists_are_kept_in_the_users_cache_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOOLKIT_CACHE", raising=False)
    expected = platformdirs.user_cache_path("corpus-dataset-toolkit", appauthor=False) / "lexicon"
    assert next(iter(wordlists._folders())) == expected
    assert all(isinstance(folder, Path) for folder in wordlists._folders())


def test_abbreviations_say_which_never_end_a_sentence() -> None:
    assert {"prof", "vb"} <= lexicon.abbreviations("tr")
    assert "prof" in lexicon.titles("tr")
    assert "vb" not in lexicon.titles("tr")
    assert lexicon.abbreviations("az") == lexicon.abbreviations(None)


@pytest.mark.parametrize("language", sorted(lexicon.LANGUAGES))
def test_every_language_has_abbreviations_and_openers(language: str | None) -> None:
    assert len(lexicon.abbreviations(language)) > 20
    assert len(lexicon.openers(language)) > 50
    assert all(word == lexicon.fold(word, language) for word in lexicon.openers(language))


def test_an_unknown_language_has_no_openers() -> None:
    assert lexicon.openers(None) == frozenset()
    assert lexicon.openers("xx") == frozenset()
