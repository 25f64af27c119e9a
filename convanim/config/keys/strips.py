"""The key ``filmstrip``: a number of steps, rows and columns, or a mapping."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from convanim.config.keys.numbers import grid, whole
from convanim.config.keys.rules import Findings, refuse
from convanim.config.keys.selection import frames
from convanim.config.keys.texts import flag
from convanim.config.text.scalars import shown
from convanim.errors import plural
from convanim.layout.page.filmstrip import MOST, Strip

if TYPE_CHECKING:
    from convanim.config.keys.rules import Check

EXAMPLE = "{frames: '0,4,8', labels: true}"


def strip(value: Any) -> Strip:
    """Return a filmstrip.

    Parameters
    ----------
    value : int, list or dict
        How many steps stand in a row; rows and columns; or a mapping with ``rows``, ``columns``,
        ``frames`` and ``labels``, of which rows or columns follow from the number of frames.
    """
    if isinstance(value, str | bool) or value is None:
        ways = f"a number, [rows, columns], or a mapping such as {EXAMPLE}"
        raise refuse(f"must be {ways}, not {shown(value)}")
    if not isinstance(value, dict):
        rows, columns = grid(MOST, value)
        return Strip(rows=rows, columns=columns)
    found = Findings()
    side = partial(whole, 1, MOST)
    checks: dict[str, Check] = {"rows": side, "columns": side, "frames": frames, "labels": flag}
    given = {key: found.each(checks[key], each, key) for key, each in value.items()}
    found.settle()
    return _fitted(given)


def _fitted(given: dict[str, Any]) -> Strip:
    """Return the filmstrip of checked keys, with the rows and columns that its frames need."""
    chosen = given.get("frames")
    if not chosen:
        if not {"rows", "columns"} & given.keys():
            raise refuse(f"must give columns or frames, as in {EXAMPLE}")
        return Strip(**given)
    count = len(chosen)
    columns = given.get("columns") or -(-count // given.get("rows", 1))
    rows = given.get("rows") or -(-count // columns)
    if max(rows, columns) > MOST:
        raise refuse(f"must have at most {MOST} in a row, not {count}; give rows or columns")
    if count > rows * columns:
        raise refuse(
            f"has {count} {plural(count, 'frame')} but room for {rows} x {columns}; "
            "give more rows or columns, or fewer frames"
        )
    return Strip(**{**given, "rows": rows, "columns": columns})
