"""The ffmpeg that encodes videos: its path, its version and the licence of its build."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass

from convanim.errors import ConvanimError

PATIENCE = 20
"""Seconds it may take to print its version."""


OLDEST = (5, 1)
"""The first version that keeps the times of frames as ``mp4`` asks for it."""


@dataclass(frozen=True, slots=True)
class Ffmpeg:
    """What a build of ffmpeg reports about itself.

    Attributes
    ----------
    path, version : str
        The path of the program, and its version.
    options : frozenset of str
        The options it was configured with, such as ``"--enable-gpl"``.
    """

    path: str
    version: str
    options: frozenset[str]

    @property
    def licence(self) -> str:
        """The licence that these options imply; see LICENSE.md of ffmpeg."""
        if "--enable-nonfree" in self.options:
            return "nonfree: this build must not be passed on"
        kind, version = ("GPL", "2") if "--enable-gpl" in self.options else ("LGPL", "2.1")
        return f"{kind} {'3' if '--enable-version3' in self.options else version} or later"

    @property
    def is_old(self) -> bool:
        """Whether it is older than ``mp4`` needs; builds between releases have no such number."""
        number = re.match(r"n?(\d+)\.(\d+)", self.version)
        return number is not None and (int(number[1]), int(number[2])) < OLDEST

    @property
    def has_h264(self) -> bool:
        """Whether it can encode the video stream of ``mp4``."""
        return "--enable-libx264" in self.options


def find() -> Ffmpeg:
    """Return the ffmpeg that imageio-ffmpeg ships, or that IMAGEIO_FFMPEG_EXE names.

    Raises
    ------
    ConvanimError
        No ffmpeg was found, or it does not run.
    """
    try:
        from imageio_ffmpeg import get_ffmpeg_exe

        path = get_ffmpeg_exe()
    except (ImportError, RuntimeError) as error:
        raise ConvanimError(f"no ffmpeg: {str(error).partition('.')[0]}") from None
    path = shutil.which(path) or path
    try:
        done = subprocess.run(
            [path, "-version"],
            capture_output=True,
            timeout=PATIENCE,
            check=True,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConvanimError(f"{path}: does not run: {reason}") from None
    return parsed(path, done.stdout.decode(errors="replace"))


def parsed(path: str, text: str) -> Ffmpeg:
    """Return the ffmpeg that printed this text for ``ffmpeg -version``.

    Raises
    ------
    ConvanimError
        The text is not from ffmpeg.
    """
    version = re.match(r"ffmpeg version (\S+)", text)
    if version is None:
        raise ConvanimError(f"{path}: is not ffmpeg")
    options = re.search(r"^configuration: (.*)$", text, re.MULTILINE)
    return Ffmpeg(path, version[1], frozenset(options[1].split() if options else ()))
