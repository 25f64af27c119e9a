"""From YAML to a :class:`Draft` of each figure: the only stage that reads text and checks keys.

``text`` reads YAML into a tree whose parts know their line and column. ``keys`` brings config keys
to one spelling and checks them by the rules derived from their declarations. ``figure`` gives each
axis its entry, builds layers and panels, and collects the faults of all keys. Nothing is laid out
here: :mod:`convanim.api.validity` finds the faults that need a layout.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from convanim.config.figure.draft import Draft
from convanim.config.figure.drafts import DEFAULTS as DEFAULTS_KEY
from convanim.config.figure.drafts import Drafts, drafts, parent_of
from convanim.config.figure.figure import build
from convanim.config.figure.outputs import Output, output
from convanim.config.figure.shorthand import line_mapping, parts
from convanim.config.figure.spec import FigureSpec
from convanim.config.keys.languages import languages
from convanim.config.keys.names import themes
from convanim.config.keys.theme_files import anchored
from convanim.config.keys.theme_files import folders as theme_folders
from convanim.config.keys.theme_files import known as known_themes
from convanim.config.keys.theme_files import own as own_themes
from convanim.config.keys.theme_warnings import theme_warnings
from convanim.config.keys.themes import theme
from convanim.config.text.files import load, load_stream, mapping, noting
from convanim.config.text.one_line import file_stem, is_line
from convanim.config.text.parents import DEFAULTS, Inherited, Lineage
from convanim.config.text.python_data import from_python, without_places, without_source
from convanim.config.text.settings import SOURCE, Setting, setting
from convanim.config.text.tree import Item, Node
from convanim.errors import ConfigError, printed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from convanim.errors import Report

__all__ = [
    "DEFAULTS",
    "Draft",
    "Drafts",
    "FigureSpec",
    "Output",
    "changed",
    "from_keys",
    "is_line",
    "known_themes",
    "languages",
    "noting",
    "output",
    "own_themes",
    "read",
    "read_line",
    "read_stream",
    "read_text",
    "schema",
    "theme",
    "theme_folders",
    "theme_warnings",
    "themes",
]


def read(path: Path, settings: Sequence[str] = (), root: Path | None = None) -> Drafts:
    """Return the figures of a config file.

    Parameters
    ----------
    path : Path
        A YAML file; its stem is the figure's name unless the config has a ``name``.
    settings : sequence of str
        ``"k=5"`` and the like; each overrides a key, in any of its spellings.
    root : Path or None
        A folder that no config may be outside of whose keys the file inherits.

    Raises
    ------
    ConfigError
        The text is not a YAML mapping, or a setting or an inherited config cannot be read.
    """
    source = printed(str(path))
    return _drafts(partial(load, path), settings, path.stem, source, path, root)


def read_stream(file: BinaryIO, source: str, settings: Sequence[str] = ()) -> Drafts:
    """Return the figures of a config in a stream of bytes, such as stdin.

    What it extends is relative to the current folder.

    Raises
    ------
    ConfigError
        The text is not a YAML mapping, or longer than the largest config.
    """
    read_root = partial(load_stream, file, source)
    return _drafts(read_root, settings, "figure", source, Path(source))


def read_text(text: str, path: Path, settings: Sequence[str] = ()) -> Drafts:
    """Return the figures of the text of a config file, which need not exist.

    Parameters
    ----------
    text : str
        YAML.
    path : Path
        The file, for messages, names and what it inherits.
    settings : sequence of str
        As for :func:`read`.

    Raises
    ------
    ConfigError
        The text is not a YAML mapping, or a setting or an inherited config cannot be read.
    """
    source = printed(str(path))
    return _drafts(partial(mapping, text, source), settings, path.stem, source, path)


def read_line(line: str, settings: Sequence[str] = ()) -> Drafts:
    """Return the figure of a layer in one line, which is read and never evaluated.

    Parameters
    ----------
    line : str
        ``"conv i=5 k=3"``, ``"i = 5, k = 3 and s = 2"``, ``"nn.Conv2d(3, 8, 3), i = 5"`` or the
        like; nothing where the settings say all.
    settings : sequence of str
        As for :func:`read`.

    Returns
    -------
    Drafts
        Several if a setting gives a matrix.

    Raises
    ------
    ConfigError
        The line or a setting cannot be read.
    """
    name = file_stem(line or " ".join(settings))
    if not line and settings:
        return _drafts(partial(mapping, "{}", SOURCE), settings, name, SOURCE)
    return _drafts(lambda: (line_mapping(line), []), settings, name, printed(line))


def from_keys(keys: Mapping[str, object]) -> Draft:
    """Return the figure of a config's keys as plain Python data.

    Raises
    ------
    ConfigError
        The keys contain what no config can contain; the reports have no position.
    """
    with without_places():
        return build(parts(from_python(dict(keys)), ()), (), "figure")


def changed(figure: FigureSpec, keys: Mapping[str, object]) -> Draft:
    """Return the figure of a figure's keys with others in their place.

    Parameters
    ----------
    figure : FigureSpec
        A figure.
    keys : mapping
        Each overrides a key of the figure, in any of its spellings.

    Raises
    ------
    ConfigError
        The keys contain what no config can contain; the reports have no position.
    """
    with without_places():
        changes = Setting(from_python(dict(keys)), 1)
        return build(parts(without_source(anchored(figure.keys)), [changes]), (), figure.name)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a config, for editors."""
    from convanim.config.figure.json_schema import figure_schema

    return figure_schema()


def _drafts(
    load_root: Callable[[], tuple[Node, list[Report]]],
    settings: Sequence[str],
    name: str,
    source: str,
    path: Path | None = None,
    root: Path | None = None,
) -> Drafts:
    read_all: list[Callable[[], tuple[Any, list[Report]]]] = [load_root]
    read_all += [partial(setting, text) for text in settings]
    found, reports, is_broken = [], [], False
    for read_one in read_all:
        try:
            made, more = read_one()
        except ConfigError as error:
            more, is_broken = list(error.reports), True
        else:
            found.append(made)
        reports += more
    if is_broken:
        raise ConfigError(reports)
    node, *rest = found
    inherited = Lineage(parent_of, root).of(node, path) if path else Inherited()
    if path and path.name in DEFAULTS:
        node = Node({DEFAULTS_KEY: Item(DEFAULTS_KEY, node, node.mark)}, node.mark)
    return drafts(node, rest, reports, name, source, inherited)
