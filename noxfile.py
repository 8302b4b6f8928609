"""What a maintainer runs: `python -m nox -s SESSION`; `python -m nox -l` lists them."""

from __future__ import annotations

import nox

nox.needs_version = ">=2025.5"
nox.options.sessions = ["lint", "types", "tests"]
nox.options.reuse_existing_virtualenvs = True


def install(session: nox.Session, *groups: str, editable: bool = True) -> None:
    """The project, and the named dependency groups, at the pinned versions."""
    wanted = [requirement for group in groups for requirement in nox.project.dependency_groups(PYPROJECT, group)]
    session.install("-c", "constraints.txt", *(["-e", "."] if editable else ["."]), *wanted)


PYPROJECT = nox.project.load_toml("pyproject.toml")


@nox.session
def build(session: nox.Session) -> None:
    """Build `dataset/` from `raw/`, and check it against the raw files."""
    install(session)
    session.run("python", "-m", "toolkit", "build", *session.posargs)
    if not session.posargs:
        session.run("python", "-m", "toolkit", "verify", "dataset", "--raw", "raw")


@nox.session
def validate(session: nox.Session) -> None:
    """Check the raw files (or those given after `--`) without writing anything."""
    install(session)
    session.run("python", "-m", "toolkit", "validate", *(session.posargs or ["raw"]))


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests with branch coverage; arguments after `--` go to pytest."""
    install(session, "tests")
    session.run("coverage", "erase")
    session.run("coverage", "run", "-m", "pytest", "-n", "2", "-m", "not system", *session.posargs)
    session.run("coverage", "combine", "--quiet")
    session.run("coverage", "report", *([] if session.posargs else ["--fail-under=95"]))


@nox.session
def lint(session: nox.Session) -> None:
    """Hold the code against the rules of style."""
    install(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types, strictly."""
    install(session, "types")
    session.run("mypy")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation into `build/docs`; a warning is an error."""
    install(session, "docs")
    session.run("sphinx-build", "-W", "-n", "-q", "-b", "html", "docs", "build/docs")


@nox.session
def load(session: nox.Session) -> None:
    """Load the built dataset as a consumer does, in an environment that has `datasets` only, and print a row."""
    session.install("-c", "constraints.txt", "datasets")
    session.run("python", "tests/consumer.py", *(session.posargs or ["dataset"]))


@nox.session
def system(session: nox.Session) -> None:
    """Run the tests of what is real but slow: kills, interruptions, full disks."""
    install(session, "tests")
    session.run("pytest", "-m", "system", *session.posargs)


@nox.session
def evaluate(session: nox.Session) -> None:
    """Score repair and decoding (on the folder given after `--`), and fail below the pinned floors."""
    install(session)
    session.run("python", "benchmarks/evaluate.py", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure a build beside the bare floor and a peer (`-- --peer-python VENV/bin/python`), in turn in one run."""
    install(session)
    session.run("python", "benchmarks/bench.py", *session.posargs)
