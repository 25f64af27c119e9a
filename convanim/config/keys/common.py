"""The keys of every figure, whatever it shows."""

from __future__ import annotations

import functools
from functools import partial
from typing import Any

from convanim.config.keys import kinds
from convanim.config.keys.paths import NAME_SCHEMA, PATH_SCHEMA, figure_name, relative_path
from convanim.config.keys.rules import Gathered, Rule, Section, mapping_like, refuse
from convanim.config.keys.selection import FRAMES_SCHEMA, frames
from convanim.config.text.scalars import shown
from convanim.layout.overlay import Overlay
from convanim.layout.panel import ADVANCES
from convanim.plugins import registry
from convanim.scene.timeline import SHORTEST
from convanim.sweep.order import ORDERS

LONGEST_SECONDS = 600
MOST_PANELS = 100
MOST_LAYERS = 32
MOST_OUTPUTS = 100
MOST_DRAWN = 24
MOST_BETWEEN = 60
LONGEST_TEXT = 2000
LARGEST_OUTPUT = 1_000_000

_TEXT = {"type": "string"}


def text(value: Any) -> str:
    """Return a text with at least one character."""
    if not isinstance(value, str) or not value:
        raise refuse(f"must be a name, not {shown(value)}")
    return value


def _centiseconds(value: Any) -> int:
    return round(100 * kinds.real(SHORTEST / 100, LONGEST_SECONDS, value))


def _grid(value: Any) -> tuple[int, int]:
    one = partial(kinds.whole, 1, MOST_PANELS)
    if not isinstance(value, list):
        return 1, one(value)
    if len(value) != 2:
        raise refuse(f"must be a number of panels or [rows, columns], not {shown(value)}")
    found = Gathered()
    rows, columns = (found.each(one, entry, n) for n, entry in enumerate(value))
    found.settle()
    return rows, columns


def _entries(example: str, most: int, what: str, value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise refuse(f"must be a list such as {example}, not {shown(value)}")
    if len(value) > most:
        raise refuse(f"must be at most {most} {what}, not {len(value)}")
    return value


_outputs = partial(_entries, "[gif, pdf]", MOST_OUTPUTS, "outputs")


def _mappings(what: str, most: int, one: str, example: str, value: Any) -> list[Any]:
    """Return a list of mappings, of layers or of panels."""
    found = Gathered()
    check = mapping_like(one)
    for n, entry in enumerate(_entries(example, most, what, value)):
        found.each(check, entry, n)
    found.settle()
    return list(value)


_layers = partial(
    _mappings, "layers", MOST_LAYERS, "{k: 3}", "[{k: 3}, {operation: max_pool, k: 2}]"
)
_panels = partial(_mappings, "panels", MOST_DRAWN, "{s: 2}", "[{s: 1}, {s: 2}]")


def _seconds_rule(help_line: str) -> Rule:
    return Rule(help_line, _centiseconds, kinds.real_schema(SHORTEST / 100, LONGEST_SECONDS))


TIMING = Section(
    "timing",
    {
        "step": _seconds_rule("seconds each frame is seen"),
        "first": _seconds_rule("seconds the first frame is seen, as step unless given"),
        "last": _seconds_rule("seconds the last frame is seen, as step unless given"),
        "row": _seconds_rule("seconds the last frame of each row is seen, as step unless given"),
        "tween": Rule(
            "frames on the way from one position of the window to the next, 0 unless given",
            partial(kinds.whole, 0, MOST_BETWEEN),
            kinds.whole_schema(0, MOST_BETWEEN),
        ),
        "move": _seconds_rule("seconds each of these is seen, 0.04 unless given"),
    },
)

_OUTPUT_SIZE = partial(kinds.whole, 1, LARGEST_OUTPUT)

EXPECT = Section(
    "expect",
    {
        "o": Rule(
            "output size",
            partial(kinds.per_axis, _OUTPUT_SIZE, "a list with one number per axis"),
            kinds.axes_schema(kinds.whole_schema(1, LARGEST_OUTPUT)),
        ),
        "relationship": Rule(
            "number of the guide's relationship",
            partial(kinds.whole, 1, 15),
            kinds.whole_schema(1, 15),
        ),
    },
)


def _words(value: Any) -> tuple[str, ...]:
    """Return the overlays named, one or a list of them."""
    check = partial(kinds.word, tuple(registry.scan(Overlay)))
    if not isinstance(value, list):
        return (check(value),)
    found = Gathered()
    words = tuple(found.each(check, entry, n) for n, entry in enumerate(value))
    found.settle()
    return tuple(dict.fromkeys(words))


def _caption(value: Any) -> str:
    """Return a text of lines that can be printed."""
    if not isinstance(value, str) or not value.strip():
        raise refuse(f"must be a text, not {shown(value)}")
    if not all(line.isprintable() for line in value.splitlines()):
        raise refuse(f"must not have control characters: {shown(value)}")
    if len(value) > LONGEST_TEXT:
        raise refuse(f"must have at most {LONGEST_TEXT} characters, not {len(value)}")
    return value.strip()


_PANELS = kinds.whole_schema(1, MOST_PANELS)
_PANEL_PAIR = {"type": "array", "items": _PANELS, "minItems": 2, "maxItems": 2}

PANEL = Section(
    "a panel",
    {
        "operation": Rule("what is shown, conv unless given", text, _TEXT, ("op",)),
        "view": Rule("how it is drawn: flat with values, else isometric", text, _TEXT),
        "layers": Rule("layers one after the other, each fed by the one before", _layers, {}),
        "show": Rule("what is shown besides: formula, step, labels, ...", _words, {}),
        "title": Rule("a line above the drawing", _caption, _TEXT),
        "expect": Rule("what the arithmetic must give", mapping_like("{o: 3}"), section=EXPECT),
    },
)

COMMON = Section(
    "the config",
    {
        **PANEL.rules,
        "name": Rule(
            "stem of the files written; the config's own unless given", figure_name, NAME_SCHEMA
        ),
        "caption": Rule("lines below the drawing", _caption, _TEXT),
        "theme": Rule("colours, fonts and line widths, clear unless given", text, _TEXT),
        "timing": Rule("how long frames are seen", mapping_like("{step: 0.5}"), section=TIMING),
        "frames": Rule("the steps to show, from 0: '0,4,8' or '0-8,12'", frames, FRAMES_SCHEMA),
        "filmstrip": Rule(
            "panels of a still picture: how many, or [rows, columns]",
            _grid,
            {"anyOf": [_PANELS, _PANEL_PAIR]},
        ),
        "outputs": Rule("the files to write", _outputs, {}),
        "panels": Rule("drawings side by side, each with the keys beside it", _panels, {}),
        "columns": Rule(
            "panels in a row, all unless given",
            partial(kinds.whole, 1, MOST_DRAWN),
            kinds.whole_schema(1, MOST_DRAWN),
        ),
        "advance": Rule(
            "how panels go through their steps: together unless given, or in_turn",
            partial(kinds.word, ADVANCES),
            {"enum": list(ADVANCES)},
        ),
        "order": Rule(
            "the order of the positions: raster unless given",
            partial(kinds.word, ORDERS),
            {"enum": list(ORDERS)},
        ),
    },
)

OUTPUT_RULES = {
    "format": Rule("the kind of file", text, _TEXT, required=True),
    "path": Rule("file to write, below the output folder", relative_path, PATH_SCHEMA),
    "theme": Rule("a theme for this file alone", text, _TEXT),
}


@functools.cache
def output_section(writer: Section) -> Section:
    """Return the keys of an entry of ``outputs``: those of any, and the writer's own."""
    return Section(writer.name, {**writer.rules, **OUTPUT_RULES})
