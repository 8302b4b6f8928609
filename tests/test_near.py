"""Near duplicates in a build: told or dropped, never lost, on one side of every split."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rawfiles import article, audited, contents, fill

import toolkit
from toolkit import settings, shards
from toolkit.building import duplicates
from toolkit.verifying import clusters

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.values import Manifest

AGENCY = (
    "Ankara-Konya hattında sabah saatlerinde arızalanan yüksek hızlı tren, yolcularını iki saat bekletti. Demiryolları "
    "yetkilileri arızanın katener hattındaki kopmadan kaynaklandığını, onarımın öğleye doğru bittiğini bildirdi. "
    "Yolcuların bir bölümü otobüslerle taşındı, bekleyenlere sıcak içecek dağıtıldı. Hatta çalışan makinist Rıza "
    "Demirkol, “Rüzgâr gece boyunca çok sertti, direklerden biri eğilmişti” dedi. Sendika ise bakım ekiplerinin "
    "azaltıldığını öne sürdü ve daha önce verdiği uyarıların dikkate alınmadığını savundu. Bakanlık, soruşturma "
    "için iki müfettiş görevlendirdi; raporun ay sonuna kadar tamamlanması bekleniyor."
)
ONE = f"Kıyı Postası muhabirinin edindiği bilgiye göre sabah erken saatlerde yollar kapandı. {AGENCY}"
OTHER = f"{AGENCY} Bölge halkı, seferlerin akşama doğru olağan düzenine döndüğünü anlattı."
STRANGER = (
    "Balıkçılar bu yıl palamuttan umutlu. Tezgâhlarda bolluk var, fiyatlar geçen yılın yarısına indi. Oltacılar "
    "köprünün iki yanını doldurdu, kimi kovasını ilk saatte doldurup evine döndü. Lokantacılar tavanın da ızgaranın "
    "da para kazandırdığını söylüyor. Uzmanlar suyun sıcaklığının balığı kıyıya yaklaştırdığını, akıntı değişince "
    "bolluğun birkaç hafta içinde sona erebileceğini belirtiyor ve avcılara küçük boyları bırakmalarını öğütlüyor."
)
DROP, TELL = ({"dedup": "near", "near_action": action, "shard_size": 2000} for action in ("drop", "annotate"))


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """An agency's story with another head and another tail, twice over, and strangers between."""
    files = {f"s{number}.txt": article(number, text=f"{STRANGER[number * 8 :]} {number}.") for number in (0, 9)}
    files |= {f"a{number}.txt": article(number + 20) for number in range(6)}
    files |= {"b1.txt": article(31, text=ONE), "t2.txt": article(32, text=OTHER), "z3.txt": article(33, text=AGENCY)}
    files["z4.txt"] = article(33, url="https://elsewhere.example/33", text=AGENCY)
    return fill(tmp_path / "raw", files)


def built(raw: Path, out: Path, chosen: dict[str, object], **options: int) -> Manifest:
    return toolkit.build([raw], out, settings.of(chosen), **({"workers": 1} | options))


def rows(folder: Path, pattern: str) -> dict[str, dict[str, Any]]:
    found = (row for path in sorted(folder.glob(pattern)) for row in pq.read_table(path).to_pylist())
    return {row["file_path"]: row for row in found}


class TestDrop:
    def test_keeps_the_first_of_a_cluster(self, raw: Path, tmp_path: Path) -> None:
        manifest = built(raw, tmp_path / "out", DROP)
        published = rows(tmp_path / "out", "data/*.parquet")
        told = rows(tmp_path / "out.audit", "duplicates-*.parquet")
        first = published["b1.txt"]["id"]
        assert {path: (row["kind"], row["kept_id"]) for path, row in told.items() if path > "s"} == {
            "s9.txt": ("near", published["s0.txt"]["id"]),
            "t2.txt": ("near", first),
            "z3.txt": ("near", first),
            "z4.txt": ("text", first),
        }
        assert manifest.counts.duplicates["near"] == sum(row["kind"] == "near" for row in told.values())
        assert manifest.counts.conserved
        assert list(toolkit.verify(tmp_path / "out", [raw])) == []

    def test_tells_how_many_a_record_stands_for(self, raw: Path, tmp_path: Path) -> None:
        built(raw, tmp_path / "out", DROP)
        proof = rows(tmp_path / "out", "provenance/*.parquet")
        assert {path: row["near_size"] for path, row in proof.items() if path > "b"} == {"b1.txt": 3, "s0.txt": 2}
        assert all(row["near_cluster"] == row["id"] for row in proof.values())


class TestAnnotate:
    def test_publishes_all_and_names_their_cluster(self, raw: Path, tmp_path: Path) -> None:
        manifest = built(raw, tmp_path / "out", TELL)
        proof = rows(tmp_path / "out", "provenance/*.parquet")
        first = proof["b1.txt"]["id"]
        for path in ("b1.txt", "t2.txt", "z3.txt"):
            assert (proof[path]["near_cluster"], proof[path]["near_size"]) == (first, 3)
        assert manifest.counts.duplicates == {"text": 1}
        assert "z4.txt" not in proof, "an equal text is a duplicate all the same"
        assert list(toolkit.verify(tmp_path / "out", [raw])) == []

    @pytest.mark.parametrize("seed", range(2))
    def test_keeps_a_cluster_in_one_split(self, raw: Path, tmp_path: Path, seed: int) -> None:
        """Addresses decide a split; other addresses would scatter the three."""
        for number, name in enumerate(("b1.txt", "t2.txt", "z3.txt")):
            text = (ONE, OTHER, AGENCY)[number]
            fill(raw, {name: article(number, url=f"https://haber.example/{seed}/{number}", text=text)})
        manifest = built(raw, tmp_path / "out", {**TELL, "splits": {"train": 0.5, "test": 0.5}})
        sides = [set(rows(tmp_path / "out", f"provenance/{split}-*.parquet")) for split in ("train", "test")]
        assert list(clusters.problems(tmp_path / "out", manifest)) == []
        assert sorted(len(side & {"b1.txt", "t2.txt", "z3.txt"}) for side in sides) == [0, 3]

    def test_is_not_asked_for_by_default(self, raw: Path, tmp_path: Path) -> None:
        built(raw, tmp_path / "out", {})
        proof = rows(tmp_path / "out", "provenance/*.parquet")
        assert {(row["near_cluster"], row["near_size"]) for row in proof.values()} == {(None, None)}


@pytest.mark.parametrize("chosen", [DROP, TELL], ids=["drop", "annotate"])
def test_the_bytes_do_not_depend_on_the_workers(
    raw: Path, tmp_path: Path, chosen: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "FEW", 0)
    built(raw, tmp_path / "one", chosen)
    built(raw, tmp_path / "two", chosen, workers=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert audited(tmp_path / "one") == audited(tmp_path / "two")


@pytest.mark.parametrize(("similarity", "found"), [(0.5, 3), (0.99, 1)])
def test_the_threshold_is_exact(raw: Path, tmp_path: Path, similarity: float, found: int) -> None:
    built(raw, tmp_path / "out", {**TELL, "near_similarity": similarity, "near_bands": 128, "near_rows": 2})
    assert rows(tmp_path / "out", "provenance/*.parquet")["b1.txt"]["near_size"] == found


class TestVerifying:
    """What `verify` says of clusters that are not whole; the manifest is as it was."""

    @pytest.fixture(params=[DROP, TELL], ids=["drop", "annotate"])
    def dataset(self, raw: Path, tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Path, Manifest]:
        chosen = {**request.param, "shard_size": "128MB"}
        return tmp_path / "out", built(raw, tmp_path / "out", chosen)

    @staticmethod
    def told(dataset: tuple[Path, Manifest], change: Callable[[dict[str, dict[str, Any]]], None]) -> list[str]:
        """The messages after a change of the proof's rows, by their file."""
        (path,) = dataset[0].glob("provenance/*.parquet")
        found = rows(dataset[0], "provenance/*.parquet")
        change(found)
        pq.write_table(pa.Table.from_pylist(list(found.values()), shards.arrow_schema("provenance")), path)
        problems = list(clusters.problems(*dataset))
        assert {problem.code for problem in problems} <= {"VF011"}
        return [problem.message for problem in problems]

    def test_nothing_where_all_is_well(self, dataset: tuple[Path, Manifest]) -> None:
        assert self.told(dataset, lambda _: None) == []

    def test_a_first_record_that_is_not_published(self, dataset: tuple[Path, Manifest]) -> None:
        found = self.told(dataset, lambda rows: rows["s0.txt"].update(near_cluster="0" * 32))
        assert f"The first record of the cluster {'0' * 32} is not published." in found

    def test_a_row_that_does_not_tell(self, dataset: tuple[Path, Manifest]) -> None:
        found = self.told(dataset, lambda rows: rows["a0.txt"].update(near_cluster=None))
        assert found[0].endswith("does not tell its cluster.")

    def test_a_size_that_is_not_that_of_the_cluster(self, dataset: tuple[Path, Manifest]) -> None:
        found = self.told(dataset, lambda rows: rows["b1.txt"].update(near_size=5))
        assert any("tells another size of it" in one or "the manifest counts" in one for one in found)

    def test_a_row_too_many_or_too_few(self, dataset: tuple[Path, Manifest]) -> None:
        def join(rows: dict[str, dict[str, Any]]) -> None:
            rows["a0.txt"] |= {name: rows["b1.txt"][name] for name in ("near_cluster", "near_size")}

        found = self.told(dataset, join)
        assert any("of 3 has" in one for one in found)

    def test_clusters_that_were_not_looked_for(self, raw: Path, tmp_path: Path) -> None:
        plain = tmp_path / "plain", built(raw, tmp_path / "plain", {})
        (message,) = self.told(plain, lambda rows: rows["a0.txt"].update(near_size=1))
        assert message.endswith("tells of a cluster, and none were looked for.")


@pytest.mark.parametrize(
    "chosen", [DROP, TELL, {**TELL, "splits": {"train": 0.5, "test": 0.5}}], ids=["drop", "tell", "splits"]
)
def test_a_rebuild_gives_what_a_fresh_build_gives(raw: Path, tmp_path: Path, chosen: dict[str, object]) -> None:
    """Another record comes first in the cluster, then the old one again, from parts of which all texts are damaged."""
    first = (raw / "b1.txt").read_bytes()
    built(raw, tmp_path / "out", chosen)
    (raw / "b1.txt").unlink()
    built(raw, tmp_path / "out", chosen)
    assert contents(tmp_path / "out") == contents(fresh(raw, tmp_path / "without", chosen))
    for table in (tmp_path / "out.cache" / "parts").glob("*/default.arrow"):
        table.write_bytes(table.read_bytes().replace(b"Rektor", b"Raktor").replace(b"katener", b"katenar"))
    fill(raw, {"b1.txt": first})
    built(raw, tmp_path / "out", chosen)
    assert contents(tmp_path / "out") == contents(fresh(raw, tmp_path / "with", chosen))
    assert list(toolkit.verify(tmp_path / "out", [raw])) == []


def fresh(raw: Path, out: Path, chosen: dict[str, object]) -> Path:
    built(raw, out, chosen)
    return out
