"""Checks whether a machine has what convanim needs, and what some figures need."""

from __future__ import annotations

import importlib
import os
import platform
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from convanim import __version__
from convanim.batch.cache import Cache
from convanim.batch.tools import version
from convanim.errors import plural
from convanim.film.backend import Backend
from convanim.film.writer import Writer
from convanim.plugins import registry

MODULES = {
    "pillow": "PIL",
    "imageio-ffmpeg": "imageio_ffmpeg",
    "fonttools": "fontTools",
    "python-pptx": "pptx",
}
"""The import names of libraries that are installed under another name."""

EXTRAS = {
    "dask": "distributed",
    "notebook": "anywidget",
    "onnx": "onnx",
    "pptx": "python-pptx",
    "sphinx": "sphinx",
    "watch": "watchfiles",
}
"""What each extra of the package installs."""

SCRIPTS = {"Chinese": "\u5377\u79ef\u5c42", "Japanese": "\u7573\u307f\u8fbc\u30af"}
"""Characters that only fonts for a language have: simplified characters, and kana."""


class State(StrEnum):
    """What a finding means."""

    OK = "ok"
    LACKING = "lacking"
    """Only some figures need it."""
    FAULT = "fault"
    """It is necessary and missing or broken."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check: its name, its state, and a description."""

    name: str
    state: State
    value: str


def findings(cache: Path | None) -> Iterator[Finding]:
    """Run all checks; an exception in a check becomes a finding.

    Parameters
    ----------
    cache : Path or None
        A folder used with ``--cache``, which is checked as well.
    """
    yield Finding("convanim", State.OK, __version__)
    yield Finding("Python", State.OK, platform.python_version())
    for library in _libraries():
        yield from _findings_of(library, partial(_library, library))
    yield from _findings_of("Computer Modern", _computer_modern)
    for language, characters in SCRIPTS.items():
        yield from _findings_of(f"font for {language}", partial(_glyphs, characters))
    yield from _findings_of("ffmpeg", _ffmpeg)
    for extra, library in EXTRAS.items():
        yield _extra(extra, library)
    yield from _findings_of("matplotlib's cache", _font_cache)
    if cache:
        yield from _findings_of("cache", partial(_cache, cache))


Results = Iterable[tuple[State, str] | Finding]
"""The results of one check; a result without a name gets that of the check."""


def _findings_of(name: str, check: Callable[[], Results]) -> Iterator[Finding]:
    try:
        for result in check():
            yield result if isinstance(result, Finding) else Finding(name, *result)
    except Exception as error:  # a broken installation can raise anything
        reason = str(error).partition("\n")[0]
        yield Finding(name, State.FAULT, f"{type(error).__name__}: {reason}")


def _libraries() -> list[str]:
    """Return all libraries that any format needs."""
    draw = {name for backend in registry.scan(Backend).values() for name in backend.libraries}
    encode = {name for writer in registry.scan(Writer).values() for name in writer.libraries}
    return sorted(draw | encode)


def _library(library: str) -> Results:
    importlib.import_module(MODULES.get(library, library))
    found, minimum = version(library), _minimum(library)
    if _numbers(found) < _numbers(minimum):
        yield State.FAULT, f"{found} is too old: python -m pip install '{library}>={minimum}'"
    else:
        yield State.OK, found


def _minimum(library: str) -> str:
    """Return the oldest version of a library that the package accepts; empty if it has no limit."""
    try:
        wanted = metadata.requires("convanim") or ()
    except metadata.PackageNotFoundError:  # run from a clone that is not installed
        return ""
    named = re.compile(rf"{re.escape(library)}\s*>=\s*([\d.]+)(\s*;.*)?")
    found = map(named.fullmatch, wanted)
    return next((match[1] for match in found if match), "")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version.partition("+")[0])))


def _computer_modern() -> Results:
    from convanim.backends._mpl import fonts

    missing = fonts.missing()
    if missing:
        yield State.FAULT, f"no {', '.join(missing)} in {fonts.folder()}; reinstall matplotlib"
    else:
        yield State.OK, f"{len(fonts.COMPUTER_MODERN)} fonts in {fonts.folder()}"


def _glyphs(characters: str) -> Results:
    from convanim.backends._mpl import fonts

    found = fonts.with_glyphs(characters)
    if found:
        yield State.OK, f"{found[0]} ({found[1]})"
    else:
        codes = " ".join(f"U+{ord(each):04X}" for each in characters)
        yield (
            State.LACKING,
            (f"no font has {codes}, which titles can need; install one, such as Noto Sans CJK"),
        )


def _ffmpeg() -> Results:
    from convanim.film.video import ffmpeg

    found = ffmpeg.find()
    yield State.OK, f"{found.version} ({found.path})"
    yield Finding("ffmpeg's licence", State.OK, found.licence)
    if found.is_old:
        oldest = ".".join(map(str, ffmpeg.OLDEST))
        yield State.FAULT, f"is older than {oldest}, which mp4 needs; unset IMAGEIO_FFMPEG_EXE"
    if not found.has_h264:
        yield State.FAULT, "was built without libx264, which mp4 needs; unset IMAGEIO_FFMPEG_EXE"


def _extra(extra: str, library: str) -> Finding:
    name, install = f"extra {extra}", f"python -m pip install 'convanim[{extra}]'"
    if not find_spec(MODULES.get(library, library)):
        return Finding(name, State.LACKING, f"not installed: {install}")
    found = version(library)
    if _numbers(found) < _numbers(_minimum(library)):
        return Finding(name, State.LACKING, f"{library} {found} is too old: {install}")
    return Finding(name, State.OK, f"{library} {found}")


def _font_cache() -> Results:
    from convanim.backends._mpl import fonts

    folder = fonts.cache()
    if folder.parent == Path(tempfile.gettempdir()):
        yield (
            State.LACKING,
            f"{folder} is created again in each run, which takes seconds; set MPLCONFIGDIR to"
            " a folder that can be written",
        )
    else:
        yield State.OK, str(folder)


def _cache(folder: Path) -> Results:
    if folder.exists() and not folder.is_dir():
        yield State.FAULT, f"{folder}: not a folder"
        return
    if not os.access(_nearest(folder), os.W_OK):
        yield State.FAULT, f"{folder}: cannot be written"
        return
    count, size = Cache(folder).contents()
    yield State.OK, f"{folder}: {count} {plural(count, 'output')}, {size / 1e6:.1f} MB"


def _nearest(folder: Path) -> Path:
    """Return the folder, or the nearest folder above it that exists."""
    return next(each for each in (folder, *folder.absolute().parents) if each.exists())
