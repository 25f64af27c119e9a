"""How exactly motions and places are described."""

from __future__ import annotations

MOST_APART = 2.0
"""The greatest distance of a fitted point from its place, in hundredths of a point."""

FINE = 10
"""The number of units of a step in a hundredth of a point."""
