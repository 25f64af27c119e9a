"""``python -m convanim`` and the command ``convanim``: the command line, whatever befalls it."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130


class _Terminated(BaseException):
    """A signal asks the program to end; unwinds it as an interrupt does, so that it tidies up."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its status."""
    _fill_streams()
    status: int | str | None
    try:
        for name in ("SIGTERM", "SIGHUP"):
            _unwind_on(name)
        from convanim import cli

        status = cli.run(arguments)
    except KeyboardInterrupt:
        status = _told("interrupted", INTERRUPTED)
    except _Terminated as ending:
        status = _told("terminated", 128 + int(ending.args[0]))
    except SystemExit as ending:
        status = ending.code
    except OSError as error:
        status = _told(_reason(error), 2)
    gc.freeze()  # all memory goes back at once; looking for garbage in it first takes longer
    sys.exit(status if _is_flushed() else status or 1)


def _reason(error: OSError) -> str:
    try:
        os.getcwd()
    except OSError:
        return "the working directory is gone; change to one that exists, or give absolute paths"
    return f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror)


def _unwind_on(name: str) -> None:
    number = getattr(signal, name, None)
    if number is None or signal.getsignal(number) is not signal.SIG_DFL:
        return  # there is none, or it is ignored, as under nohup

    def unwind(*_: object) -> None:
        signal.signal(number, signal.SIG_IGN)
        raise _Terminated(number)

    signal.signal(number, unwind)


def _fill_streams() -> None:
    """Open what was closed of stdin, stdout and stderr, lest an output file take its number."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(number, True)
    os.close(number)
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A name may hold what the terminal's encoding has no sign for.
            stream.reconfigure(errors="backslashreplace")


def _told(message: str, status: int) -> int:
    with contextlib.suppress(OSError):  # as when nobody listens any more
        print(f"convanim: {message}", file=sys.stderr, flush=True)
    return status


def _is_flushed() -> bool:
    """Return whether all output has gone out; what has not is given up."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        return False
    return True


if __name__ == "__main__":
    main()
