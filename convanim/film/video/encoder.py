"""Runs ffmpeg: feeds it frames or reads what it prints, and ends it when it is silent for too long.

A program that takes frames and never ends would otherwise make a run wait forever.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import threading
import time
from typing import IO, TYPE_CHECKING, Any

from convanim.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SILENCE = 60.0
"""Seconds for which ffmpeg may neither take a frame nor end."""

SECONDS_A_MEGAPIXEL = 10.0
"""More of them for large frames; about fifty wait to be encoded when the last one is sent."""

FRAMES_A_SECOND = 5.0
"""The slowest rate, for frames of one megapixel, at which written frames may be counted."""

_OWN_GROUP: dict[str, Any] = {"process_group": 0} if os.name == "posix" else {}
"""Ctrl-C in a terminal reaches the run alone, which then ends the program and what it started."""


class SilentError(OutputError):
    """A program that had to be ended because it did nothing for too long."""


def patience(width: int, height: int) -> float:
    """Return for how many seconds ffmpeg may be silent, given the size of a frame in pixels."""
    return SILENCE + SECONDS_A_MEGAPIXEL * width * height / 1e6


@contextlib.contextmanager
def fed(command: Sequence[str], seconds: float) -> Iterator[Callable[[Any], None]]:
    """Start a program, and provide a function that sends bytes to its stdin.

    It is waited for when the body is done, and killed when the body fails. If it ends early, only
    sending tells.

    Parameters
    ----------
    command : sequence of str
        The program and its arguments.
    seconds : float
        For how long it may neither take bytes nor end.

    Raises
    ------
    SilentError
        It was silent for longer, and has been killed.
    OSError
        It cannot be started.
    """
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, **_OWN_GROUP
    )
    watch = _Watch(process, seconds)
    stdin = process.stdin
    assert stdin is not None

    def send(content: Any) -> None:
        stdin.write(content)
        watch.at = time.monotonic()

    try:
        with watch:
            yield send
            _close(stdin)
            process.wait()
    except BaseException:
        _kill(process)
        raise
    finally:
        _close(stdin)
        process.wait()
    if watch.was_silent:
        raise SilentError(f"{command[0]} did nothing for {seconds:.0f} s and was stopped")


def _close(stdin: IO[bytes]) -> None:
    """Close a pipe; the program at its other end may be gone."""
    with contextlib.suppress(OSError):
        stdin.close()


class _Watch:
    """A thread that kills a process when nothing has happened for too long.

    Attributes
    ----------
    at : float
        When something has happened last, by the monotonic clock.
    was_silent : bool
        Whether the process has been killed.
    """

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.at = time.monotonic()
        self.was_silent = False
        self._process, self._seconds = process, seconds
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._wait, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _wait(self) -> None:
        while (left := self.at + self._seconds - time.monotonic()) > 0:
            if self._is_over.wait(left):
                return
        self.was_silent = True
        _kill(self._process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and, where there are process groups, those that it has started."""
    if process.poll() is None:
        with contextlib.suppress(OSError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()


def frames_in(ffmpeg: str, path: str, expected: int, seconds: float) -> int:
    """Return the number of frames in a video; 0 if ffmpeg cannot read it.

    Parameters
    ----------
    ffmpeg, path : str
        The program and the video.
    expected : int
        How many frames there should be, on which the time for counting depends.
    seconds : float
        For how long the program may be silent.

    Raises
    ------
    SilentError
        It took too long, and has been killed.
    """
    limit = seconds + expected * (seconds / SILENCE) / FRAMES_A_SECOND
    command = [ffmpeg, "-i", path, "-map", "0:v:0", "-vf", "null", "-f", "null", "-"]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        **_OWN_GROUP,
    ) as process:
        try:
            _, printed = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            _kill(process)
            raise SilentError(
                f"{ffmpeg} did not read the video back within {limit:.0f} s and was stopped"
            ) from None
        except BaseException:
            _kill(process)
            raise
    counts = re.findall(rb"frame=\s*([0-9]+)", printed)
    return int(counts[-1]) if counts and not process.returncode else 0
