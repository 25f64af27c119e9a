"""The keys that every figure has, and those of its panels, layers and outputs.

The keys of a page are declared by :class:`convanim.layout.panel.Page`, those of ``timing`` by
:class:`convanim.scene.timeline.Timing`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from convanim.config.keys.plugins import keys_of, merge, section
from convanim.config.keys.rules import Section
from convanim.config.keys.selection import MOST_STEPS
from convanim.film.page_setup import PageSetup
from convanim.layers.excerpt import Amount
from convanim.layout.page.filmstrip import Strip
from convanim.layout.panel import MOST_PANELS, Caption, Page, Positions, Title
from convanim.plugins.key import Key
from convanim.scene.theme import FONTS
from convanim.scene.timeline import Timing

if TYPE_CHECKING:
    from convanim.film.writer import Writer

LARGEST_OUTPUT = 10**12
"""Of an axis that is made longer by a factor."""

MOST_LAYERS = 200
MOST_FIGURES = 1000
"""Figures listed in one file; a matrix makes more."""

LAYERS = "[{k: 3}, {operation: max_pool, k: 2}]"

Entries = tuple[Any, ...]
"""Entries of a list whose own keys are checked later."""

Mapped = dict[str, Any]
"""A mapping whose keys are checked later."""

Sizes = int | tuple[int, ...]
StripKey = Annotated[
    Strip | None,
    Key("filmstrip", "steps in a still picture: how many, [rows, columns], or a mapping"),
]
Steps = Annotated[
    tuple[int, ...] | None,
    Key("frames", "the steps to show, from 0: '0,4,8' or '0-8,12'; or all, however many"),
]
Excerpt = Amount | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """What the arithmetic must give."""

    o: Annotated[Sizes | None, Key("per_axis", "output size", maximum=LARGEST_OUTPUT)] = None
    relationship: Annotated[
        int | None, Key("count", "number of the guide's relationship", maximum=15)
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerKeys:
    """The keys of a layer that belong to no operation."""

    operation: Annotated[
        str | None, Key("operation", "the operation, conv by default", ("op",))
    ] = None
    map: Annotated[
        str | None,
        Key(
            "caption",
            "the name of the map that a layer makes, by default output, or after conv between "
            "layers",
            example="scores",
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelKeys(LayerKeys):
    """The keys of a panel that belong to no plug-in."""

    view: Annotated[
        str | None, Key("view", "how it is drawn; by default flat with values, else isometric")
    ] = None
    layers: Annotated[
        Entries,
        Key("mappings", "layers that feed one another", maximum=MOST_LAYERS, example=LAYERS),
    ] = ()
    show: Annotated[
        tuple[str, ...],
        Key(
            "overlays",
            "what else is shown: formula, step, labels, ...; by default winner where a max pooling "
            "has numbers, [] for nothing",
        ),
    ] = ()
    order: Positions = "raster"
    title: Title = None
    caption: Caption = None
    frames: Steps = None
    excerpt: Annotated[
        Excerpt,
        Key(
            "excerpt",
            "how much is drawn of a layer that is large: false for all, positions kept along each "
            "axis, or a mapping; a small part by default",
            example="{positions: 4, channels: 2}",
        ),
    ] = None
    expect: Annotated[Expect, Key("mapping", "what the arithmetic must give", example="{o: 3}")] = (
        field(default_factory=Expect)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureKeys:
    """The keys of a figure as a whole, besides those of its page.

    ``figure`` is read before all others and never checked among them: it is here to be known.
    """

    figure: Annotated[
        str | None,
        Key(
            "caption", "a layer in one line, such as Conv2d(3, 8, 3), i = 5; other keys override it"
        ),
    ] = None
    name: Annotated[
        str | None,
        Key("file_name", "name of the files, without suffix; that of the config by default"),
    ] = None
    theme: Annotated[
        str | Mapped | None,
        Key("theme", "colours, fonts and line widths: a name, a file or a mapping; clear if none"),
    ] = None
    font: Annotated[
        str | None,
        Key("font", "the font of all text; that of the theme by default", words=FONTS),
    ] = None
    lang: Annotated[
        str,
        Key(
            "language",
            "the language of all text that convanim writes for the figure, or a file of another; en"
            " by default",
        ),
    ] = "en"
    timing: Annotated[Timing, Key("timing", "how long frames are shown", example="{step: 0.5}")] = (
        field(default_factory=Timing)
    )
    frames: Steps = None
    alt: Annotated[
        str | None,
        Key("caption", "a description for readers who cannot see the figure; derived by default"),
    ] = None
    poster: Annotated[
        int | str | None,
        Key(
            "count",
            "the step that stands for the figure in a single picture, from 0, or a word; the"
            " view's choice by default",
            minimum=0,
            maximum=MOST_STEPS - 1,
            words=("first", "middle", "last"),
        ),
    ] = None
    filmstrip: StripKey = None
    outputs: Annotated[Entries, Key("list", "the files to write", example="[gif, pdf]")] = ()
    panels: Annotated[
        Entries,
        Key(
            "mappings",
            "drawings side by side, each with the keys beside it",
            maximum=MOST_PANELS,
            example="[{s: 1}, {s: 2}]",
        ),
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKeys:
    """The keys of a config file that say which figures it makes; a figure itself has none."""

    extends: Annotated[
        str | None,
        Key("config", "a config whose keys hold where this one gives none", example="base.yaml"),
    ] = None
    defaults: Annotated[
        Mapped,
        Key("keys", "keys of all figures that do not give them", example="{theme: paper}"),
    ] = field(default_factory=dict)
    figures: Annotated[
        Entries,
        Key(
            "figures",
            "several figures, each with the keys beside the list",
            maximum=MOST_FIGURES,
            example="[{name: a, k: 3}, {name: b, k: 5}]",
        ),
    ] = ()
    matrix: Annotated[
        Mapped,
        Key("matrix", "values to combine, a figure for each", example="{s: [1, 2], k: [3, 5]}"),
    ] = field(default_factory=dict)
    exclude: Annotated[
        Entries,
        Key(
            "combinations",
            "combinations of matrix to leave out; one or a list",
            maximum=MOST_FIGURES,
            example="[{s: 2, k: 5}]",
        ),
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputKeys:
    """The keys of an output that belong to no format."""

    format: Annotated[str, Key("format", "the kind of file")]
    path: Annotated[str | None, Key("path", "file to write, below the output folder")] = None
    theme: Annotated[str | Mapped | None, Key("theme", "a theme for this file only")] = None


LAYER = keys_of(LayerKeys, "a layer")
PANEL = keys_of(PanelKeys, "a panel")
FILE = keys_of(FileKeys, "a config")
VARYING = Section("figures", {key: FILE.rules[key] for key in ("matrix", "exclude")})
"""The keys of a file that an entry of ``figures`` may have itself."""

SETUP = keys_of(PageSetup, "a page")
OUTPUT = merge("an output", keys_of(OutputKeys, "an output"), SETUP)
"""The keys that outputs have whatever their format is; not every page setup matters to each."""

COMMON = merge("the config", PANEL, keys_of(FigureKeys, "a figure"), keys_of(Page, "a page"), SETUP)


@functools.cache
def output_section(writer: type[Writer[Any]]) -> Section:
    """Return the keys of an entry of ``outputs``: those of any, and the format's own."""
    vain = SETUP.rules.keys() - writer.setup
    rules = {key: rule for key, rule in OUTPUT.rules.items() if key not in vain}
    return merge(writer.name, Section("an output", rules), section(writer))
