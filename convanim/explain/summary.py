"""The text and the JSON of a layer's summary."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from convanim.errors import times
from convanim.scene.typesetting import is_wide

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convanim.frameworks.snippet import Snippet
    from convanim.layers.summary import LayerSummary
    from convanim.scene.language import Language

Row = tuple[str, str]
"""A label and its text."""


class Code(str):
    """Code or a formula, which is the same in every language."""

    __slots__ = ()


WIDTH = 80
"""Columns of the text."""

LABEL = 22
FRAMEWORK = 6
"""Columns of the labels."""

NEVER_READ = "never read"

MOST_NAMED = 6
"""The most units that are named one by one."""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading, which may stand alone.

    Attributes
    ----------
    heading : str
        The first line.
    rows : tuple of Row
        The lines below it.
    label_width : int
        Columns of the labels.
    """

    heading: str
    rows: tuple[Row, ...] = ()
    label_width: int = LABEL

    def in_language(self, language: Language) -> Section:
        """Return the section in another language; formulas and code stay as they are."""
        rows = tuple(
            (
                language.sentence(label),
                text if isinstance(text, Code) else language.sentence(text),
            )
            for label, text in self.rows
        )
        return replace(self, heading=language.sentence(self.heading), rows=rows)


_NO_BREAK = "\N{NO-BREAK SPACE}"
_SECOND = "\N{WORD JOINER}"
"""Stands for the second column of a letter."""
_ACROSS = {0: (), 1: ("unit",), 2: ("row", "column"), 3: ("plane", "row", "column")}


def as_dict(summary: LayerSummary) -> dict[str, Any]:
    """Return everything as numbers and strings, for JSON."""
    shapes = summary.shapes.items()
    return {
        "shapes": {key: {name: list(of[name]) for name in of} for key, of in shapes},
        "parameters": summary.parameters,
        "multiply_adds": summary.multiply_adds,
        "never_read": [list(units) for units in summary.never_read],
        "frameworks": {name: _parts(code) for name, code in summary.frameworks.items()},
    }


def summary_sections(summary: LayerSummary) -> Iterator[Section]:
    """Yield the sections of a text for people."""
    yield Section("layer", tuple(_rows(summary)))
    codes = [row for name, code in summary.frameworks.items() for row in _code_rows(name, code)]
    yield Section("frameworks", tuple(codes), FRAMEWORK)


def _rows(summary: LayerSummary) -> list[Row]:
    rows = []
    for order, shapes in summary.shapes.items():
        named = (f"{name} {times(shape)}" for name, shape in shapes.items())
        rows.append((f"shapes, {order}", "; ".join(named)))
    rows.append(("parameters", str(summary.parameters)))
    if summary.multiply_adds:
        rows.append(("multiply-adds", str(summary.multiply_adds)))
    if unread := unread_units(summary):
        rows.append((NEVER_READ, unread))
    return rows


def unread_units(summary: LayerSummary) -> str:
    """Return the units that no window reads, such as ``"row 5; column 5"``; empty if all are."""
    count = len(summary.never_read)
    across = _ACROSS.get(count) or tuple(f"axis {n} unit" for n in range(count))
    named = (_named(what, units) for what, units in zip(across, summary.never_read, strict=True))
    return "; ".join(filter(None, named))


def _parts(code: Snippet) -> dict[str, str]:
    return {key: text for key, text in (("code", code.code), ("note", code.note)) if text}


def _named(what: str, units: tuple[int, ...]) -> str:
    if not units:
        return ""
    named = ", ".join(map(str, units[:MOST_NAMED]))
    more = f", ... ({len(units)} in all)" if len(units) > MOST_NAMED else ""
    return f"{what}{'s' * (len(units) > 1)} {named}{more}"


def _code_rows(name: str, code: Snippet) -> list[Row]:
    if not code.code:
        return [(name, f"none: {code.note}")]
    return [(name, Code(code.code)), *([("", code.note)] if code.note else [])]


def together(text: str) -> str:
    """Return a text that is not broken; :func:`lines_of` turns its spaces into plain ones again."""
    return text.replace(" ", _NO_BREAK)


def lines_of(rows: Iterable[Row], label_width: int = LABEL) -> list[str]:
    """Return rows as lines of limited width; long ones continue below their text."""
    found = []
    for label, text in rows:
        found += textwrap.wrap(
            f"  {_in_columns(label):<{label_width}} {_in_columns(text)}",
            WIDTH,
            subsequent_indent=" " * (label_width + 3),
            break_long_words=False,
            break_on_hyphens=False,
        )
    return [line.replace(_NO_BREAK, " ").replace(_SECOND, "") for line in found]


def _in_columns(text: str) -> str:
    """Return a text with as many characters as it takes columns: Chinese letters take two."""
    return "".join(letter + _SECOND * is_wide(letter) for letter in text)
