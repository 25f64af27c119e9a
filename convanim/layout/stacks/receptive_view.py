"""What views of receptive fields share: the unit whose field is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.arithmetic.padding import ZEROS
from convanim.errors import Fault, times
from convanim.layout.view import StackView, UnsuitedFault
from convanim.plugins.key import Key
from convanim.sweep.contribution import Contribution

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.layers.subject import Subject
    from convanim.sweep.contribution import Unit

MOST_AXES = 2


@dataclass(frozen=True, slots=True)
class ReceptiveFieldView(StackView):
    """A view of the receptive field of a unit at the end of a stack.

    Attributes
    ----------
    unit : tuple of int, int or None
        Which one; each in turn when None.
    """

    name: ClassVar[str]

    unit: Annotated[
        tuple[int, ...] | int | None,
        Key("per_axis", "the unit whose field is shown, from 0; each in turn when left out", (), 0),
    ] = None

    def faults(self, subjects: tuple[Subject, ...]) -> Iterator[Fault]:
        """Yield why a stack cannot be drawn."""
        name, axes = self.name, len(subjects[-1].axes)
        if axes > MOST_AXES:
            message = f"view '{name}' draws 1 or 2 axes; this figure has {axes}"
            yield UnsuitedFault(("view",), message)
            return
        for subject in subjects:
            if subject.operation.is_matrix:
                message = f"view '{name}' draws maps; {subject.name} makes or takes a matrix"
                yield UnsuitedFault(("view",), message)
            mode = subject.layer.padding_mode if subject.layer else ZEROS
            if mode != ZEROS:
                yield Fault(
                    ("view",),
                    f"view '{name}' takes padding for zeros, but with padding_mode {mode} it holds "
                    "units; use zeros",
                )
        yield from self._unit_faults(subjects)

    def _unit_faults(self, subjects: Sequence[Subject]) -> Iterator[Fault]:
        if self.unit is None:
            return
        shape = tuple(axis.o for axis in subjects[-1].axes)
        unit = self._chosen(len(shape))
        if len(unit) != len(shape):
            yield Fault(
                ("unit",),
                f"unit has one number for each of {len(unit)} axes; the output has {len(shape)}",
            )
        elif any(n >= size for n, size in zip(unit, shape, strict=True)):
            yield Fault(
                ("unit",),
                f"no unit {list(unit)} in an output of {times(shape)}; units count from 0",
            )
        elif unit not in contribution(subjects).ends:
            yield Fault(("unit",), f"nothing is written to unit {list(unit)}; choose another")

    def _chosen(self, axes: int) -> Unit:
        return (self.unit,) * axes if isinstance(self.unit, int) else self.unit or ()

    def units(self, known: Contribution) -> tuple[Unit, ...]:
        """Return the units whose fields are shown, one after the other."""
        return tuple(known.ends) if self.unit is None else (self._chosen(len(known.axes[0])),)


def contribution(subjects: Sequence[Subject]) -> Contribution:
    """Return the units that contribute to each unit of a stack."""
    return Contribution(
        tuple(subject.axes for subject in subjects), tuple(subject.sweep for subject in subjects)
    )
