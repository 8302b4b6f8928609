"""The public names: there, documented, typed, and free until they are used."""

from __future__ import annotations

import inspect
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path
from types import FunctionType

import pytest
from rawfiles import BROKEN, article, environment, fill

import toolkit
from toolkit.values import Document, Problem, Record

FUNCTIONS = ("build", "decode", "parse", "records", "repair", "replay", "reverse", "validate", "verify")


def test_are_those_that_are_promised() -> None:
    assert {"Decoded", "Repaired", "Settings", *FUNCTIONS} <= set(toolkit.__all__)
    assert set(toolkit.__all__) <= set(dir(toolkit))
    assert sorted(toolkit.__all__) == toolkit.__all__


@pytest.mark.parametrize("name", toolkit.__all__)
def test_are_documented(name: str) -> None:
    assert inspect.getdoc(getattr(toolkit, name))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_are_functions_whatever_else_was_imported(name: str) -> None:
    script = (
        "import importlib, pkgutil, types, toolkit\n"
        "for found in pkgutil.walk_packages(toolkit.__path__, 'toolkit.'):\n"
        "    if not found.name.endswith('__main__'): importlib.import_module(found.name)\n"
        f"assert isinstance(toolkit.{name}, types.FunctionType), toolkit.{name}\n"
    )
    assert isinstance(getattr(toolkit, name), FunctionType)
    if name == FUNCTIONS[0]:
        script += "".join(f"assert isinstance(toolkit.{one}, types.FunctionType), {one!r}\n" for one in FUNCTIONS)
        subprocess.run([sys.executable, "-c", script], check=True, env=environment())


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'toolkit' has no attribute 'rapair'"):
        toolkit.rapair  # noqa: B018 — the access is what is tested


def test_cost_nothing_until_they_are_used() -> None:
    script = "import sys, toolkit; print(sorted(name for name in sys.modules if name.startswith('toolkit')))"
    ran = subprocess.run([sys.executable, "-c", script], check=True, env=environment(), capture_output=True, text=True)
    assert ran.stdout == "['toolkit']\n"


def test_carry_their_types() -> None:
    assert (Path(toolkit.__file__).parent / "py.typed").is_file()


def test_the_distribution_has_the_name_that_is_free() -> None:
    assert distribution("corpus-dataset-toolkit").metadata["Name"] == "corpus-dataset-toolkit"


def test_from_bytes_to_a_repaired_text_and_back(tmp_path: Path) -> None:
    """The whole of the public interface, once around."""
    data = article(1, text="Bakan kararı dün akşam açıkladı.Üyeler toplantıyı bitirdi.").replace(b"\n", b"\r\n")
    decoded = toolkit.decode(data)
    assert decoded.text.encode(decoded.encoding) == data
    (document,) = toolkit.parse(data, "a.txt")
    assert isinstance(document, Document)
    body = document.part("text")
    assert body is not None
    repaired = toolkit.repair(body, "tr")
    assert repaired.text == "Bakan kararı dün akşam açıkladı. Üyeler toplantıyı bitirdi."
    assert toolkit.replay(body, repaired.edits) == repaired.text
    assert toolkit.reverse(repaired.text, repaired.edits) == body
    raw = fill(tmp_path / "raw", {"a.txt": data, "b.txt": BROKEN["BD001"]})
    found = list(toolkit.records([raw], toolkit.Settings()))
    assert [one.text for one in found if isinstance(one, Record)] == [repaired.text]
    assert [one for one in found if isinstance(one, Problem)] == list(toolkit.validate([raw]))
    manifest = toolkit.build([raw], tmp_path / "out", toolkit.Settings(max_rejected=0.5), workers=1)
    assert manifest.counts.published == 1
    assert list(toolkit.verify(tmp_path / "out", [raw])) == []
