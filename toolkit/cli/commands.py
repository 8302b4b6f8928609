"""The commands and their options; what they do stands in the layers below and is imported when it is run."""

from __future__ import annotations

import difflib
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.engines import Engine
    from toolkit.settings import Settings
    from toolkit.values import Problem

RAW = "raw"
OUT = "dataset"
FORMATS = ("text", "json", "github")


def _examples(*lines: str) -> str:
    """Examples at the end of a command's help, each on a line of its own."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


format_option = click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How problems are shown.",
)
config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Settings: a TOML file.  [default: [tool.toolkit] of the pyproject.toml beside the raw files]",
)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_examples("toolkit build", "toolkit validate raw", "toolkit repair article.txt --diff"),
)
@click.version_option(package_name="corpus-dataset-toolkit", prog_name="toolkit")
@click.option("--debug", is_flag=True, help="Show the traceback of a fault of the toolkit itself.")
@click.pass_context
def commands(context: click.Context, debug: bool) -> None:  # noqa: ARG001 — main() looks for --debug
    """Turn raw scraped article files into a repaired, validated dataset, with proof of every edit."""
    if os.environ.get("NO_COLOR"):
        context.color = False


@commands.command(
    epilog=_examples(
        "toolkit build",
        "toolkit build --raw news/2023 --raw 'more/*.txt.gz' --out news",
        "toolkit build --workers 8 --config settings.toml --quiet",
        "toolkit build --engine ray --ray-address 10.0.0.1:6379 --raw s3://bucket/raw --out /shared/news",
    )
)
@click.option(
    "--raw",
    multiple=True,
    default=[RAW],
    metavar="SRC",
    help="A raw file, folder or glob; may be repeated.  [default: raw]",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=OUT,
    show_default=True,
    metavar="DIR",
    help="The dataset; DIR.audit and DIR.cache stand beside it.",
)
@click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="Processes.  [default: the cores that may be used]"
)
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Where the work runs: in processes of this machine, or on Ray (needs the extra `ray`).",
)
@click.option(
    "--ray-address",
    metavar="HOST:PORT",
    help="The Ray cluster, or `auto` on one of its nodes.  [default: RAY_ADDRESS, else a Ray on this machine]",
)
@config_option
@click.option("--rehash", is_flag=True, help="Read every file to see what has changed, whatever its times say.")
@click.option("--fresh", is_flag=True, help="Take nothing from DIR.cache: read, repair and write everything anew.")
@click.option("--quiet", is_flag=True, help="No progress.")
def build(  # noqa: PLR0913, PLR0917 — one parameter an option
    raw: tuple[str, ...],
    out: Path,
    workers: int | None,
    engine: str,
    ray_address: str | None,
    config: Path | None,
    rehash: bool,
    fresh: bool,
    quiet: bool,
) -> None:
    """Build the dataset: read, repair, check, drop duplicates, write, verify, and put it in place.

    The dataset that stood at DIR is replaced in one step when the new one is whole; until then, and after any
    failure, it stays as it was.  What has not changed since the last build is not done again.
    """
    from toolkit.building import Target
    from toolkit.building import build as run
    from toolkit.cli.progress import shown
    from toolkit.cli.summary import summary
    from toolkit.shards import spare_pandas

    spare_pandas()
    chosen = _engine(engine, workers, ray_address)
    with shown(quiet=quiet) as report:
        settings = _settings(config, raw)
        manifest = run(raw, out, settings, workers=workers, engine=chosen, rehash=rehash, fresh=fresh, report=report)
    told = Target(out).audit / "build.json"
    spared = json.loads(told.read_text("utf-8")) if told.exists() else None
    for line in summary(manifest, out, spared):
        click.echo(line)


@commands.command(epilog=_examples("toolkit cache dataset", "toolkit cache dataset --clear"))
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--prune", "what", flag_value="prune", help="Remove what the dataset as it stands was not made of.")
@click.option("--clear", "what", flag_value="clear", help="Remove everything: the next build begins anew.")
def cache(folder: Path, what: str | None) -> None:
    """Show what builds of DIR have left in DIR.cache for the next one, or remove it.

    Every build that ends well prunes.  The dataset itself is never touched.
    """
    from toolkit.building import Cache, Target
    from toolkit.cli.summary import cached

    target = Target(folder)
    if not target.cache.is_dir():
        msg = f"{target.cache}: there is no such folder: {folder} has not been built here"
        raise UsageError(msg)
    kept = Cache(target)
    if what is not None:
        with target.locked():
            kept.prune() if what == "prune" else kept.clear()
    for line in cached(kept.contents()):
        click.echo(line)


@commands.command(
    epilog=_examples(
        "toolkit validate raw",
        "toolkit validate new/*.txt --format github",
        "toolkit validate raw --format json | jq .",
    )
)
@click.argument("sources", nargs=-1, metavar="[SRC...]")
@format_option
@config_option
def validate(sources: tuple[str, ...], format_: str, config: Path | None) -> int:
    """Check raw files, writing nothing: every problem with its file, line, code, cause and mend.

    SRC is a file, folder or glob.  [default: raw]  The exit code is 1 when a record would be rejected; warnings
    alone leave it 0.
    """
    from toolkit.reading import records

    raw = sources or (RAW,)
    return _show(records(raw, _settings(config, raw)), format_, "record")


@commands.command(epilog=_examples("toolkit verify dataset", "toolkit verify dataset --raw raw"))
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--raw", multiple=True, metavar="SRC", help="Raw files to hold it against; may be repeated.")
@format_option
def verify(folder: Path, raw: tuple[str, ...], format_: str) -> int:
    """Check a finished dataset: files, card, counts, rows, proof of every edit, and that `datasets` loads it.

    With --raw, also that every row stands in the raw files where it says, byte for byte.
    """
    from toolkit.verifying import verify as run

    if not folder.is_dir():
        msg = f"{folder}: there is no such folder"
        raise UsageError(msg)
    return _show(run(folder, raw), format_, "dataset")


def _show(found: Iterator[Any], format_: str, noun: str) -> int:
    """Write the problems as they come, then how many there were; 1 when an error was among them."""
    from toolkit.cli.reporters import REPORTERS
    from toolkit.cli.summary import many
    from toolkit.values import Problem

    counts = {"error": 0, "warning": 0, "record": 0}

    def problems() -> Iterator[Problem]:
        for one in found:
            if isinstance(one, Problem):
                counts[one.severity] += 1
                yield one
            else:
                counts["record"] += 1

    for line in REPORTERS[format_](problems()):
        click.echo(line)
    if noun == "dataset":
        sound = "the dataset is not sound" if counts["error"] else "the dataset is sound"
    else:
        sound = many(counts["record"], "sound record")
    shown = f"{sound}, {many(counts['error'], 'error')}, {many(counts['warning'], 'warning')}"
    click.echo(f"toolkit: {shown}", err=True)
    return int(counts["error"] > 0)


@commands.command(
    epilog=_examples(
        "toolkit repair article.txt > repaired.txt",
        "curl -s https://example.org/article.txt | toolkit repair --language tr",
        "toolkit repair article.txt --diff",
    )
)
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option("--language", metavar="CODE", help="The text's language, such as tr.  [default: found out]")
@click.option("--diff", "form", flag_value="diff", help="Show each edit in its place instead of the text.")
@click.option("--json", "form", flag_value="json", help="Print one JSON object a file: language, text and edits.")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Settings: a TOML file, of which `joints`, `names`, `disable` and `encodings` count here.",
)
def repair(files: tuple[str, ...], language: str | None, form: str | None, config: Path | None) -> None:
    """Repair plain text: files, or standard input where there is none or `-`, to standard output as UTF-8.

    The whole file is taken as text; heads of raw article files are not looked for.
    """
    from toolkit.cli.repairing import FORMS
    from toolkit.decoding import decode
    from toolkit.errors import DataError
    from toolkit.pipeline import options
    from toolkit.reading import rules
    from toolkit.repairs import repair_fields

    _check_language(language)
    settings = rules(_settings(config, ())).settings
    for name in files or ("-",):
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        decoded = decode(data, language, settings.encodings)
        if decoded.problem is not None:
            msg = f"{name}: {decoded.problem.code} {decoded.problem.message} {decoded.problem.mend}"
            raise DataError(msg)
        text = decoded.text.removeprefix("\ufeff")
        repaired = repair_fields({"text": text}, language, options(settings))["text"]
        for piece in FORMS[form or "text"](name, text, repaired):
            sys.stdout.buffer.write(piece.encode("utf-8")) if form is None else click.echo(piece)


@commands.command(epilog=_examples("toolkit explain SP001", "toolkit explain HD002", "toolkit explain"))
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a code means: a rule of repair (with its examples) or a problem (with its mend); all without one."""
    from toolkit.cli.explaining import entries, listing

    if code is None:
        for line in listing():
            click.echo(line)
        return
    known = entries()
    if code.upper() not in known:
        near = difflib.get_close_matches(code.upper(), known, n=3)
        hint = f"the nearest are {', '.join(near)}" if near else "`toolkit explain` lists all"
        msg = f"there is no code {code!r}; {hint}"
        raise UsageError(msg)
    click.echo("\n".join(known[code.upper()]()))


def _check_language(language: str | None) -> None:
    """Raise `UsageError` for what is no language's subtag, and tell of one without word lists."""
    from toolkit.repairs import LANGUAGES, tier

    if language is None or language in LANGUAGES:
        return
    if not re.fullmatch("[a-z]{2,3}", language):
        near = difflib.get_close_matches(language.lower(), LANGUAGES, n=1, cutoff=0.3)
        hint = f"; the nearest is {near[0]!r}" if near else ""
        msg = f"--language {language!r} is not a language subtag such as 'tr'{hint}"
        raise UsageError(msg)
    left = "what is safe in any language is repaired" if tier(language) == "safe" else "its spacing is left alone"
    click.echo(f"toolkit: there is no word list for {language!r}: {left}", err=True)


def _engine(name: str, workers: int | None, address: str | None) -> Engine | None:
    """The engine of that name; None for the local one, which `build` makes."""
    if name == "local":
        if address:
            msg = "--ray-address is for --engine ray"
            raise UsageError(msg)
        return None
    address = address or os.environ.get("RAY_ADDRESS") or None
    if address and workers:
        msg = f"--workers is for this machine; on {address}, the cluster's cores decide: leave it out"
        raise UsageError(msg)
    try:
        from toolkit.engines.ray import Ray
    except ImportError as error:
        msg = f"--engine ray: {error.name} is not installed; pip install 'corpus-dataset-toolkit[ray]'"
        raise UsageError(msg) from None
    from toolkit.engines import cores

    return Ray(workers or cores(), address)


def _settings(config: Path | None, raw: tuple[str, ...]) -> Settings:
    from toolkit.settings import load

    return load(config, raw)
