"""What holds in the film of every shipped figure, whatever its operation, view and order."""

from __future__ import annotations

import io
import itertools
import math

import numpy as np
import pytest
from PIL import Image

import convanim
from convanim.arithmetic.cells import Cell
from convanim.layout.wrappers.language import GIVEN
from convanim.scene.geometry import holds
from convanim.scene.shapes import Labels, Polygons
from convanim.sweep.sweep import Cells
from tests.support.shipped import CONFIGS, FEW

OWN_WAY = {"connections", "footprint", "paths", "receptive_field", "shapes"}
"""Views that do not go through the positions of a window."""

MOST_CELLS = 12
"""The most cells of a map that are looked at, from the first to the last."""


@pytest.fixture(scope="module", params=CONFIGS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def fig(request):
    """Return a shipped figure, which is laid out once for all tests."""
    return convanim.load(request.param)


def test_there_is_a_drawing_for_every_position(fig):
    """Each panel shows each of its steps, and the film as many drawings as its panels take."""
    counts = []
    for panel, layout in zip(fig.spec.panels, fig.panels, strict=True):
        counts.append(len(layout.beats))
        if panel.view.name not in OWN_WAY and not panel.is_card:
            shown = {beat.step for beat in layout.beats}
            assert shown == {*range(len(layout.sweep.steps))}
    count = sum(counts) if fig.spec.page.advance == "in_turn" else max(counts)
    assert len(fig.layout.beats) == count
    if fig.spec.frames is None:
        assert fig.timeline.drawings == (*range(count),)


@pytest.mark.parametrize("path", FEW, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_last_frame_is_the_still(path):
    fig = convanim.load(path)
    still = Image.open(io.BytesIO(fig.to_bytes("png", frame="last", dpi=30)))
    assert np.array_equal(np.asarray(still.convert("RGB")), fig.frame(-1, 30))


def test_titles_and_captions_stay(fig):
    given = {
        frozenset((each.role, each.texts) for each in fig.layout.scene(n).layers if is_given(each))
        for n in fig.timeline.drawings
    }
    assert len(given) == 1


def is_given(layer):
    return isinstance(layer, Labels) and layer.role in GIVEN


def test_a_number_that_is_shown_stays_as_it_is(fig):
    """A number of an input or an output that is shown does not change, nor does it vanish."""
    if fig.spec.view.name == "paths":  # which counts on in every drawing
        return
    drawings = [(n, fig.layout.scene(n)) for n in fig.timeline.drawings]
    changed = []
    for number, part in enumerate(fig.layout.parts):
        beats = [(n, fig.layout.parts_at(n)[number]) for n, _ in drawings]
        final = last_steps(part.sweep)
        for role, index, at, corners in cells(part):
            until = final.get((role, index, at), -1)
            since = max((n for n, beat in beats if beat and beat.step <= until), default=0)
            found = (visible(scene, corners) for n, scene in drawings if n >= since)
            pairs = itertools.pairwise(itertools.dropwhile(lambda texts: not texts, found))
            changed += [(role, index, at, *pair) for pair in pairs if pair[0] != pair[1]]
    assert not changed


def last_steps(sweep):
    """Return the last step that writes each cell."""
    return {
        (step.writes.role, step.writes.index, at): step.index
        for step in sweep.steps
        for at in step.writes
    }


def cells(part):
    """Yield some cells of each input and output that a part of a page shows, with their corners.

    Those that padding crops go in the end.
    """
    for feature_map in part.sweep.maps:
        place = part.places.get((feature_map.role, feature_map.index))
        if place is None or feature_map.role not in ("input", "output"):
            continue
        every = [at for at in feature_map.cells() if Cell.CROPPED not in kinds(feature_map, at)]
        for at in every[:: math.ceil(len(every) / MOST_CELLS)]:
            one = tuple(range(n, n + 1) for n in at)
            for corners in place.cells(Cells(feature_map.role, one, feature_map.index)):
                yield feature_map.role, feature_map.index, at, corners


def kinds(feature_map, at):
    return [kinds[n] for kinds, n in zip(feature_map.axes, at, strict=True)]


def visible(scene, corners):
    """Return the texts in the middle of a cell that nothing covers."""
    middle = tuple(sum(along) / len(corners) for along in zip(*corners, strict=True))
    texts = []
    for layer in scene.layers:
        if isinstance(layer, Labels):
            texts += [text for text, point in layer.texts if math.dist(point, middle) < 1e-6]
        elif texts and isinstance(layer, Polygons):
            texts *= not any(holds(shape, middle) for shape in layer.shapes)
    return texts
