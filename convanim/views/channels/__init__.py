"""Several channels: a kernel over each input map, the partial sums, the bias and the outputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.layout.chain import borders
from convanim.layout.maps.slices import axes_faults
from convanim.layout.maps.tints import TintKey, tint_faults
from convanim.layout.view import LayerView, UnsuitedFault
from convanim.plugins.key import Key
from convanim.views.channels.columns import Columns
from convanim.views.channels.drawing import AT_ONCE, MODES, ChannelsLayout
from convanim.views.channels.names import NamesKey, names
from convanim.views.channels.partial_sums import Addends

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.errors import Fault
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout

KEPT, CURRENT = "kept", "current"
RESULTS = (KEPT, CURRENT)
"""Which results per map are drawn."""


@dataclass(frozen=True, slots=True)
class Channels(LayerView):
    """Input maps, the filters over them, the results per map, and the outputs they are added to.

    Attributes
    ----------
    phases : str
        ``at_once`` draws a step once; ``each_step`` draws it once for each phase: slide, sum, bias.
        ``in_acts`` shows the first phase for all steps before it shows the second one.
    products : bool
        Whether the products of each window and its kernel are drawn.
    per_map : str
        ``kept`` draws the results of each input map as a map; ``current`` those of one step alone.
    names : str
        ``words``, or ``symbols`` with sizes.
    tint : str
        ``rgb`` colours the three channels of a picture.
    """

    name: ClassVar = "channels"

    phases: Annotated[
        str,
        Key(
            "word",
            "whether slide, sum and bias are shown at_once, in turn in each_step, or in_acts",
            words=MODES,
        ),
    ] = AT_ONCE
    products: Annotated[
        bool, Key("flag", "whether the products of window and kernel are drawn, false by default")
    ] = False
    per_map: Annotated[
        str,
        Key(
            "word",
            "whether results per map are kept in maps (the default), or only current ones shown",
            words=RESULTS,
        ),
    ] = KEPT
    names: NamesKey = "words"
    tint: TintKey = "plain"

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be drawn."""
        yield from axes_faults(self.name, subject.sweep, most=2)
        if subject.layer is None or not subject.layer.has_weights:
            message = f"view '{self.name}' draws layers with kernels; {subject.name} has none"
            yield UnsuitedFault(("view",), message)
        yield from tint_faults(len(subject.sweep.maps_of("input")), self.tint)

    def drawings(self, subjects: tuple[Subject, ...]) -> tuple[tuple[Subject, Layout], ...]:
        """Return one layout for each layer, its inputs level with the outputs before."""
        found: list[tuple[Subject, ChannelsLayout]] = []
        for subject, border in zip(subjects, borders(subjects), strict=True):
            before = found[-1][1].columns if found else None
            found.append((subject, self._lay_out(subject, before, border)))
        return tuple(found)

    def lay_out(self, subject: Subject) -> Layout:
        """Return the layout of a convolution of one or two axes."""
        return self._lay_out(subject, None, 0)

    def _lay_out(self, subject: Subject, before: Columns | None, border: int) -> ChannelsLayout:
        layer = subject.layer
        if layer is None:
            raise TypeError(f"{subject.name} has no kernels")
        addends = Addends.of(subject.sweep, layer)
        columns = Columns.of(
            subject.sweep,
            layer,
            addends,
            self.tint,
            self.products,
            self.per_map == KEPT,
            before,
            border,
        )
        marks = names(columns, layer, self.names, (subject.reads, subject.writes))
        return ChannelsLayout(subject.sweep, addends.phases, self.phases, layer, columns, marks)
