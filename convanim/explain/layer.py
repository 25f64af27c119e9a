"""Every number that is derived from a layer's keys, with the relationship that gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convanim.arithmetic import derivation
from convanim.arithmetic.relationships import CONVOLUTION, TRANSPOSED, most_specific
from convanim.arithmetic.resized import Resized
from convanim.errors import axes_of, times
from convanim.explain.explanation import Explained
from convanim.explain.summary import Code, Section, as_dict, summary_sections, together
from convanim.layers.sizes import direct_sizes, given_sizes, own_sizes, yes_or_no

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.axis import Axis
    from convanim.explain.summary import Row
    from convanim.layers.operation import Operation
    from convanim.layers.summary import LayerSummary

Said = tuple["Axis | Resized", str, "Axis | None"]


@dataclass(frozen=True, slots=True)
class Explanation(Explained):
    """The explanation of a figure with one layer.

    Attributes
    ----------
    operation : str
        Its name.
    family : str
        Which relationships speak of the operation.
    axes : tuple of Axis or Resized
        As the operation holds them.
    o : tuple of int
        Output size along each axis; of a matrix, its rows and columns.
    gradient_of : tuple of Axis
        The convolution's own, for what is part of its backward pass; else empty.
    summary : LayerSummary or None
        What is said of the layer as a whole, where the operation says that.
    is_matrix : bool
        Whether it makes or takes a matrix, whose rows and columns are no axes of a map.
    """

    operation: str
    family: str
    axes: tuple[Axis | Resized, ...]
    o: tuple[int, ...]
    gradient_of: tuple[Axis, ...] = ()
    summary: LayerSummary | None = None
    is_matrix: bool = False

    @classmethod
    def of(cls, figure: str, operation: Operation) -> Explanation:
        """Return the explanation of an operation."""
        return cls(
            figure,
            operation.name,
            operation.family,
            operation.axes,
            operation.output_shape,
            operation.gradient_of,
            operation.summary(),
            operation.is_matrix,
        )

    @property
    def given(self) -> str:
        """The layer's own sizes that are not the default, such as ``i=5 k=3 s=2 p=1``."""
        sizes = given_sizes(self.family, self.gradient_of or self.axes)
        return " ".join(f"{letter}={size}" for letter, size in sizes.items())

    def facts(self) -> dict[str, Any]:
        """Return the arithmetic as numbers and strings."""
        return {
            "figure": self.figure,
            "operation": self.operation,
            "o": list(self.o),
            "axes": [self._axis(*said) for said in self._said],
            **(as_dict(self.summary) if self.summary else {}),
        }

    @property
    def _said(self) -> list[Said]:
        """Each axis with the word for its padding, and the convolution it is the gradient of."""
        count = len(self.axes)
        words = (self.summary.words if self.summary else ()) or ("",) * count
        return list(zip(self.axes, words, self.gradient_of or (None,) * count, strict=True))

    def arithmetic(self) -> Iterator[Section]:
        """Yield the sections of the arithmetic; equal axes are explained once."""
        yield Section(f"{self.figure}: {self.operation}, output {times(self.o)}")
        told: dict[Said, list[int]] = {}
        for n, said in enumerate(self._said):
            told.setdefault(said, []).append(n)
        for said, numbers in told.items():
            yield Section(axes_of(numbers), tuple(self._rows(self._axis(*said))))
        if self.summary:
            yield from summary_sections(self.summary)

    def _axis(self, axis: Axis | Resized, word: str, forward: Axis | None) -> dict[str, Any]:
        chosen = most_specific(self.family, axis)
        told: dict[str, Any] = {
            "relationship": {
                "number": chosen.number,
                "holds_for": chosen.holds_for,
                "formula": chosen.formula,
                "substitution": chosen.with_numbers(axis.o),
            },
        }
        if isinstance(axis, Resized):
            return {"layer": own_sizes(self.family, axis), "o": axis.o, **told}
        steps = derivation.transposed if self.family == TRANSPOSED else derivation.direct
        told["derivation"] = [list(step) for step in steps(axis)]
        if word:
            told["padding"] = word
        if forward:
            told["gradient_of"] = {**direct_sizes(forward), "o": forward.o}
        if self.family == TRANSPOSED:
            layer = axis.direct
            return {
                "layer": own_sizes(self.family, axis),
                "emulated_by": _primed(axis),
                "o": axis.o,
                "transpose_of": {**direct_sizes(layer), "o": axis.i},
                **told,
            }
        told = {
            "layer": direct_sizes(axis),
            "k_hat": axis.k_hat,
            "padded": axis.padded - axis.overhang,
            "overhang": axis.overhang,
            "o": axis.o,
            "leftover": axis.leftover,
            **told,
        }
        if self.family == CONVOLUTION:
            told["transposed"] = _primed(axis.transpose())
        return told

    def _rows(self, told: dict[str, Any]) -> list[Row]:
        chosen = told["relationship"]
        rows: list[Row] = [("given", _spelled(told["layer"]))]
        if "gradient_of" in told:
            rows = [("gradient of", _spelled(told["gradient_of"]))]
            rows += [("emulated by", _spelled(told["layer"]))]
        if "padding" in told:
            p = told["layer"]["p"]
            before, after = p if isinstance(p, list) else (p, p)
            rows.append(("padding", f"{told['padding']}: {before} before, {after} after"))
        if "emulated_by" in told:
            rows.append(("emulated by", _spelled(told["emulated_by"])))
            rows.append(("transpose of", _spelled(told["transpose_of"])))
        elif "k_hat" in told:
            rows.append(("padded input", f"{told['padded']}"))
            if told["overhang"]:
                rows.append(("overhang", f"{told['overhang']} past the end, holding nothing"))
            if told["leftover"]:
                rows.append(("leftover", f"{told['leftover']} at the end, never read"))
        if "transposed" in told:
            rows.append(("its transpose", _spelled(told["transposed"])))
        rows += [(label, Code(text)) for label, text in told.get("derivation", ())]
        number = chosen["number"] or "none of the guide's"
        rows.append(("relationship", f"{number} ({chosen['holds_for']})"))
        rows += [("", Code(chosen[key])) for key in ("formula", "substitution")]
        return rows


def _primed(axis: Axis) -> dict[str, Any]:
    p = axis.p_before if axis.p_before == axis.p_after else [axis.p_before, axis.p_after]
    return {
        "i'": axis.i,
        "i~'": axis.i_tilde,
        "k'": axis.k,
        "s'": axis.s,
        "p'": p,
        "a": axis.a,
        "o'": axis.o,
    }


def _spelled(numbers: dict[str, Any]) -> Code:
    words = (together(f"{key} = {yes_or_no(value)}") for key, value in numbers.items())
    return Code("  ".join(words))
