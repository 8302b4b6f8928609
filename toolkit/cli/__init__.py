"""The command line: options in, exit code out.  Results go to standard output, everything else to standard error.

Exit codes: 0 done; 1 faults in the data; 2 misuse, or the machine refuses; 130 interrupted.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from toolkit.cli.commands import commands
from toolkit.errors import DataError, ToolkitError
from toolkit.processes import lighten

if TYPE_CHECKING:
    from collections.abc import Sequence

FAULTS, MISUSE, INTERRUPTED = 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code.  Nothing is raised, and no traceback printed without `--debug`."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        done = commands.main(arguments, prog_name="toolkit", standalone_mode=False)
        sys.stdout.flush()
    except SystemExit:  # click's answer to a pipe whose reader has gone
        return FAULTS
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 — told in a line, with its kind
        return _told(error, debug="--debug" in arguments)
    return done if isinstance(done, int) else 0


def _told(error: BaseException, *, debug: bool) -> int:
    """Say in a line what ended the command; the exit code for it."""
    match error:
        case KeyboardInterrupt() | click.Abort():
            return _say("interrupted; what stood before stands as it was", INTERRUPTED)
        case click.ClickException():
            error.show()
            return MISUSE
        case ToolkitError():
            return _say(str(error), FAULTS if isinstance(error, DataError) else MISUSE)
        case BrokenPipeError():  # the reader, `head` say, has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return FAULTS
        case OSError():
            return _say(f"{error.filename}: {error.strerror}" if error.filename else str(error), MISUSE)
    if debug:
        raise error
    fault = f"{type(error).__name__}: {error}".splitlines()[0]
    return _say(f"a fault of the toolkit itself: {fault}; please report it with what --debug prints", MISUSE)


def _say(message: str, code: int) -> int:
    click.echo(f"toolkit: {message}", err=True)
    return code


def entry() -> NoReturn:
    """The console script: `main` with SIGTERM taken as Ctrl-C, so that both clean up."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    lighten()
    raise SystemExit(main())
