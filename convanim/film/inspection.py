"""What a reader can ask a figure: its maps cell by cell, its formulas, its code and its config."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convanim.scene.geometry import Line
    from convanim.scene.language import Language
    from convanim.scene.theme import Theme
    from convanim.sweep.sweep import FeatureMap, Step


@dataclass(frozen=True, slots=True)
class InspectedMap:
    """A map of a figure and where it lies on the page.

    Attributes
    ----------
    feature_map : FeatureMap
        The map.
    name : str
        Its name, which no other map of the figure has.
    part : int
        The part of the page that shows it; role and index are unique within a part.
    cells : tuple of Line
        The corners of each cell in points, row by row; empty where the map is not drawn cell by
        cell.
    nearness : tuple of int
        How near to the viewer each cell is; empty where no cell hides another.
    """

    feature_map: FeatureMap
    name: str
    part: int
    cells: tuple[Line, ...]
    nearness: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything that a reader can ask a figure.

    Attributes
    ----------
    maps : tuple of InspectedMap
        All maps, part by part.
    steps : tuple of tuple of Step
        The steps of each part.
    shown : tuple of tuple of int or None
        For each drawing of the film, the step that each part shows; None where it rests.
    links : tuple of tuple of int
        Pairs of numbers of maps: the output of a layer, and the input of the next layer that has
        the same units.
    sums : mapping
        The arithmetic of output cells as mathtext, by the number of the map and the cell; without
        entries where there are no numbers.
    formulas : tuple of str
        The lines of the size formula, with the numbers of the figure, as mathtext.
    notes : tuple of str
        What else a reader asks about the output size, as texts with mathtext between dollar signs.
    code : mapping
        The figure as the code of each framework, and as YAML, by the name of the language.
    contrast : Theme
        A light theme for a dark figure, or a dark theme for a light one.
    language : Language or None
        That of the names, and of all that is said; None for English.
    """

    maps: tuple[InspectedMap, ...]
    steps: tuple[tuple[Step, ...], ...]
    shown: tuple[tuple[int | None, ...], ...]
    links: tuple[tuple[int, int], ...]
    sums: Mapping[tuple[int, tuple[int, ...]], str]
    formulas: tuple[str, ...]
    notes: tuple[str, ...]
    code: Mapping[str, str]
    contrast: Theme
    language: Language | None = None
