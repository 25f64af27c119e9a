"""What ``convanim explain`` says of a layer as a whole: shapes, costs, its code in frameworks."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convanim.arithmetic.layer import letters
from convanim.errors import times
from convanim.frameworks import translations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from convanim.arithmetic.layer import Layer, Shape
    from convanim.frameworks.snippet import Told

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
_ACROSS = {0: (), 1: ("unit",), 2: ("row", "column"), 3: ("plane", "row", "column")}


@dataclass(frozen=True, slots=True)
class Account:
    """What a layer costs, which shapes it has, and what frameworks call it.

    Attributes
    ----------
    shapes : mapping
        For each order of axes, such as ``"NCHW"``, the shape of each tensor by its name.
    parameters, multiply_adds : int
        What it has to learn, and the products it works out.
    never_read : tuple of tuple of int
        The units along each axis that nothing reads; empty where that cannot be.
    frameworks : mapping
        A line of code in each, or why there is none.
    words : tuple of str
        The words its padding was given in, empty for numbers; one per axis, or none at all.
    """

    shapes: Mapping[str, Mapping[str, Sequence[int]]]
    parameters: int
    multiply_adds: int
    never_read: tuple[tuple[int, ...], ...]
    frameworks: Mapping[str, Told]
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, layer: Layer) -> Account:
        """Return the account of a layer that all frameworks know."""
        return cls(
            _shapes(layer),
            layer.parameters,
            layer.multiply_adds,
            layer.unread,
            translations(layer),
            layer.words,
        )

    @classmethod
    def of_moves(
        cls, given: Shape, made: Shape, frameworks: Mapping[str, Told], multiply_adds: int = 0
    ) -> Account:
        """Return the account of what moves units and learns nothing.

        Parameters
        ----------
        given, made : tuple of int
            Channels, then sizes, of input and output.
        frameworks : mapping
            As in an account.
        multiply_adds : int
            The products it works out.
        """
        axes = letters(len(given) - 1)
        both = {"input": given, "output": made}
        first = {name: (1, c, *sizes) for name, (c, *sizes) in both.items()}
        last = {name: (1, *sizes, c) for name, (c, *sizes) in both.items()}
        return cls({f"NC{axes}": first, f"N{axes}C": last}, 0, multiply_adds, (), frameworks)

    def as_dict(self) -> dict[str, Any]:
        """Return everything as numbers and strings, for JSON."""
        shapes = self.shapes.items()
        return {
            "shapes": {key: {name: list(of[name]) for name in of} for key, of in shapes},
            "parameters": self.parameters,
            "multiply_adds": self.multiply_adds,
            "never_read": [list(units) for units in self.never_read],
            "frameworks": {name: _parts(code) for name, code in self.frameworks.items()},
        }

    def lines(self) -> list[str]:
        """Return the text for people."""
        codes = [row for name, code in self.frameworks.items() for row in _code_rows(name, code)]
        return [
            *("", "layer", *lines_of(self._rows())),
            *("", "frameworks", *lines_of(codes, FRAMEWORK)),
        ]

    def _rows(self) -> list[Row]:
        rows = []
        for order, shapes in self.shapes.items():
            named = (f"{name} {times(shape)}" for name, shape in shapes.items())
            rows.append((f"shapes, {order}", "; ".join(named)))
        rows.append(("parameters", str(self.parameters)))
        if self.multiply_adds:
            rows.append(("multiply-adds", str(self.multiply_adds)))
        count = len(self.never_read)
        across = _ACROSS.get(count) or tuple(f"axis {n} unit" for n in range(count))
        unread = [_named(what, units) for what, units in zip(across, self.never_read, strict=True)]
        if any(unread):
            rows.append(("never read", "; ".join(filter(None, unread))))
        return rows


def _parts(code: Told) -> dict[str, str]:
    return {key: text for key, text in (("code", code.code), ("note", code.note)) if text}


def _shapes(layer: Layer) -> dict[str, dict[str, list[int]]]:
    """Return the shapes of input, kernel and output, channels first and channels last."""
    (c_in, *i), (c_out, *o) = layer.input_shape, layer.output_shape
    first, last = {"input": [1, c_in, *i]}, {"input": [1, *i, c_in]}
    axes = letters(len(i))
    if layer.has_weights:
        ahead, behind, *k = layer.kernel_shape
        order = "IO" if layer.kind == "transposed_conv" else "OI"
        first[f"kernel {order}{axes}"] = [ahead, behind, *k]
        last[f"kernel {axes}{order[::-1]}"] = [*k, behind, ahead]
    first["output"], last["output"] = [1, c_out, *o], [1, *o, c_out]
    return {f"NC{axes}": first, f"N{axes}C": last}


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
