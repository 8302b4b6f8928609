"""What the benchmark's corpus promises: the same bytes always, the shares that it states, and a truth that holds."""

from __future__ import annotations

import doctest
import html
import json
import re
import subprocess
import sys
import tarfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ftfy.bad_codecs
import pyarrow as pa
import pytest

from toolkit.language import identify

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import articles  # noqa: E402 — benchmarks/ is a folder of scripts, not an installed package
import corpus  # noqa: E402
import damage  # noqa: E402
import grammar  # noqa: E402

if TYPE_CHECKING:
    from types import ModuleType

    from corpus import Sample

assert ftfy.bad_codecs.ok  # registers the sloppy-windows codecs, with which the truth is checked independently

FILES = 4000
HEADER = re.compile(r" date \d{4}-\d\d https://[a-z]+\.example/\d{8}/[a-z0-9-]+\.html(\?utm_source=post\d+)?")
SLOPPY = {"cp1252": 1, "cp1254": 1, "cp1251": 1, "latin-1": 1, "double": 2, "part": 1}


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return list(corpus.samples(FILES))


@pytest.fixture(scope="module")
def by_name(samples: list[Sample]) -> dict[str, Sample]:
    return {sample.name: sample for sample in samples}


def undone(data: bytes, truth: dict[str, Any], clean: str) -> str:
    """The clean text, from a file's bytes and the truth; of `clean` only what cannot be had otherwise is used."""
    text = data.decode(truth["encoding"])
    kind, start = truth["mojibake"], truth["start"]
    if kind in SLOPPY:
        codec = {"latin-1": "latin-1"}.get(kind, f"sloppy-windows-{kind[2:] if kind.startswith('cp') else '1252'}")
        for _ in range(SLOPPY[kind]):
            text = text[:start] + text[start:].encode(codec).decode("utf-8")
    elif kind == "swapped":
        text = text[:start] + text[start:].encode("sloppy-windows-1252").decode("cp1254")
    elif kind == "entities":
        text = text[:start] + html.unescape(text[start:])
    cuts = sorted((*truth["joints"], *truth["headings"]))
    if kind == "lost":
        glued = damage.without(clean, cuts)
        for at in truth["lost"]:
            assert text[at] == "\ufffd"
            text = text[:at] + glued[at] + text[at + 1 :]
    for at in cuts:  # ascending, so each offset is already one of the clean text
        text = text[:at] + (" " if at in truth["joints"] else "\n") + text[at:]
    return text


class TestTheSameBytesAlways:
    def test_twice_and_in_another_process(self, tmp_path: Path) -> None:
        options = ["--files", "250", "--seed", "3", "--format", "all", "--parts", "2"]
        assert corpus.main([str(tmp_path / "here"), *options]) == 0
        command = [sys.executable, str(BENCHMARKS / "corpus.py"), str(tmp_path / "there"), *options]
        subprocess.run(command, check=True, capture_output=True, env={"PYTHONHASHSEED": "1234"})
        here, there = (
            {str(path.relative_to(tmp_path / side)): path.read_bytes() for path in (tmp_path / side).rglob("*.*")}
            for side in ("here", "there")
        )
        assert len(here) == 250 + 3 * 2 + 1
        assert here == there

    def test_a_smaller_corpus_begins_a_larger_one(self, samples: list[Sample]) -> None:
        assert list(corpus.samples(300)) == samples[:300]

    def test_another_seed_gives_another_corpus(self, samples: list[Sample]) -> None:
        assert not {sample.data for sample in corpus.samples(100, seed=8)} & {sample.data for sample in samples}


class TestShares:
    def test_of_languages(self, samples: list[Sample]) -> None:
        counted = Counter(sample.truth["language"] for sample in samples)
        assert {language: count / FILES for language, count in counted.items()} == pytest.approx(
            articles.SHARES, abs=0.025
        )

    def test_of_run_together_sentences(self, samples: list[Sample]) -> None:
        glued = [sample for sample in samples if sample.truth["joints"]]
        assert len(glued) / FILES == pytest.approx(0.60, abs=0.025)
        assert any(sample.truth["headings"] for sample in glued)
        assert all(sample.truth["joints"] for sample in samples if sample.truth["headings"])

    def test_of_mojibake(self, samples: list[Sample]) -> None:
        assert sum(sample.truth["mojibake"] is not None for sample in samples) / FILES == pytest.approx(0.15, abs=0.015)

    def test_every_kind_of_mojibake_occurs_in_every_language_that_has_it(self, samples: list[Sample]) -> None:
        found = {(sample.truth["language"], sample.truth["mojibake"]) for sample in samples if sample.truth["mojibake"]}
        assert found == {(language, kind) for language, kinds in damage.KINDS.items() for kind in kinds}

    def test_of_duplicates(self, samples: list[Sample]) -> None:
        counted = Counter(sample.truth["duplicate"] for sample in samples)
        shares = {kind: counted[kind] / FILES for kind in corpus.DUPLICATES}
        assert shares == pytest.approx(corpus.DUPLICATES, abs=0.008)
        assert sum(corpus.DUPLICATES.values()) == pytest.approx(0.05)


class TestTruth:
    def test_undoing_what_it_says_gives_the_clean_text(self, samples: list[Sample]) -> None:
        for sample in samples:
            assert undone(sample.data, sample.truth, sample.clean) == sample.clean, sample.name

    def test_what_it_says_happened_did_happen(self, samples: list[Sample]) -> None:
        for sample in samples:
            truth = sample.truth
            touched = truth["joints"] or truth["headings"] or truth["mojibake"]
            assert bool(touched) == (sample.data != sample.clean.encode()), sample.name

    def test_joints_stand_between_sentences_and_headings_on_lines_of_their_own(self, samples: list[Sample]) -> None:
        for sample in samples:
            for at in sample.truth["joints"]:
                assert re.match(r"[.!?…”»“] ", sample.clean[at - 1 : at + 1]), sample.clean[at - 20 : at + 20]
            assert all(sample.clean[at] == "\n" for at in sample.truth["headings"])

    def test_exact_duplicates_have_the_same_bytes(self, samples: list[Sample], by_name: dict[str, Sample]) -> None:
        copies = [sample for sample in samples if sample.truth["duplicate"] == "exact"]
        assert copies
        assert all(copy.data == by_name[copy.truth["duplicate_of"]].data for copy in copies)

    @pytest.mark.parametrize(("kind", "fewest", "most"), [("address", 0, 0), ("near", 1, 2)])
    def test_other_duplicates_have_another_address_and_the_stated_sentences_changed(
        self, samples: list[Sample], by_name: dict[str, Sample], kind: str, fewest: int, most: int
    ) -> None:
        copies = [sample for sample in samples if sample.truth["duplicate"] == kind]
        assert copies
        for copy in copies:
            first = by_name[copy.truth["duplicate_of"]]
            assert first.truth["duplicate"] is None
            header, _, rest = copy.clean.partition("\n")
            first_header, _, first_rest = first.clean.partition("\n")
            assert header != first_header
            assert fewest <= copy.truth["changed"] <= most
            assert (rest == first_rest) == (copy.truth["changed"] == 0)


class TestArticles:
    def test_are_two_to_three_kilobytes(self, samples: list[Sample]) -> None:
        sizes = [len(sample.clean.encode()) for sample in samples if sample.truth["duplicate"] != "near"]
        assert min(sizes) >= articles.SMALLEST
        assert max(sizes) <= articles.LARGEST
        assert 2300 < sum(sizes) / len(sizes) < 2600

    def test_are_in_the_raw_format(self, samples: list[Sample]) -> None:
        for sample in samples:
            header, blank, title, blank2, lead, blank3, *body = sample.clean.split("\n")
            assert HEADER.fullmatch(header), header
            assert (blank, blank2, blank3, body[-2:]) == ("", "", "", ["", ""])
            assert title
            assert re.search(r" \d\d\.\d\d\.20\d\d, \w.+$", lead)
            assert all(body[:-2])

    def test_are_in_the_language_that_the_truth_names(self, samples: list[Sample]) -> None:
        firsts = [sample for sample in samples if sample.truth["duplicate"] is None][:1000]
        wrong = [
            sample.name
            for sample in firsts
            if identify(sample.clean.split("\n\n", 3)[3]).language != sample.truth["language"]
        ]
        assert not wrong

    def test_seldom_share_a_sentence(self, samples: list[Sample]) -> None:
        bodies = [sample.clean.split("\n\n", 3)[3] for sample in samples if sample.truth["duplicate"] is None]
        counted = Counter(
            sentence for body in bodies for sentence in re.split(r"(?<=[.!?]) |\n", body) if len(sentence) > 100
        )
        assert len(counted) / sum(counted.values()) > 0.99

    def test_hold_urls_numbers_abbreviations_and_curly_quotes(self, samples: list[Sample]) -> None:
        text = "".join(sample.clean for sample in samples[:500])
        for sign in ("https://belge.example/", "www.", "Prof. Dr.", "им. А. П.", "u. a.", "“", "«", "„", "…", " 1."):
            assert sign in text


class TestForms:
    def test_all_hold_the_same_files(self, tmp_path: Path) -> None:
        corpus.write(tmp_path, 60, formats=corpus.FORMATS, parts=3)
        truth = rows(tmp_path / "truth.jsonl.zst")
        loose = {row["name"]: (tmp_path / "files" / row["name"]).read_bytes() for row in truth}
        assert len(loose) == 60
        packed = {}
        for path in sorted((tmp_path / "tar").iterdir()):
            with tarfile.open(path) as archive:
                packed.update(
                    {member.name: content.read() for member in archive if (content := archive.extractfile(member))}
                )
        assert packed == loose
        encoding = {row["name"]: row["encoding"] for row in truth}
        lines = [row for path in sorted((tmp_path / "jsonl").iterdir()) for row in rows(path)]
        assert {row["name"]: row["text"].encode(encoding[row["name"]]) for row in lines} == loose
        joined = b"".join(path.read_bytes() for path in sorted((tmp_path / "concat").iterdir()))
        assert joined == b"".join(loose.values())

    def test_one_form_writes_nothing_else(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert corpus.main([str(tmp_path), "--files", "5", "--format", "tar", "--parts", "1"]) == 0
        assert sorted(path.name for path in tmp_path.rglob("*.*")) == ["part-0.tar", "truth.jsonl.zst"]
        assert capsys.readouterr().out.startswith("5 articles, 0.0 MB")


class TestGrammar:
    @pytest.mark.parametrize("module", [articles, damage, grammar])
    def test_examples_in_docstrings(self, module: ModuleType) -> None:
        result = doctest.testmod(module)
        assert result.attempted
        assert not result.failed

    def test_capital_slots_raise_the_first_letter_by_the_languages_own_rule(self) -> None:
        compiler = grammar.Compiler(grammar.parse("[s]\n{Town}.\n[town]\niç | ılıca\n"), "tr")
        assert compiler.node("s") == ("İç.", "Ilıca.")

    def test_an_unknown_rule_is_named(self) -> None:
        with pytest.raises(ValueError, match="the French grammar has no rule 'town'"):
            grammar.Compiler({"s": ("{town}",)}, "fr").node("s")

    def test_a_number_slot_is_every_number_of_its_range(self) -> None:
        assert grammar.Compiler({"s": ("{9..11} %",)}, "en").node("s") == ("9 %", "10 %", "11 %")


def rows(path: Path) -> list[dict[str, Any]]:
    with pa.CompressedInputStream(pa.OSFile(str(path)), "zstd") as stream:
        return [json.loads(line) for line in stream.read().splitlines()]
