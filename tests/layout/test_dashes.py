"""Dashes: around padding and inserted zeros, and never under the line of a unit."""

from __future__ import annotations

import itertools

import pytest

import convanim
from convanim.arithmetic.cells import Cell
from convanim.config import theme, themes
from convanim.layout.maps.dashes import apart


def brute(rows, columns):
    """Return each edge of a cell that is padding or a zero, and not of any unit."""
    found = {}
    for row, column in itertools.product(range(len(rows)), range(len(columns))):
        is_unit = {rows[row], columns[column]} == {Cell.REAL}
        for edge in (
            (row, column, row, column + 1),
            (row + 1, column, row + 1, column + 1),
            (row, column, row + 1, column),
            (row, column + 1, row + 1, column + 1),
        ):
            found.setdefault(edge, []).append(is_unit)
    return {edge for edge, units in found.items() if not any(units)}


def edges(lines):
    """Return lines cut into the edges of cells, each from its upper left end."""
    for row, column, to_row, to_column in lines:
        top, bottom = sorted((row, to_row))
        left, right = sorted((column, to_column))
        if top == bottom:
            yield from ((top, n, top, n + 1) for n in range(left, right))
        else:
            yield from ((n, left, n + 1, left) for n in range(top, bottom))


@pytest.mark.parametrize(
    "keys",
    [
        {"i": 3, "k": 3, "p": 1},
        {"i": (4, 3), "k": 3, "p": [[0, 2], [1, 0]]},
        {"operation": "transposed_conv", "i": 3, "k": 3, "s": 2},
        {"operation": "transposed_conv", "i": (2, 3), "k": 3, "s": (3, 2), "p": 1},
        {"i": 4, "k": 3, "p": 1, "padding_mode": "circular"},
    ],
)
def test_they_are_the_edges_that_no_unit_has(keys):
    rows, columns = convanim.figure(**keys).sweep.map("input").axes
    found = list(edges(apart(rows, columns, ())))
    assert len(found) == len(set(found))
    assert set(found) == brute(rows, columns)


def test_without_padding_there_are_none():
    rows, columns = convanim.figure(i=4, k=3).sweep.map("input").axes
    assert not list(apart(rows, columns, ()))


@pytest.mark.parametrize("name", themes())
def test_a_theme_shows_the_whole_grid_or_the_lines_apart(name):
    whole, own = (theme(name).paint(f"padding.{kind}").line[3] > 0 for kind in ("whole", "apart"))
    assert (whole, own) == ((True, False) if name == "guide" else (False, True))
