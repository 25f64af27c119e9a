"""Joins the stages: a figure from its config, its frames, and its files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from convanim import config
from convanim.api.figures import Figure
from convanim.api.shot import format_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Figure",
    "figure",
    "format_of",
    "load",
    "load_all",
    "parse",
]


def load(path: str | Path, *settings: str) -> Figure:
    """Read a config with one figure.

    Parameters
    ----------
    path : str or Path
        A YAML file that makes one figure.
    *settings : str
        ``"k=5"`` and the like, which outweigh the file.

    Returns
    -------
    Figure

    Raises
    ------
    ConfigError
        With every fault of the file and where it stands.
    ConvanimError
        It makes several figures, or none.
    """
    return Figure.of(config.read(Path(path), settings).only())


def load_all(path: str | Path, *settings: str) -> Iterator[Figure]:
    """Read a config with any number of figures, one by one.

    Parameters
    ----------
    path : str or Path
        A YAML file.
    *settings : str
        ``"k=5"`` and the like, which outweigh the file.

    Yields
    ------
    Figure
        Each figure of the file, in order; it is read when it is asked for.

    Raises
    ------
    ConfigError
        With every fault of the file as a whole, or of the figure that is next.
    """
    yield from map(Figure.of, config.read(Path(path), settings))


def parse(line: str, *settings: str) -> Figure:
    """Make a figure of a layer in one line, which is read and never evaluated.

    Parameters
    ----------
    line : str
        Keys, as in ``"conv i=5 k=3 s=2"`` and ``"i = 5, k = 3, s = 2 and p = 1"``, or a layer of
        torch or Keras: ``"nn.Conv2d(3, 8, 3, stride=2), i = 5"``.
    *settings : str
        ``"view=flat"`` and the like, which override the line.

    Returns
    -------
    Figure

    Raises
    ------
    ConfigError
        With every fault and its position in the line.
    """
    return Figure.of(config.read_line(line, settings).only())


def figure(**keys: Any) -> Figure:
    """Make a figure from the keys of a config.

    Parameters
    ----------
    **keys
        As in YAML: ``operation="conv", i=5, k=3, s=2, p=1``.

    Returns
    -------
    Figure

    Raises
    ------
    ConfigError
        With every fault of the keys.
    """
    return Figure.of(config.from_keys(keys))
