"""Where the rows of positions end in the drawings of a page."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from convanim.layout.page.arrangement import clock
from convanim.sweep.order import row_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.layout.layout import Layout
    from convanim.layout.panel import Page
    from convanim.sweep.order import Order


class RowEnds:
    """Says whether a row, or a column, ends between two drawings of the page.

    That of the panel that goes on; of those that go on together, the longest.

    Parameters
    ----------
    layouts : sequence of Layout
        The panels.
    orders : sequence of str
        The order of the positions of each.
    page : Page
        How they advance.
    """

    def __init__(self, layouts: Sequence[Layout], orders: Sequence[Order], page: Page) -> None:
        self.layouts = layouts
        self.orders = orders
        self.counts = [len(each.beats) for each in layouts]
        self.clock = clock(page, layouts)
        # A drawing is the later one of a pair, and then the earlier one of the next.
        self.row = functools.cache(self._row)

    def __call__(self, one: int, other: int) -> bool:
        """Return whether a row ends between the drawings with these numbers."""
        now, then = (self.clock(self.counts, n) for n in (one, other))
        going = [k for k, at in enumerate(now) if at is not None]
        longest = max(going, key=lambda k: self.counts[k])
        if then[longest] is None:
            return True
        if not self.layouts[longest].sweep.steps:
            return False
        before, after = (self.row(longest, at[longest] or 0) for at in (now, then))
        return before != after

    def _row(self, panel: int, drawing: int) -> tuple[object, ...]:
        """Return the row of the position that a drawing of a panel shows."""
        layout = self.layouts[panel]
        return row_of(layout.sweep.steps[layout.beats[drawing].step], self.orders[panel])
