"""``python -m convanim`` and the command ``convanim``: signals, closed streams, exit status."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

INTERRUPTED = 130

SCARCE = 20_000
"""New objects after which garbage is looked for: figures leave little, and looking takes time."""

_received: list[int] = []
"""Signals that have asked the program to end."""


class _Terminated(BaseException):
    """A signal asks the program to end; raised so that it cleans up as after an interrupt."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its status."""
    _fill_streams()
    status: int | str | None
    try:
        for name in ("SIGTERM", "SIGHUP"):
            _unwind_on(name)
        gc.disable()  # modules stay, so looking for garbage among them only takes time
        from convanim import cli

        gc.freeze()
        gc.set_threshold(SCARCE)
        gc.enable()
        status = cli.run(arguments)
    except SystemExit as ending:
        status = ending.code
    except BaseException as error:
        status = _ended_by(error)
    gc.freeze()  # all memory is returned at once; collecting garbage first would take longer
    sys.exit(status if _is_flushed() else status or 1)


def _ended_by(error: BaseException) -> int:
    """Return the status after an exception, which is raised again if it is a fault of ours.

    Python and libraries may turn the exception of a signal handler into another one, such as that
    of a class statement in a module that is being imported.
    """
    if any(isinstance(each, KeyboardInterrupt | _Terminated) for each in _causes(error)):
        return _terminated() if _received else _report("interrupted", INTERRUPTED)
    if isinstance(error, OSError):
        return _report(_reason(error), 2)
    raise error


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _reason(error: OSError) -> str:
    try:
        os.getcwd()
    except OSError:
        return "the working directory is gone; change to one that exists, or give absolute paths"
    return f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror)


def _terminated() -> int:
    return _report("terminated", 128 + _received[0])


def _unwind_on(name: str) -> None:
    number = getattr(signal, name, None)
    if number is None or signal.getsignal(number) is not signal.SIG_DFL:
        return  # the system does not have it, or it is ignored, as under nohup

    def unwind(*_: object) -> None:
        signal.signal(number, signal.SIG_IGN)
        _received.append(number)
        raise _Terminated

    signal.signal(number, unwind)


def _fill_streams() -> None:
    """Open closed standard streams, so that no output file is given one of their numbers."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(number, True)
    os.close(number)
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # File names may contain characters that the encoding of the terminal lacks.
            stream.reconfigure(errors="backslashreplace")


def _report(message: str, status: int) -> int:
    with contextlib.suppress(OSError):  # as when the reader has closed stderr
        print(f"convanim: {message}", file=sys.stderr, flush=True)
    return status


def _is_flushed() -> bool:
    """Return whether all output could be written; discard the rest."""
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
