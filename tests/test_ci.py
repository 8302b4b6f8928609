"""What runs elsewhere is run here: the commands of the workflow and of the hooks, and the names of nox's sessions."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))
COMMANDS = [step["run"] for job in WORKFLOW["jobs"].values() for step in job["steps"] if "run" in step]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
SESSIONS = set(re.findall(r"@nox\.session\ndef (\w+)", (ROOT / "noxfile.py").read_text("utf-8")))

SOUND = " date 2024-03 https://example.org/a\n\nKöprü açıldı\n\nKöprü bugün açıldı. 04.03.2024, Örnek\n\n{}\n"
BODY = "Belediye başkanı köprüyü törenle açtı. Törene yüzlerce kişi katıldı."


def sh(command: str, folder: Path) -> subprocess.CompletedProcess:
    """The command in a shell whose `python` and `toolkit` are this environment's."""
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    environment = {"PATH": path, "BASE": "HEAD~1", "HOME": str(folder), "LANG": "C.UTF-8"}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.fixture
def pull_request(tmp_path: Path) -> Path:
    """A repository whose last commit adds a sound raw file, as a contributor's would."""
    raw = tmp_path / "raw"
    raw.mkdir()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)  # the settings of this repository
    (raw / "README.md").write_text("notes", "utf-8")
    git = "git -c user.name=a -c user.email=a@example.org -c init.defaultBranch=main"
    assert sh(f"git init -q . && git add -A && {git} commit -qm one", tmp_path).returncode == 0
    (raw / "sound.txt").write_text(SOUND.format(BODY), "utf-8")
    (raw / "README.md").write_text("more notes", "utf-8")
    assert sh(f"git add -A && {git} commit -qm two", tmp_path).returncode == 0
    return tmp_path


def validating() -> str:
    (command,) = [command for command in COMMANDS if "toolkit validate" in command]
    return command


def test_the_workflow_accepts_a_sound_raw_file(pull_request: Path) -> None:
    done = sh(validating(), pull_request)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_the_workflow_annotates_a_broken_one(pull_request: Path) -> None:
    (pull_request / "raw" / "no head.txt").write_text("Köprü açıldı\n\n" + BODY, "utf-8")
    git = "git -c user.name=a -c user.email=a@example.org"
    assert sh(f"git add -A && {git} commit -q --amend -m two", pull_request).returncode == 0
    done = sh(validating(), pull_request)
    assert done.returncode != 0
    assert done.stdout.startswith("::error file=raw/no head.txt,line=1,title=HD001::"), done.stdout


def test_the_workflow_has_nothing_to_do_without_raw_files(pull_request: Path) -> None:
    (pull_request / "other.txt").write_text("x", "utf-8")
    git = "git -c user.name=a -c user.email=a@example.org"
    assert sh(f"git add -A && {git} commit -qm three", pull_request).returncode == 0
    assert sh(validating(), pull_request).returncode == 0


@pytest.mark.parametrize("command", [command for command in COMMANDS if "nox -s" in command])
def test_the_workflow_runs_sessions_that_exist(command: str) -> None:
    _, _, sessions = command.partition("nox -s ")
    assert set(shlex.split(sessions)) <= SESSIONS


def test_every_command_of_the_workflow_is_covered() -> None:
    installing = {"python -m pip install -c constraints.txt .", "python -m pip install nox"}
    rest = [c for c in COMMANDS if c not in installing and "nox -s" not in c and "toolkit validate" not in c]
    assert rest == []


def test_the_sessions_are_those_that_the_house_promises() -> None:
    promised = {"build", "validate", "tests", "lint", "types", "docs", "bench", "evaluate", "load", "system"}
    assert promised <= SESSIONS


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_takes_the_files_that_it_should_and_runs(hook: dict, pull_request: Path) -> None:
    files = [path.relative_to(pull_request).as_posix() for path in sorted((pull_request / "raw").iterdir())]
    taken = [file for file in files if re.search(hook["files"], file) and not re.search(hook["exclude"], file)]
    assert taken == ["raw/sound.txt"]
    assert sh(f"{hook['entry']} {shlex.join(taken)}", pull_request).returncode == 0
    (pull_request / "raw" / "sound.txt").write_text("", "utf-8")
    done = sh(f"{hook['entry']} {shlex.join(taken)}", pull_request)
    assert (done.returncode, "RD002" in done.stdout) == (1, True)


def test_the_hooks_of_this_repository_name_commands_that_exist() -> None:
    own = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    entries = [hook["entry"] for repo in own["repos"] for hook in repo["hooks"]]
    assert entries == ["python -m toolkit validate", "ruff check --force-exclude"]
