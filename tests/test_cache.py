"""What a build takes from the one before: as much as has not changed, and never anything that is not so any more."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from rawfiles import BROKEN, STRICT, article, audited, contents, fill

import toolkit
from toolkit.building import Cache, Target, plan
from toolkit.errors import EnvironmentError_
from toolkit.sources import Input, finding
from toolkit.stages import Unit, recipe, recipes, sealed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.building import Progress

SMALL = toolkit.Settings(shard_size=6000, max_rejected=1.0, require=STRICT)
FILES = (
    {f"{number % 3}/{number:03}.txt": article(number) for number in range(45)}
    | {f"1/copy{number}.txt": article(number) for number in range(4)}
    | {f"2/{code}.txt": data for code, data in BROKEN.items()}
    | {"0/empty.txt": b"", "0/joined.txt": article(60) + b"\n" + article(61), "1/torn.txt.gz": b"\x1f\x8b\x08\x00torn"}
)


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that the test has just written count as if they had lain there for a while."""
    monkeypatch.setattr(finding, "YOUNG", -60_000_000_000)


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Raw files, a dataset of them, and all that the build left; nobody changes it."""
    home = tmp_path_factory.mktemp("cache")
    young, finding.YOUNG = finding.YOUNG, -60_000_000_000
    try:
        toolkit.build([fill(home / "raw", FILES)], home / "out", SMALL, workers=1)
    finally:
        finding.YOUNG = young
    return home


@pytest.fixture
def home(master: Path, tmp_path: Path) -> Path:
    """A copy of `master` of the test's own, whose raw files have other inodes and times than those in the index."""
    shutil.copytree(master, tmp_path, dirs_exist_ok=True)
    return tmp_path


def build(home: Path, settings: toolkit.Settings = SMALL, **options: Any) -> dict[str, Any]:  # noqa: ANN401
    """Build once more; what `build.json` says."""
    toolkit.build([home / "raw"], home / "out", settings, **({"workers": 1} | options))
    found: dict[str, Any] = json.loads((home / "out.audit" / "build.json").read_text("utf-8"))
    return found


def check_fresh(home: Path, settings: toolkit.Settings = SMALL) -> None:
    """Dataset and audit are, byte for byte, those of a build in a place where nothing was built before."""
    toolkit.build([home / "raw"], home / "elsewhere" / "out", settings, workers=1)
    assert contents(home / "out") == contents(home / "elsewhere" / "out")
    assert audited(home / "out") == audited(home / "elsewhere" / "out")
    shutil.rmtree(home / "elsewhere")


def added(raw: Path) -> None:
    fill(raw, {"0/010-more.txt": article(800)})


def added_copy(raw: Path) -> None:
    fill(raw, {"0/000.txt": article(44)})


def changed(raw: Path) -> None:
    fill(raw, {"1/016.txt": article(801)})


def removed(raw: Path) -> None:
    (raw / "0" / "000.txt").unlink()


def renamed(raw: Path) -> None:
    (raw / "2" / "020.txt").rename(raw / "2" / "999.txt")


def swapped(raw: Path) -> None:
    """Two files of one size take one another's names."""
    one, other = raw / "0" / "012.txt", raw / "0" / "015.txt"
    one.rename(raw / "x")
    other.rename(one)
    (raw / "x").rename(other)


def moved(raw: Path) -> None:
    shutil.copytree(raw, raw.with_name("copy"))
    shutil.rmtree(raw)
    raw.with_name("copy").rename(raw)


CHANGES = (added, added_copy, changed, removed, renamed, swapped, moved)


class TestTheBytesOfAFreshBuild:
    @pytest.mark.parametrize("workers", [1, 2])
    @pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
    def test_after_a_change_of_the_files(self, home: Path, change: Callable[[Path], None], workers: int) -> None:
        change(home / "raw")
        units = build(home, workers=workers)["units"]
        assert units["same"] > 0, "something was taken"
        check_fresh(home)

    @pytest.mark.usefixtures("settled")
    def test_after_one_change_upon_another(self, home: Path) -> None:
        for change in CHANGES:
            change(home / "raw")
            build(home)
        assert build(home)["units"]["made"] == 0
        check_fresh(home)

    @pytest.mark.parametrize(
        "settings",
        [
            toolkit.Settings(shard_size=6000, max_rejected=1.0),
            toolkit.Settings(shard_size=9000, max_rejected=1.0, require=STRICT),
            toolkit.Settings(shard_size=6000, max_rejected=1.0, require=STRICT, splits=(("test", 0.3), ("train", 0.7))),
            toolkit.Settings(shard_size=6000, max_rejected=0.9, require=STRICT, title="Another title"),
        ],
        ids=["require", "shard_size", "splits", "title"],
    )
    def test_after_a_change_of_the_settings(self, home: Path, settings: toolkit.Settings) -> None:
        build(home, settings)
        check_fresh(home, settings)

    def test_after_a_withdrawal_and_when_it_is_taken_back(self, home: Path) -> None:
        (home / "gone.txt").write_text("https://haber.example/20230511/park-1.html\n", "utf-8")
        chosen = toolkit.Settings(shard_size=6000, max_rejected=1.0, require=STRICT, exclude=str(home / "gone.txt"))
        assert build(home, chosen)["counts"]["excluded"] == 3
        check_fresh(home, chosen)
        assert "excluded" not in build(home)["counts"]
        check_fresh(home)


class TestWhatIsTaken:
    @pytest.mark.usefixtures("settled")
    def test_everything_where_nothing_has_changed(self, tmp_path: Path) -> None:
        fill(tmp_path / "raw", FILES)
        first = build(tmp_path)
        assert first["units"]["made"] == first["units"]["all"] > 5
        inodes = {path: path.stat().st_ino for path in tmp_path.glob("out*/**/*.parquet")}
        again = build(tmp_path)
        assert again["units"] == {
            "all": first["units"]["all"],
            "unchanged": first["units"]["all"],
            "same": 0,
            "made": 0,
        }
        assert again["shards"]["taken"] == again["shards"]["all"]
        assert {path: path.stat().st_ino for path in tmp_path.glob("out*/**/*.parquet")} == inodes, (
            "linked, not written"
        )

    def test_of_files_that_are_copies_all_parts_by_what_they_hold(self, home: Path) -> None:
        units = build(home)["units"]
        assert (units["unchanged"], units["made"]) == (0, 0)
        assert units["same"] == units["all"]

    def test_of_young_files_all_parts_by_what_they_hold(self, tmp_path: Path) -> None:
        fill(tmp_path / "raw", FILES)
        build(tmp_path)
        units = build(tmp_path)["units"]
        assert units["same"] == units["all"]

    @pytest.mark.usefixtures("settled")
    def test_when_everything_is_hashed(self, tmp_path: Path) -> None:
        fill(tmp_path / "raw", FILES)
        build(tmp_path)
        units = build(tmp_path, rehash=True)["units"]
        assert units["same"] == units["all"]

    def test_nothing_by_a_fresh_build(self, home: Path) -> None:
        found = build(home, fresh=True)
        assert found["units"]["made"] == found["units"]["all"]
        assert found["shards"]["taken"] == 0

    def test_all_but_two_units_and_a_few_shards_when_one_file_has_changed(self, home: Path) -> None:
        changed(home / "raw")
        found = build(home)
        assert found["units"]["made"] == 1
        assert found["shards"]["written"] <= 5

    def test_nothing_made_with_other_packages(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(recipes, "PACKAGES", recipes.PACKAGES[1:])
        found = build(home)
        assert found["units"]["made"] == found["units"]["all"]
        assert found["shards"]["taken"] == 0

    def test_all_parts_when_the_dataset_has_gone(self, home: Path) -> None:
        before = contents(home / "out")
        shutil.rmtree(home / "out")
        shutil.rmtree(home / "out.audit")
        found = build(home)
        assert (found["units"]["made"], found["shards"]["taken"]) == (0, 0)
        assert contents(home / "out") == before

    def test_the_parts_that_a_build_had_finished_when_it_was_stopped(self, tmp_path: Path) -> None:
        fill(tmp_path / "raw", FILES)

        def stop(progress: Progress) -> None:
            if progress.done > progress.total / 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            build(tmp_path, report=stop)
        units = build(tmp_path)["units"]
        assert units["same"] >= units["all"] // 2
        check_fresh(tmp_path)

    @pytest.mark.usefixtures("settled")
    def test_no_unit_with_a_file_that_could_not_be_read(self, home: Path) -> None:
        (home / "raw" / "0" / "link").symlink_to(home / "raw" / "1")
        assert build(home)["counts"]["unreadable"] == 3
        units = build(home)["units"]
        assert (units["made"], units["unchanged"]) == (1, units["all"] - 1)

    @pytest.mark.usefixtures("settled")
    def test_not_a_file_that_was_written_over_in_its_size_with_its_times_put_back(self, home: Path) -> None:
        build(home)
        path = home / "raw" / "1" / "016.txt"
        times, data = path.stat(), path.read_bytes()
        path.write_bytes(data.replace(b"Karar 16", b"Karar 61"))
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        assert build(home)["units"]["made"] == 1
        check_fresh(home)


class TestADay:
    """A day in the future is refused, so what was made of a record may hold until that day only."""

    @pytest.fixture
    def at(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settled: None) -> Callable[[int], int]:  # noqa: ARG002 — a fixture
        """Builds on the day of that second; how many units were made."""
        dated = article(1, url="https://haber.example/20300101/a.html", text=None)
        fill(tmp_path / "raw", {"a.txt": dated.replace(b"11.05.2023", b"01.01.2030"), "b.txt": article(2)})

        def run(seconds: int) -> int:
            monkeypatch.setenv("SOURCE_DATE_EPOCH", str(seconds))
            made: int = build(tmp_path)["units"]["made"]
            check_fresh(tmp_path)
            return made

        return run

    def test_that_comes_is_seen(self, at: Callable[[int], int]) -> None:
        before, eve, then = 1_700_000_000, 1_893_455_999, 1_893_456_000
        assert [at(day) for day in (before, before, eve, then, then + 10_000_000)] == [2, 0, 0, 1, 0]

    def test_that_lies_before_the_one_of_the_part_makes_it_anew(self, at: Callable[[int], int]) -> None:
        assert [at(day) for day in (1_700_000_000, 1_600_000_000)] == [2, 2]


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def missing(path: Path) -> None:
    path.unlink()


DAMAGES = (flipped, cut, missing)


class TestDamage:
    @pytest.mark.parametrize(
        ("name", "damage"),
        [
            *((name, flipped) for name in ("default.arrow", "inputs.arrow", "text.npy", "ids.npy", "sha256sum")),
            *(("part.json", damage) for damage in DAMAGES),
            ("provenance.arrow", cut),
            ("rejected.arrow", missing),
        ],
    )
    @pytest.mark.usefixtures("settled")
    def test_of_a_part_is_mended(self, home: Path, name: str, damage: Callable[[Path], None]) -> None:
        build(home)
        damage(next(home.glob(f"out.cache/parts/*/{name}")))
        shutil.rmtree(home / "out")
        shutil.rmtree(home / "out.audit")
        build(home)
        check_fresh(home)
        again = build(home)["units"]
        assert again["unchanged"] == again["all"], "the part was put back"

    @pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
    @pytest.mark.parametrize(
        "name", ["out/data/*.parquet", "out/provenance/*.parquet", "out.audit/dup*", "out/README.md"]
    )
    def test_of_the_dataset_is_mended(self, home: Path, name: str, damage: Callable[[Path], None]) -> None:
        damage(next(home.glob(name)))
        build(home)
        check_fresh(home)

    @pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
    def test_of_the_index_costs_time_only(self, home: Path, damage: Callable[[Path], None]) -> None:
        damage(home / "out.cache" / "index.json")
        found = build(home)
        assert (found["units"]["made"], found["shards"]["taken"]) == (0, 0)
        check_fresh(home)

    @pytest.mark.usefixtures("settled")
    def test_of_a_part_whose_files_have_gone_too_is_told(self, home: Path) -> None:
        """The text is needed again, the raw file is another one meanwhile, and the build has begun."""
        build(home)
        shutil.rmtree(home / "out")
        shutil.rmtree(home / "out.audit")
        table = next(path for path in home.glob("out.cache/parts/*/default.arrow") if b"Karar 16" in path.read_bytes())
        flipped(table)

        def change(progress: Progress) -> None:
            if progress.stage == "prepare" and progress.done:
                changed(home / "raw")

        with pytest.raises(EnvironmentError_, match=r"they have changed while the build ran: build again"):
            build(home, report=change)
        build(home)
        check_fresh(home)


class TestPruning:
    def used(self, home: Path) -> set[str]:
        return set(sealed.read(home / "out.cache" / "index.json")["parts"])

    def test_leaves_the_parts_of_the_dataset_as_it_stands(self, home: Path) -> None:
        before = {path.name for path in (home / "out.cache" / "parts").iterdir()}
        assert before == self.used(home)
        changed(home / "raw")
        build(home)
        after = {path.name for path in (home / "out.cache" / "parts").iterdir()}
        assert after == self.used(home)
        assert (len(before - after), len(after - before)) == (1, 1)

    def test_is_not_done_by_a_build_that_fails(self, home: Path) -> None:
        fill(home / "raw", {f"0/bad{number}.txt": BROKEN["HD001"] for number in range(9)})
        before = self.used(home)
        with pytest.raises(toolkit.errors.DataError, match="more than max_rejected"):
            build(home, toolkit.Settings(shard_size=6000, max_rejected=0.01, require=STRICT))
        assert before < {path.name for path in (home / "out.cache" / "parts").iterdir()}
        found = Cache(Target(home / "out")).contents()
        assert found.stale == found.parts - len(before) > 0
        assert 0 < found.stale_size < found.size

    def test_by_hand(self, home: Path) -> None:
        fill(home / "out.cache" / "parts" / "left", {"default.arrow": b"text"})
        cache = Cache(Target(home / "out"))
        assert (cache.contents().stale, cache.contents().stale_size) == (1, 4)
        cache.prune()
        assert cache.contents().stale == 0
        cache.clear()
        assert cache.contents().parts == 0
        assert build(home)["units"]["same"] == 0


class TestARecipe:
    @pytest.mark.parametrize("change", [{"title": "x"}, {"shard_size": 9}, {"max_rejected": 0.5}, {"license": "mit"}])
    def test_is_the_same_under_settings_that_do_not_matter(self, change: dict[str, Any]) -> None:
        assert recipe(rules()) == recipe(rules(**change))

    @pytest.mark.parametrize(
        "change", [{"joints": "line"}, {"names": ("X",)}, {"languages": ("tr",)}, {"splits": (("a", 0.5), ("b", 0.5))}]
    )
    def test_is_another_under_settings_that_do(self, change: dict[str, Any]) -> None:
        assert recipe(rules()) != recipe(rules(**change))

    def test_is_another_when_the_code_is(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        before = recipes.code()
        shutil.copytree(recipes.ROOT, tmp_path / "toolkit", ignore=shutil.ignore_patterns("__pycache__"))
        monkeypatch.setattr(recipes, "ROOT", tmp_path / "toolkit")
        code = recipes.code.__wrapped__
        assert code() == before
        for name, differs in (("cli/summary.py", False), ("repairs/quotes.py", True)):
            with (tmp_path / "toolkit" / name).open("a", encoding="utf-8") as file:
                file.write("# more\n")
            assert (code() != before) is differs


def rules(**settings: Any) -> Any:  # noqa: ANN401
    from toolkit import reading  # noqa: PLC0415

    return reading.rules(toolkit.Settings(**settings))


class TestAUnit:
    INPUTS = (Input("a", "raw/a", 5, b"1" * 32), Input("b\udcff", "raw/b\udcff", 7, b"2" * 32))

    def test_gives_its_inputs_back(self) -> None:
        unit = Unit.of(3, self.INPUTS)
        assert unit.inputs == tuple(item._replace(signature=b"") for item in self.INPUTS)
        assert (unit.number, unit.files, unit.size, unit.first) == (3, 2, 12, "a")

    def test_has_the_signature_of_its_files_whatever_its_number(self) -> None:
        signature = Unit.of(0, self.INPUTS).signature
        assert signature == Unit.of(1, self.INPUTS).signature
        assert signature != Unit.of(0, self.INPUTS[::-1]).signature
        assert signature != Unit.of(0, [self.INPUTS[0], self.INPUTS[1]._replace(signature=b"3" * 32)]).signature
        assert not Unit.of(0, [self.INPUTS[0], self.INPUTS[1]._replace(signature=b"")]).signature

    def test_of_many_files_takes_a_few_bytes_a_file(self) -> None:
        inputs = [
            Input(f"{n // 100:04}/{n:08}.txt", f"/data/raw/{n // 100:04}/{n:08}.txt", 2500 + n % 77)
            for n in range(9999)
        ]
        assert sum(len(unit.packed) for unit in plan.units(inputs, 128_000_000)) < 12 * len(inputs)


class TestBuildJson:
    def test_tells_what_each_stage_cost(self, home: Path) -> None:
        found = build(home, fresh=True, workers=2)
        assert list(found["stages"]) == ["plan", "prepare", "decide", "finish", "describe", "check", "swap"]
        for costs in (found["total"], *found["stages"].values()):
            assert set(costs) == {"wall", "cpu", "cpu_workers", "peak_memory"}
            assert min(costs.values()) >= 0
        assert found["stages"]["prepare"]["cpu_workers"] > 0
        assert found["total"]["peak_memory"] > 20_000_000
        assert found["counts"]["records"] == 54
        assert found["versions"]["pyarrow"]
        assert found["machine"]["cores"] >= 1

    def test_is_the_only_file_of_two_builds_that_differs(self, home: Path) -> None:
        before = contents(home / "out.audit")
        build(home)
        after = contents(home / "out.audit")
        assert [name for name in after if after[name] != before[name]] == ["build.json"]


def test_a_sealed_file_gives_its_value_or_nothing(tmp_path: Path) -> None:
    sealed.write(tmp_path / "a", {"x": [1, "ı\udcff"]})
    assert sealed.read(tmp_path / "a") == {"x": [1, "ı\udcff"]}
    for damage in DAMAGES:
        damage(tmp_path / "a")
        assert sealed.read(tmp_path / "a") is None
        sealed.write(tmp_path / "a", 1)
