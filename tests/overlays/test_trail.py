"""The trail: an arrow through the outputs in the order in which they are computed."""

from __future__ import annotations

import pytest

import convanim


def trails(figure):
    return [layer.lines for layer in figure.layout.scene(0).layers if layer.role == "trail"]


@pytest.mark.parametrize("order", ["raster", "column", "snake"])
def test_it_goes_through_the_outputs_in_their_order(order):
    fig = convanim.figure(i=4, k=2, order=order, show=["trail"])
    ((path, head),) = trails(fig)
    place = fig.panels[0].places["output", ()]
    written = [fig.step(t).writes.first for t in range(len(fig))]
    assert path == tuple(place.centre(cell) for cell in written)
    assert head[1] == path[-1]


def test_each_panel_has_an_order_of_its_own():
    panels = [{"order": "column"}, {}, {"order": "raster"}]
    fig = convanim.figure(i=4, k=2, order="snake", panels=panels, show=["trail"])
    assert [panel.order for panel in fig.spec.panels] == ["column", "snake", "raster"]
    cells = [[step.writes.first for step in each.sweep.steps][:3] for each in fig.panels]
    assert cells == [[(0, 0), (1, 0), (2, 0)], *[[(0, 0), (0, 1), (0, 2)]] * 2]


def test_one_position_has_no_trail():
    assert trails(convanim.figure(i=3, k=3, show=["trail"])) == []


def test_a_view_without_maps_has_no_trail():
    with pytest.raises(convanim.ConfigError, match="show: trail needs a view that draws maps"):
        convanim.figure(i=3, k=2, view="shapes", show=["trail"])
