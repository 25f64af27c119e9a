"""Answers everything that a reader can ask a figure, for :mod:`convanim.film.inspection`."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from convanim import config
from convanim.arithmetic.cells import Cell
from convanim.explain.notes import notes
from convanim.film.inspection import InspectedMap, Inspection
from convanim.overlays.sum import on_one_line
from convanim.scene.formula import size_lines
from convanim.sweep.stack import Steps
from convanim.sweep.sweep import Cells, map_name
from convanim.sweep.terms import CellTerms, Spot, cell_terms, gains

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from convanim.config import FigureSpec
    from convanim.layers.operation import Operation
    from convanim.layout.layout import Layout, Part
    from convanim.layout.panel import Panel
    from convanim.scene.geometry import Line
    from convanim.scene.theme import Theme
    from convanim.scene.timeline import Timeline
    from convanim.sweep.sweep import FeatureMap, Sweep

MOST_TERMS = 40
"""The most terms of a sum that are written; a longer one leaves out terms in the middle."""

LANGUAGES = {"torch": "torch", "keras": "Keras", "jax": "JAX", "onnx": "ONNX"}
"""How each framework writes its name."""


def inspection(
    spec: FigureSpec, layout: Layout, timeline: Timeline, theme: Theme, yaml: str
) -> Inspection:
    """Return everything that a reader can ask a figure.

    Parameters
    ----------
    spec : FigureSpec
        The figure.
    layout : Layout
        The layout of the whole page.
    timeline : Timeline
        The drawings of the film.
    theme : Theme
        The theme of the figure.
    yaml : str
        The config of the figure.
    """
    parts, panels = layout.parts, spec.panels
    said = spec.language.translated if spec.language else str
    heads = _heads(panels, parts, said)
    maps = tuple(
        InspectedMap(
            each,
            _name(each, part, heads[number], said),
            number,
            _cells(part, each),
            _nearness(part, each),
        )
        for number, part in enumerate(parts)
        for each in part.sweep.maps
    )
    layers = [layer for panel in panels for layer in panel.whole_layers]
    return Inspection(
        maps=maps,
        steps=tuple(tuple(part.sweep.steps) for part in parts),
        shown=tuple(
            tuple(
                None if beat is None or not part.sweep.steps else beat.step
                for beat, part in zip(layout.parts_at(n), parts, strict=True)
            )
            for n in timeline.drawings
        ),
        links=tuple(_links(maps, parts, dict(_chains(panels, parts)))),
        sums=dict(_sums(parts)),
        formulas=tuple(
            dict.fromkeys(
                said(line) for each in layers for line in size_lines(each.family, each.axes)
            )
        ),
        notes=tuple(dict.fromkeys(spec.said(line) for each in layers for line in notes(each))),
        code={"YAML": yaml, **_code(layers)},
        contrast=_contrast(theme),
        language=spec.language,
    )


def _cells(part: Part, of: FeatureMap) -> tuple[Line, ...]:
    """Return the corners of each cell of a map; no corners for a cell that is not drawn."""
    place = part.places.get((of.role, of.index))
    if place is None:
        return ()
    ones = (tuple(range(n, n + 1) for n in cell) for cell in of.cells())
    found = (place.cells(Cells(of.role, one, of.index)) for one in ones)
    return tuple(lines[0] if lines else () for lines in found)


def _nearness(part: Part, of: FeatureMap) -> tuple[int, ...]:
    """Return how near to the viewer each cell of a map is, where cells hide each other."""
    if part.nearness is None or (of.role, of.index) not in part.places:
        return ()
    return tuple(part.nearness(of.role, of.index, cell) for cell in of.cells())


def _heads(panels: Sequence[Panel], parts: Sequence[Part], said: Callable[[str], str]) -> list[str]:
    """Return what stands before the names of the maps of each part; nothing where it is alone."""
    heads = []
    for number, panel in enumerate(panels, 1):
        title = panel.title if panel.title and "$" not in panel.title else said(f"panel {number}")
        ahead = f"{title}: " if len(panels) > 1 else ""
        layers = [said(f"layer {n}") for n in range(1, len(panel.drawings) + 1)]
        heads += [f"{ahead}{layer} " if len(layers) > 1 else ahead for layer in layers]
    if len(heads) == len(parts):
        return heads
    return [said(f"part {n}") + " " for n in range(1, len(parts) + 1)]


def _name(of: FeatureMap, part: Part, head: str, said: Callable[[str], str]) -> str:
    named = replace(of, role=said(of.role))
    if not isinstance(part.sweep.steps, Steps):
        return head + map_name(named)
    layer, *index = of.index
    return head + said(f"layer {layer + 1}") + " " + map_name(replace(named, index=tuple(index)))


def _chains(panels: Sequence[Panel], parts: Sequence[Part]) -> list[tuple[int, int]]:
    """Return pairs of parts of which one shows the layer that feeds the layer of the other."""
    counts = [len(panel.drawings) for panel in panels]
    if sum(counts) != len(parts):
        return []
    starts = itertools.accumulate(counts[:-1], initial=0)
    return [
        pair
        for start, count in zip(starts, counts, strict=True)
        for pair in itertools.pairwise(range(start, start + count))
    ]


def _links(
    maps: Sequence[InspectedMap], parts: Sequence[Part], following: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """Yield the outputs of layers with the inputs of the layers that they feed."""
    inputs = {
        (each.part, each.feature_map.index): number
        for number, each in enumerate(maps)
        if each.feature_map.role == "input"
    }
    for number, each in enumerate(maps):
        if each.feature_map.role != "output":
            continue
        part, index = each.part, each.feature_map.index
        candidates = [(following.get(part, -1), index)]
        if isinstance(parts[part].sweep.steps, Steps):
            # A matrix of all channels has no channels itself.
            candidates += [(part, (index[0] + 1, *rest)) for rest in (index[1:], ())]
        for key in candidates:
            found = inputs.get(key)
            if found is not None and _shape(maps[found]) == _shape(each):
                yield number, found


def _shape(each: InspectedMap) -> tuple[int, ...]:
    """Return the number of units of a map along each axis."""
    return tuple(sum(map(_is_unit, kinds)) for kinds in each.feature_map.axes)


def _is_unit(kind: Cell) -> bool:
    return kind in (Cell.REAL, Cell.CROPPED)


def _sums(parts: Sequence[Part]) -> Iterator[tuple[tuple[int, tuple[int, ...]], str]]:
    """Yield the arithmetic of each output cell, by the number of its map among all maps."""
    first = 0
    for part in parts:
        numbers = {(each.role, each.index): first + n for n, each in enumerate(part.sweep.maps)}
        first += len(numbers)
        if not any(each.values for each in part.sweep.maps_of("output")):
            continue
        for terms in _final_terms(part.sweep):
            number = numbers[terms.target.role, terms.target.index]
            if text := on_one_line(terms, MOST_TERMS):
                yield (number, terms.target.cell), text


def _final_terms(sweep: Sweep) -> Iterator[CellTerms]:
    """Yield the terms of each output cell after all steps."""
    last = sweep.steps[-1] if sweep.steps else None
    if last and last.reduction.accumulates:
        output = sweep.map("output")
        for cell, terms in gains(sweep, last.index).items():
            spot = Spot(output.role, output.index, cell, output.value(cell))
            yield CellTerms(spot, tuple(terms), last.reduction)
        return
    for step in sweep.steps:
        yield from cell_terms(sweep, step)


def _code(layers: Sequence[Operation]) -> Mapping[str, str]:
    """Return the code of each framework, a line for each layer."""
    found: dict[str, list[str]] = {}
    for layer in layers:
        summary = layer.summary()
        for name, snippet in summary.frameworks.items() if summary else ():
            note = f"  # {snippet.note}" if snippet.note else ""
            line = snippet.code + note if snippet.code else f"# none: {snippet.note}"
            found.setdefault(LANGUAGES.get(name, name), []).append(line)
    return {name: "\n".join(dict.fromkeys(lines)) for name, lines in found.items()}


def _contrast(theme: Theme) -> Theme:
    """Return a theme with the opposite page: a light one for a dark page, a dark one otherwise."""
    is_dark = sum(theme.page[:3]) < 3 * 128
    own = theme.name.removesuffix("-dark") if is_dark else f"{theme.name}-dark"
    default = "guide" if is_dark else "dark"
    return config.theme(own if own != theme.name and own in config.themes() else default)
