"""What is said about a build: the manifest's JSON, and the card that `load_dataset` and people read."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import datasets
import huggingface_hub
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from datasets.utils.metadata import known_task_ids
from hypothesis import given
from hypothesis import strategies as st

from toolkit import describe, schema
from toolkit.describe import front, tables, templates
from toolkit.errors import DataError, UsageError
from toolkit.settings import Settings
from toolkit.values import Counts, Inputs, Manifest, Shard

ROOT = Path(__file__).parent.parent
DIGEST = "0123456789abcdef" * 4


def shard(path: str, rows: int = 3) -> Shard:
    return Shard(path, rows, bytes=1_000 * rows, uncompressed_bytes=2_000 * rows, sha256=DIGEST, content_sha256=DIGEST)


MANIFEST = Manifest(
    toolkit="0.1.0",
    packages={"pyarrow": "26.0.1", "ftfy": "6.3.1"},
    created="2024-05-31T00:00:00Z",
    settings=Settings(license="cc-by-4.0", title="Haberler: 2024").to_json(),
    inputs=Inputs(files=9, bytes=12_345, sha256=DIGEST),
    counts=Counts(records=10, published=5, duplicates={"url": 2}, rejected={"HD001": 1, "BD001": 1}, excluded=1),
    days=("2024-01-01", "2024-05-31"),
    languages={"tr": 3, "no": 1, "und": 1},
    warnings={"BD002": 2},
    edits={"LE001": 4, "ZZ999": 1},
    configs={
        "provenance": {
            "train": (
                shard("provenance/train-00000-of-00002.parquet"),
                shard("provenance/train-00001-of-00002.parquet", 2),
            )
        },
        "default": {
            "train": (shard("data/train-00000-of-00002.parquet"), shard("data/train-00001-of-00002.parquet", 2))
        },
    },
)
"""What a small build of five records could have told."""

TEMPLATE = "---\ntags:\n- news\n---\n# {{ title }}\n\n{{ records }}.\n"


def front_of(card: str) -> dict[str, Any]:
    return yaml.safe_load(card.split("---\n")[1])  # type: ignore[no-any-return]


class TestTheManifest:
    def test_is_the_same_text_for_the_same_build(self) -> None:
        text = describe.to_json(MANIFEST)
        turned = replace(MANIFEST, packages=dict(reversed(MANIFEST.packages.items())))
        assert describe.to_json(turned) == text
        assert text.endswith("}\n")

    def test_comes_back_from_its_text(self) -> None:
        assert describe.from_json(describe.to_json(MANIFEST)) == MANIFEST

    def test_adds_up_the_files_of_a_split(self) -> None:
        tree = yaml.safe_load(describe.to_json(MANIFEST))
        split = tree["configs"]["default"]["train"]
        assert (split["rows"], split["bytes"], split["uncompressed_bytes"]) == (5, 5_000, 10_000)
        assert tree["counts"]["law"] == "records = published + duplicates + rejected + excluded"

    def test_is_refused_when_a_record_is_lost(self) -> None:
        lost = replace(MANIFEST, counts=replace(MANIFEST.counts, records=11))
        assert not lost.counts.conserved
        with pytest.raises(DataError, match=r"do not keep records = .*: 11 is not 5 \+ 2 \+ 2 \+ 1$"):
            describe.to_json(lost)

    def test_is_refused_when_a_config_has_other_rows(self) -> None:
        configs = MANIFEST.configs | {"provenance": {"train": (shard("provenance/train-00000-of-00001.parquet"),)}}
        with pytest.raises(DataError, match="config 'provenance' has 3 rows for 5 published records"):
            describe.to_json(replace(MANIFEST, configs=configs))

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"created": "yesterday"}, "created: 'yesterday' is not a time YYYY-MM-DDTHH:MM:SSZ"),
            ({"days": ("2024-02-30", None)}, "days.first: '2024-02-30' is not a day YYYY-MM-DD"),
            ({"languages": {"tr": -1}}, "languages.tr: -1 is less than 0"),
            ({"configs": {"default": {"train": ()}}}, "configs.default.train.rows: 0 is less than 1"),
            ({"configs": {"default": {"train": (shard("a", 0),)}}}, r"train.files\[0\].rows: 0 is less than 1"),
        ],
    )
    def test_is_refused_when_the_schema_refuses_it(self, change: dict[str, Any], message: str) -> None:
        with pytest.raises(DataError, match=rf"manifest\.json: {message}|; manifest\.json: .*{message}"):
            describe.to_json(replace(MANIFEST, **change))

    @pytest.mark.parametrize("path", ["../a.parquet", "/a.parquet", "data/../../a.parquet", "a.parquet", "data/a.txt"])
    def test_is_refused_when_a_path_leads_out_of_the_dataset(self, path: str) -> None:
        text = describe.to_json(MANIFEST).replace("data/train-00000-of-00002.parquet", path)
        with pytest.raises(DataError, match=f"'{path}' is not the path of a Parquet file inside the dataset"):
            describe.from_json(text)

    def test_is_refused_when_a_sum_is_not_that_of_the_files(self) -> None:
        text = describe.to_json(MANIFEST).replace('"rows": 5', '"rows": 6', 1)
        with pytest.raises(DataError, match=r"the sizes of default/train are not the sums of its files"):
            describe.from_json(text)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "manifest.json is not JSON: Expecting value"),
            (b"\xff\xfe\xff", "manifest.json is not JSON: "),
            ("[]", "manifest.json does not hold an object"),
            ("{}", "manifest.json: toolkit: is missing; manifest.json: packages: is missing"),
        ],
    )
    def test_a_text_that_is_none_is_an_error(self, text: str | bytes, message: str) -> None:
        with pytest.raises(DataError, match=re.escape(message)):
            describe.from_json(text)


NUMBERS = st.integers(0, 2**53)
CODES = st.dictionaries(st.from_regex(r"[A-Z]{2}[0-9]{3}", fullmatch=True), NUMBERS, max_size=3)
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@st.composite
def manifests(draw: st.DrawFn) -> Manifest:
    rows = draw(st.lists(st.integers(1, 2**40), min_size=1, max_size=3))
    counts = Counts(
        records=0,
        published=sum(rows),
        duplicates=draw(st.dictionaries(st.sampled_from(["url", "text", "near"]), NUMBERS)),
        rejected=draw(CODES),
        excluded=draw(NUMBERS),
        unreadable=draw(NUMBERS),
    )
    records = counts.published + sum(counts.duplicates.values()) + sum(counts.rejected.values()) + counts.excluded
    return replace(
        MANIFEST,
        packages=draw(st.dictionaries(TEXTS, TEXTS, max_size=3)),
        created=draw(st.sampled_from([None, "2024-05-31T00:00:00Z"])),
        counts=replace(counts, records=records),
        days=draw(st.sampled_from([(None, None), ("1999-12-31", "2024-02-29")])),
        languages=draw(st.dictionaries(st.sampled_from(["tr", "en", "no", "und"]), NUMBERS)),
        warnings=draw(CODES),
        edits=draw(CODES),
        configs={
            name: {
                "train": tuple(shard(f"{name}/train-{i:05d}-of-{len(rows):05d}.parquet", n) for i, n in enumerate(rows))
            }
            for name in ("default", "provenance")
        },
    )


@given(manifests())
def test_every_manifest_comes_back_from_its_text(manifest: Manifest) -> None:
    assert describe.from_json(describe.to_json(manifest)) == manifest


@given(manifests())
def test_every_card_has_the_yaml_that_loading_relies_on(manifest: Manifest) -> None:
    card = describe.card(manifest, describe.template())
    read = describe.front_of(card)
    assert {key: read[key] for key in ("configs", "dataset_info")} == describe.loading(manifest)
    assert "{{" not in card


class TestTheFrontMatter:
    def test_holds_what_people_decided_and_what_was_computed(self) -> None:
        made = front_of(describe.card(MANIFEST, TEMPLATE))
        assert list(made) == [
            "pretty_name", "license", "tags", "language", "size_categories", "configs", "dataset_info",
        ]  # fmt: skip
        assert made["pretty_name"] == "Haberler: 2024"
        assert made["license"] == "cc-by-4.0"
        assert made["tags"] == ["news"]
        assert made["size_categories"] == ["n<1K"]

    def test_keeps_norwegian_a_text(self) -> None:
        card = describe.card(MANIFEST, TEMPLATE)
        assert front_of(card)["language"] == ["no", "tr"]
        assert "- 'no'\n" in card

    def test_has_no_language_where_none_was_identified(self) -> None:
        assert "language" not in front_of(describe.card(replace(MANIFEST, languages={"und": 5}), TEMPLATE))

    def test_names_the_files_of_each_config_default_first(self) -> None:
        assert describe.loading(MANIFEST)["configs"] == [
            {"config_name": "default", "data_files": [{"split": "train", "path": "data/train-*"}]},
            {"config_name": "provenance", "data_files": [{"split": "train", "path": "provenance/train-*"}]},
        ]

    def test_names_files_one_by_one_where_they_are_not_numbered(self) -> None:
        odd = replace(MANIFEST, configs={"default": {"train": (shard("data/a.parquet"), shard("data/b.parquet"))}})
        ((files,),) = [config["data_files"] for config in describe.loading(odd)["configs"]]
        assert files["path"] == ["data/a.parquet", "data/b.parquet"]

    def test_takes_the_sizes_from_the_shards(self) -> None:
        info, _ = describe.loading(MANIFEST)["dataset_info"]
        assert info["splits"] == [{"name": "train", "num_bytes": 10_000, "num_examples": 5}]
        assert (info["download_size"], info["dataset_size"]) == (5_000, 10_000)
        assert info["features"] == schema.features("record")

    @pytest.mark.parametrize("key", front.ORIGINS)
    def test_refuses_a_key_that_has_another_origin(self, key: str) -> None:
        template = f"---\n{key}: x\n---\n"
        with pytest.raises(UsageError, match=f"may not have `{key}` in its front matter: it (comes|is computed)"):
            describe.card(MANIFEST, template)

    def test_names_a_licence_of_ones_own_only_where_the_hub_has_none(self) -> None:
        template = "---\nlicense_name: mine\n---\n"
        other = replace(MANIFEST, settings=Settings().to_json())
        assert front_of(describe.card(other, template))["license_name"] == "mine"
        with pytest.raises(UsageError, match=r"`license_name`, which only the licence `other` needs, not `cc-by-4\.0`"):
            describe.card(MANIFEST, template)

    @pytest.mark.parametrize(
        ("rows", "category"),
        [
            (1, "n<1K"), (999, "n<1K"), (1_000, "1K<n<10K"), (99_999, "10K<n<100K"), (10**6, "1M<n<10M"),
            (10**11, "100B<n<1T"), (10**12, "n>1T"), (10**15, "n>1T"),
        ],
    )  # fmt: skip
    def test_has_the_hubs_name_for_the_size(self, rows: int, category: str) -> None:
        assert front.size_category(rows) == category


class TestReadingACard:
    @pytest.mark.parametrize("card", ["---\n---\n", "---\n# only a comment\n---\ntext"])
    def test_without_keys(self, card: str) -> None:
        assert describe.front_of(card) == {}

    @pytest.mark.parametrize(
        ("card", "message"),
        [
            ("", "it does not begin with YAML between two lines `---`"),
            ("# Title\n---\na: 1\n---\n", "it does not begin with YAML between two lines `---`"),
            ("---\na: 1\n", "it does not begin with YAML between two lines `---`"),
            ("---\na: [1\n---\n", "its front matter is not YAML: "),
            ("---\n- 1\n---\n", "its front matter holds no keys"),
        ],
    )
    def test_that_is_none(self, card: str, message: str) -> None:
        with pytest.raises(DataError, match=re.escape(message)):
            describe.front_of(card)
        with pytest.raises(UsageError, match=re.escape(f"the card's template cannot be used: {message}")):
            describe.card(MANIFEST, card)


class TestPlaces:
    def test_are_filled(self) -> None:
        assert describe.card(MANIFEST, TEMPLATE).endswith("---\n# Haberler: 2024\n\n5 records.\n")

    @pytest.mark.parametrize("name", templates.PLACES)
    def test_each_has_something_to_say_and_is_filled_once(self, name: str) -> None:
        filled = describe.card(MANIFEST, f"---\n---\n>{{{{ {name} }}}}<")
        assert re.search(r"\n>(.+)<$", filled, re.DOTALL)

    def test_braces_in_what_is_filled_in_are_no_places(self) -> None:
        odd = replace(MANIFEST, settings=Settings(title="{{ columns }}").to_json())
        assert describe.card(odd, "---\n---\n{{ title }}").endswith("---\n{{ columns }}")

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ("one\n{{ colums }}\n", "line 6: there is no place `colums`; the nearest is `columns`"),
            ("{{ }}", "line 5: there is no place ``; the places are `columns`, `counts`, "),
            ("{{", "line 5: there is no place ``"),
            ("[More Information Needed]", "line 5: [More Information Needed] is left to be written"),
        ],
    )
    def test_a_wrong_one_is_an_error_that_names_its_line(self, body: str, message: str) -> None:
        with pytest.raises(UsageError, match=re.escape(f"the card's template, {message}")):
            describe.card(MANIFEST, f"---\ntags:\n- news\n---\n{body}")

    def test_line_ends_and_a_byte_order_mark_make_no_difference(self) -> None:
        assert describe.card(MANIFEST, "\ufeff" + TEMPLATE.replace("\n", "\r\n")) == describe.card(MANIFEST, TEMPLATE)


class TestTables:
    def test_counts_tell_where_every_record_went(self) -> None:
        assert tables.counts(replace(MANIFEST, counts=replace(MANIFEST.counts, unreadable=7))).splitlines() == [
            "| what became of them | records |",
            "| --- | --- |",
            "| records in the raw files | 10 |",
            "| published | 5 |",
            "| duplicates, by address | 2 |",
            "| rejected: `BD001` The record has no text after its title. | 1 |",
            "| rejected: `HD001` The record does not begin with a header. | 1 |",
            "| left out on request | 1 |",
            "| files that could not be read (not in the sum) | 7 |",
        ]

    def test_the_most_frequent_comes_first(self) -> None:
        assert tables.languages(MANIFEST).splitlines()[2:] == ["| `tr` | 3 |", "| `no` | 1 |", "| `und` | 1 |"]

    def test_edits_say_what_their_rule_does_and_name_one_that_is_unknown(self) -> None:
        known, unknown = tables.edits(MANIFEST).splitlines()[2:]
        assert re.fullmatch(r"\| `LE001` \w.+\. \| 4 \|", known)
        assert unknown == "| `ZZ999` | 1 |"

    def test_nothing_to_count_is_said(self) -> None:
        assert tables.warnings(replace(MANIFEST, warnings={"BD002": 0})) == "None."

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            (("2024-01-01", "2024-05-31"), "2024-01-01 to 2024-05-31"),
            (("2024-01-01", "2024-01-01"), "2024-01-01"),
            ((None, None), "days that the raw files do not tell"),
        ],
    )
    def test_days(self, days: tuple[str | None, str | None], words: str) -> None:
        assert tables.days(replace(MANIFEST, days=days)) == words

    def test_records(self) -> None:
        assert tables.records(MANIFEST) == "5 records"
        assert tables.records(replace(MANIFEST, counts=Counts(records=1, published=1))) == "1 record"

    def test_inputs(self) -> None:
        assert tables.inputs(MANIFEST) == "9 files (12.3 kB)"
        assert tables.inputs(replace(MANIFEST, inputs=Inputs(files=1, bytes=3 * 10**15, sha256=DIGEST))) == (
            "1 file (3000.0 TB)"
        )

    def test_a_bar_or_a_line_break_does_not_break_a_table(self) -> None:
        assert tables._table(("a",), [("x|y\nz",)]).splitlines()[2] == r"| x\|y z |"


TEMPLATES = {"the repository's own": describe.template(ROOT), "any corpus": describe.template()}


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
class TestTheTemplates:
    def test_have_every_section_of_the_hubs_own(self, template: str) -> None:
        hub = Path(huggingface_hub.__file__).parent / "templates" / "datasetcard_template.md"
        sections = re.findall(r"^#{2,4} (.+?)(?: \[optional\])?$", hub.read_text("utf-8"), re.MULTILINE)
        assert len(sections) >= 20
        assert set(sections) - set(re.findall(r"^#{2,4} (.+)$", template, re.MULTILINE)) == set()

    def test_leave_nothing_to_be_written(self, template: str) -> None:
        card = describe.card(replace(MANIFEST, settings=Settings().to_json()), template)
        assert not re.search(r"More Information Needed|TODO|TBD|\{\{", card)
        for heading, text in re.findall(r"^(#+ .+)\n+(.*)", card, re.MULTILINE):
            assert text, heading

    def test_are_cards_to_the_hubs_library(self, template: str) -> None:
        card = huggingface_hub.DatasetCard(describe.card(replace(MANIFEST, settings=Settings().to_json()), template))
        assert card.data.license == "other"
        assert set(card.data.task_categories) <= set(known_task_ids)  # the categories stand there

    def test_show_every_column(self, template: str) -> None:
        card = describe.card(replace(MANIFEST, settings=Settings().to_json()), template)
        for name in schema.CONFIGS.values():
            for column in schema.columns(name):
                assert f"| `{column.name}` | `{column.type}` | {column.description} |" in card


def test_a_folder_without_a_template_gets_the_one_for_any_corpus(tmp_path: Path) -> None:
    assert describe.template(tmp_path) == describe.template(None) == TEMPLATES["any corpus"]
    assert TEMPLATES["any corpus"] != TEMPLATES["the repository's own"]


ROW: dict[str, Any] = {
    "record": dict.fromkeys(schema.names("record")) | {"id": "a" * 32, "text": "Köprü açıldı.", "warnings": ["BD002"]},
    "provenance": dict.fromkeys(schema.names("provenance")) | {"id": "a" * 32, "spans": [], "edits": []},
}


def _dataset(folder: Path, rows: int) -> Manifest:
    """Write a dataset of so many rows a config, in two shards where there are two, with its card."""
    configs = {}
    for config, described in schema.CONFIGS.items():
        files = []
        for number in range(rows):
            path = f"{'data' if config == 'default' else config}/train-{number:05d}-of-{rows:05d}.parquet"
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(pa.Table.from_pylist([ROW[described]], schema.arrow_schema(described)), folder / path)
            files.append(replace(shard(path, 1), bytes=(folder / path).stat().st_size))
        configs[config] = {"train": tuple(files)}
    manifest = replace(MANIFEST, configs=configs, counts=Counts(records=rows, published=rows))
    (folder / "README.md").write_text(describe.card(manifest, describe.template()), "utf-8")
    (folder / "manifest.json").write_text(describe.to_json(manifest), "utf-8")
    return manifest


@pytest.mark.parametrize("streaming", [False, True])
@pytest.mark.parametrize("rows", [1, 2])
@pytest.mark.parametrize("config", schema.CONFIGS)
def test_the_real_library_loads_by_the_card(config: str, rows: int, streaming: bool, tmp_path: Path) -> None:  # noqa: FBT001
    _dataset(tmp_path / "made", rows)
    loaded = datasets.load_dataset(
        str(tmp_path / "made"), config, split="train", streaming=streaming, cache_dir=str(tmp_path / "cache")
    )
    assert list(loaded) == [ROW[schema.CONFIGS[config]]] * rows
    assert loaded.features._to_yaml_list() == schema.features(schema.CONFIGS[config])
    assert datasets.get_dataset_config_names(str(tmp_path / "made")) == ["default", "provenance"]


def test_a_card_with_other_sizes_does_not_load(tmp_path: Path) -> None:
    """So the sizes in the card are ones that the library checks, and must come from the footers."""
    manifest = _dataset(tmp_path / "made", 1)
    more = tuple(replace(one, rows=2) for one in manifest.configs["default"]["train"])
    wrong = replace(manifest, configs=manifest.configs | {"default": {"train": more}})
    (tmp_path / "made" / "README.md").write_text(describe.card(wrong, describe.template()), "utf-8")
    with pytest.raises(datasets.exceptions.NonMatchingSplitsSizesError, match="expected"):
        datasets.load_dataset(str(tmp_path / "made"), split="train", cache_dir=str(tmp_path / "cache"))
