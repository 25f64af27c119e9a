"""What ``convanim explain`` says of a layer as a whole: shapes, costs, its code in frameworks."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from convanim.errors import times
from convanim.translation import translations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convanim.layer import Layer
    from convanim.translation.code import Told

Row = tuple[str, str]
"""A label and what stands beside it."""

WIDTH = 80
"""Columns of the text."""

LABEL = 22
FRAMEWORK = 6
"""Columns of the labels."""

MOST_NAMED = 6
"""Units that are named one by one."""

_NO_BREAK = "\N{NO-BREAK SPACE}"
_LETTERS = {1: "W", 2: "HW", 3: "DHW"}
_ACROSS = {1: ("unit",), 2: ("row", "column"), 3: ("plane", "row", "column")}


def told(layer: Layer) -> dict[str, Any]:
    """Return everything as numbers and strings, for JSON."""
    frameworks = translations(layer).items()
    return {
        "shapes": _shapes(layer),
        "parameters": layer.parameters,
        "multiply_adds": layer.multiply_adds,
        "never_read": [list(units) for units in layer.unread],
        "frameworks": {name: _parts(code) for name, code in frameworks},
    }


def _parts(code: Told) -> dict[str, str]:
    return {key: text for key, text in (("code", code.code), ("note", code.note)) if text}


def _shapes(layer: Layer) -> dict[str, dict[str, list[int]]]:
    """Return the shapes of input, kernel and output, channels first and channels last."""
    (c_in, *i), (c_out, *o) = layer.input_shape, layer.output_shape
    first, last = {"input": [1, c_in, *i]}, {"input": [1, *i, c_in]}
    letters = _LETTERS.get(len(i), "...")
    if layer.has_weights:
        ahead, behind, *k = layer.kernel_shape
        order = "IO" if layer.kind == "transposed_conv" else "OI"
        first[f"kernel {order}{letters}"] = [ahead, behind, *k]
        last[f"kernel {letters}{order[::-1]}"] = [*k, behind, ahead]
    first["output"], last["output"] = [1, c_out, *o], [1, *o, c_out]
    return {f"NC{letters}": first, f"N{letters}C": last}


def lines(layer: Layer) -> list[str]:
    """Return the text for people."""
    frameworks = translations(layer).items()
    codes = [row for name, code in frameworks for row in _code_rows(name, code)]
    return [
        *("", "layer", *lines_of(_rows(layer))),
        *("", "frameworks", *lines_of(codes, FRAMEWORK)),
    ]


def _rows(layer: Layer) -> list[Row]:
    rows = []
    for order, shapes in _shapes(layer).items():
        named = (f"{name} {times(shape)}" for name, shape in shapes.items())
        rows.append((f"shapes, {order}", "; ".join(named)))
    rows.append(("parameters", str(layer.parameters)))
    if layer.multiply_adds:
        rows.append(("multiply-adds", str(layer.multiply_adds)))
    count = len(layer.axes)
    across = _ACROSS.get(count) or tuple(f"axis {n} unit" for n in range(count))
    unread = [_named(what, units) for what, units in zip(across, layer.unread, strict=True)]
    if any(unread):
        rows.append(("never read", "; ".join(filter(None, unread))))
    return rows


def _named(what: str, units: tuple[int, ...]) -> str:
    if not units:
        return ""
    named = ", ".join(map(str, units[:MOST_NAMED]))
    more = f", ... ({len(units)} in all)" if len(units) > MOST_NAMED else ""
    return f"{what}{'s' * (len(units) > 1)} {named}{more}"


def _code_rows(name: str, code: Told) -> list[Row]:
    if not code.code:
        return [(name, f"none: {code.note}")]
    return [(name, code.code), *([("", code.note)] if code.note else [])]


def together(text: str) -> str:
    """Return a text that stays on one line; :func:`lines_of` makes its spaces plain again."""
    return text.replace(" ", _NO_BREAK)


def lines_of(rows: Iterable[Row], label_width: int = LABEL) -> list[str]:
    """Return rows as lines that are not too wide, long ones continued below their text."""
    found = []
    for label, text in rows:
        found += textwrap.wrap(
            f"  {label:<{label_width}} {text}",
            WIDTH,
            subsequent_indent=" " * (label_width + 3),
            break_long_words=False,
            break_on_hyphens=False,
        )
    return [line.replace(_NO_BREAK, " ") for line in found]
