"""Several drawings in one figure: what each inherits, where they stand, how they go on."""

from __future__ import annotations

import itertools

import pytest

import convanim
from convanim.errors import listed
from convanim.layout.captions import COLUMN
from convanim.layout.maps.plane import MARGIN
from convanim.layout.overlay import Overlay
from convanim.layout.page.arrangement import JOURNAL, LEGIBLE
from convanim.layout.page.fitting import NEAR
from convanim.plugins import registry
from convanim.scene.geometry import CELL, bounds
from convanim.scene.shapes import Strokes
from convanim.scene.typesetting import SIZE

OVERLAYS = listed(registry.scan(Overlay))

PAIR = [{"s": 1}, {"s": 2}]


def written(fig, t):
    return [None if beat is None else beat.step for beat in fig.beats(t)]


def middles(fig, role, t=0):
    """The vertical middle of what each layer of a role covers."""
    found = [each for each in fig.layout.scene(t).layers if each.role == role]
    return [sum(y for _, y in each.points()) / len(each.points()) for each in found]


def test_each_has_the_outer_keys_it_does_not_have_itself():
    fig = convanim.figure(i=5, k=3, panels=[{}, {"s": 2, "p": 1}, {"operation": "max_pool"}])
    told = [(each.name, each.axes[0].s, each.axes[0].p_before) for each in fig.spec.layers]
    assert told == [("conv", 1, 0), ("conv", 2, 1), ("max_pool", 1, 0)]
    assert [panel.view.name for panel in fig.spec.panels] == ["isometric"] * 3


def test_a_panel_has_layers_and_a_view_of_its_own():
    fig = convanim.figure(i=6, panels=[{"layers": [{"k": 3}, {"k": 2}]}, {"k": 2, "view": "flat"}])
    assert [len(panel.layers) for panel in fig.spec.panels] == [2, 1]
    assert [panel.view.name for panel in fig.spec.panels] == ["isometric", "flat"]
    assert fig.spec.operation.axes[0].o == 5


def test_together_the_shorter_stays_at_its_end():
    fig = convanim.figure(i=5, k=3, panels=PAIR)
    assert len(fig) == 9
    assert [written(fig, t) for t in (0, 3, 4, 8)] == [[0, 0], [3, 3], [4, 3], [8, 3]]


def test_each_panel_shows_the_steps_that_it_chooses():
    panels = [{"s": 1, "frames": "8,0-1"}, {"s": 2, "frames": "3,2,1,0"}]
    fig = convanim.figure(i=5, k=3, panels=panels)
    assert [written(fig, t) for t in range(len(fig))] == [[8, 3], [0, 2], [1, 1], [1, 0]]
    in_turn = fig.with_(advance="in_turn")
    assert len(in_turn) == 3 + 4
    assert [written(in_turn, t) for t in (0, 2, 3, 6)] == [
        [8, None],
        [1, None],
        [None, 3],
        [None, 0],
    ]


def test_the_steps_of_a_panel_look_as_in_the_whole_film():
    panels = [{"s": 1}, {"s": 2}]
    whole = convanim.figure(i=5, k=3, panels=panels)
    some = convanim.figure(i=5, k=3, panels=[{**each, "frames": "2,0"} for each in panels])
    assert some.layout.box == whole.layout.box
    assert some.layout.scene(0) == whole.layout.scene(2)


def test_a_panel_that_has_ended_shows_the_last_step_chosen():
    panels = [{"i": 5, "k": 3, "frames": "0-1"}, {"i": 4, "k": 3}]
    fig = convanim.figure(panels=panels, advance="in_turn")
    filled = [
        len(layer.shapes)
        for layer in fig.layout.scene(3).layers
        if layer.role == "output" and hasattr(layer, "shapes")
    ]
    assert sum(filled) < 9


def test_the_figures_steps_are_chosen_among_those_of_its_panels():
    panels = [{"s": 1, "frames": "4-8"}, {"s": 2}]
    fig = convanim.figure(i=5, k=3, panels=panels, frames="4,0")
    assert [written(fig, t) for t in range(len(fig))] == [[8, 3], [4, 0]]


def test_in_turn_the_others_rest():
    fig = convanim.figure(i=5, k=3, panels=PAIR, advance="in_turn")
    assert len(fig) == 9 + 4
    assert [written(fig, t) for t in (0, 8, 9, 12)] == [[0, None], [8, None], [None, 0], [None, 3]]
    windows = [each for each in fig.layout.scene(12).layers if each.role == "window"]
    assert len(windows) == 1


def test_the_text_tells_every_panel(tmp_path):
    fig = convanim.figure(i=5, k=3, panels=PAIR, advance="in_turn")
    (path,) = fig.save(tmp_path / "x.txt")
    first = path.read_text().split("frame ")[1]
    assert first.startswith("0 of 13: step 0, slide, writes output (0, 0)")
    assert "\n\nat rest\ninput 5 x 5\n o  o " in first


@pytest.mark.parametrize("view", ["flat", "matrix", "channels"])
def test_a_slanted_drawing_is_level_with_what_is_beside_it(view):
    panels = [{"view": "isometric"}, {"view": view}]
    whole = convanim.figure(i=4, k=3, panels=panels)
    slanted, other = (convanim.figure(i=4, k=3, view=each["view"]).layout for each in panels)
    height = max(each.box[3] - each.box[1] for each in (slanted, other))
    assert whole.layout.box[3] - whole.layout.box[1] == pytest.approx(height, abs=1.5 * CELL)


def test_slanted_drawings_beside_each_other_share_their_ground():
    keys = {"k": 3, "view": "isometric"}
    fig = convanim.figure(
        panels=[{"i": 4, **keys}, {"i": 7, **keys}, {"i": 4, "view": "flat"}], k=3
    )
    inputs = [each for each in fig.layout.scene(0).layers if each.role == "input"]
    lowest = [min(y for _, y in each.points()) for each in inputs]
    assert lowest[0] == pytest.approx(lowest[1])
    assert lowest[2] > lowest[1] + 2 * CELL


def test_cells_have_one_size_and_baselines_align():
    fig = convanim.figure(panels=[{"i": 4, "k": 3}, {"i": 7, "k": 3}])
    grounds = [each for each in fig.layout.scene(0).layers if each.role == "input"]
    widths = [max(x for x, _ in g.points()) - min(x for x, _ in g.points()) for g in grounds]
    assert widths == pytest.approx([4 * 1.7 * CELL, 7 * 1.7 * CELL])
    assert [min(y for _, y in each.points()) for each in grounds] == pytest.approx([0, 0])


def test_panels_in_rows():
    keys = {"i": 4, "k": 3, "view": "flat"}
    fig = convanim.figure(**keys, panels=[{}, {}, {}], columns=2)
    alone = convanim.figure(**keys).layout.box
    left, bottom, right, top = fig.layout.box
    gap = 2 * MARGIN
    assert right - left == pytest.approx(2 * (alone[2] - alone[0]) + gap)
    assert top - bottom == pytest.approx(2 * (alone[3] - alone[1]) + gap)
    first, second, third = middles(fig, "input")
    assert first == second == pytest.approx(third + alone[3] - alone[1] + gap)


def test_titles_and_captions_stand_clear_of_the_drawing():
    plain = convanim.figure(i=4, k=3).layout.box
    fig = convanim.figure(i=4, k=3, title="A title", caption="Words " * 30)
    left, bottom, right, top = fig.layout.box
    scene = fig.layout.scene(0)
    title, caption = (
        next(each for each in scene.layers if each.role == role) for role in ("title", "caption")
    )
    assert all(plain[3] - MARGIN < y < top for _, (_, y) in title.texts)
    assert all(bottom < y < plain[1] for _, (_, y) in caption.texts)
    assert right - left == pytest.approx(COLUMN, abs=0.1 * COLUMN)
    assert len(caption.texts) > 2
    assert {fig.layout.scene(n).box for n in range(4)} == {fig.layout.box}


def test_a_title_alone_belongs_to_the_page_and_in_panels_to_each():
    fig = convanim.figure(i=4, k=3, title="outer", panels=[{"title": "one"}, {"title": "two"}])
    titles = [
        text
        for each in fig.layout.scene(0).layers
        if each.role == "title"
        for text, _ in each.texts
    ]
    assert sorted(titles) == ["one", "outer", "two"]
    assert fig.spec.page.title == "outer"
    assert [panel.title for panel in convanim.figure(i=4, k=3, title="t").spec.panels] == [None]


def test_titles_of_panels_are_smaller_than_that_of_the_figure_and_larger_than_names():
    fig = convanim.figure(i=4, k=3, title="t", panels=[{"title": "u"}, {}], show="labels")
    layers = fig.layout.scene(0).layers
    outer, inner = sorted({each.scale for each in layers if each.role == "title"}, reverse=True)
    names = {each.scale for each in layers if each.role == "label"}
    assert outer / inner > 1.15 and inner > max(names)
    heights = {text: y for each in layers if each.role == "title" for text, (_, y) in each.texts}
    assert heights["t"] - heights["u"] > 1.5 * (outer + inner) / 2 * SIZE


def test_lines_of_panels_stand_on_one_level_with_and_without_fractions():
    fig = convanim.figure(i=5, k=3, panels=[{"s": 1}, {"s": 2}], show="formula")
    notes = [each for each in fig.layout.scene(0).layers if each.role == "note"]
    plain, high = ([y for _, (_, y) in each.texts] for each in notes)
    assert plain == pytest.approx(high)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"panels": []}, "panels must be a list such as [{s: 1}, {s: 2}], not []"),
        ({"panels": [3]}, "panels[0] must be a mapping, as in [{s: 1}, {s: 2}], not 3"),
        ({"panels": [{}] * 25}, "panels must have at most 24 entries, not 25"),
        (
            {"panels": [{"theme": "grey"}]},
            "unknown key 'theme'; choose one of bias, caption, colours, d, depth_multiplier, "
            "excerpt, expect, flip, frames, groups, i, in_channels, k, layers, map, operation, "
            "order, out_channels, p, padding_mode, relu, s, show, title, values, view",
        ),
        ({"panels": [{"s": 0}]}, "s must be a whole number from 1 to 1000000, not 0"),
        (
            {"panels": [{}, {"k": 9}]},
            "kernel does not fit: kernel 9 is wider than i + 2p = 4; the output would be -4 x -4",
        ),
        ({"advance": "later"}, "advance must be one of in_turn, matched, together, not 'later'"),
        ({"order": "spiral"}, "order must be one of column, raster, snake, not 'spiral'"),
        ({"title": ""}, "title must be text, not ''"),
        ({"title": "x" * 2001}, "title must have at most 2000 characters, not 2001"),
        (
            {"show": ["steps"]},
            f"show[0] must be one of {OVERLAYS}, not 'steps'; did you mean 'step'?",
        ),
        ({"frames": "4"}, "no step 4: there are 4, numbered from 0 to 3"),
        ({"poster": 4}, "no step 4: there are 4, numbered from 0 to 3"),
        (
            {"panels": [{"frames": "0-3"}, {"k": 2, "frames": "0,9-11"}]},
            "no step 9, 10, 11: there are 9, numbered from 0 to 8",
        ),
        (
            {"panels": [{"frames": "0-1"}, {"k": 2, "frames": "0"}], "frames": "2"},
            "no step 2: there are 2, numbered from 0 to 1",
        ),
        ({"panels": [{}, {"k": 2}], "frames": "9"}, "no step 9: there are 9, numbered from 0 to 8"),
    ],
)
def test_faults(keys, message):
    with pytest.raises(convanim.ConfigError) as caught:
        convanim.figure(**{"i": 4, "k": 3, **keys})
    assert str(caught.value) == message


def test_layouts_with_an_upright_hang_in_line_and_so_do_their_titles():
    panels = [{"p": "valid", "title": "VALID"}, {"p": "causal", "title": "causal"}]
    fig = convanim.figure(i=[8], k=3, view="row", panels=panels, columns=1)
    still = fig.layout.at_rest().layers
    lefts = [min(x for x, _ in each.points()) for each in still if each.role == "input"]
    titles = [each.points()[0][0] for each in still if each.role == "title"]
    assert lefts[0] == pytest.approx(lefts[1])
    assert titles[0] == pytest.approx(titles[1])
    assert fig.layout.box[2] - fig.layout.box[0] == pytest.approx(10 * CELL + 2 * MARGIN)


def test_beside_one_without_an_upright_each_stands_in_the_middle():
    panels = [{"view": "row"}, {"view": "row", "p": "causal"}, {"view": "flat"}]
    fig = convanim.figure(i=[8], k=3, panels=panels, columns=1)
    middles = []
    for each in fig.layout.placed:
        left, _, right, _ = each.layout.box
        line = Strokes("any", (((left, 0), (right, 0)),))
        middles.append(sum(x for x, _ in each.move(line).points()) / 2)
    assert middles == pytest.approx([middles[0]] * 3)


def test_captions_of_panels_are_level_below_each_and_above_that_of_the_page():
    fig = convanim.figure(
        k=3, caption="all", panels=[{"i": 4, "caption": "one"}, {"i": 7, "caption": "two\n2"}]
    )
    captions = [each for each in fig.layout.scene(0).layers if each.role == "caption"]
    places = {text: at for each in captions for text, at in each.texts}
    assert set(places) == {"one", "two", "2", "all"}
    assert places["one"][1] == pytest.approx(places["two"][1])
    assert places["two"][1] > places["2"][1] > places["all"][1] > fig.layout.box[1]
    assert places["one"][0] < places["all"][0] < places["two"][0]
    drawings = [each for each in fig.layout.scene(0).layers if each.role.startswith("input")]
    lowest = min(y for each in drawings for _, y in each.points())
    assert places["one"][1] < lowest


def columns(count, **keys):
    figure = convanim.figure(panels=[{"title": str(n)} for n in range(count)], k=3, **keys)
    left, _, right, _ = figure.layout.box
    return figure.page.columns, right - left


def test_panels_wrap_where_they_would_be_hard_to_read_across_a_page():
    assert columns(2, i=5)[0] == 2
    number, width = columns(4, i=7)
    assert 1 < number < 4
    assert width <= JOURNAL + NEAR


def test_panels_side_by_side_are_drawn_smaller_where_they_then_fit_across_a_page():
    panels = [{"title": str(n)} for n in range(2)]
    fig = convanim.figure(i=5, k=4, p=2, panels=panels)
    left, _, right, _ = fig.layout.box
    assert fig.page.columns == 2
    assert right - left == pytest.approx(JOURNAL, abs=NEAR)
    assert LEGIBLE < fig.scale < 1


def test_panels_whose_texts_do_not_fit_across_a_page_keep_their_size():
    panels = [{"d": d} for d in (1, 2, 3)]
    fig = convanim.figure(i=7, k=3, show=["formula"], columns=3, panels=panels)
    left, _, right, _ = fig.layout.box
    assert fig.scale == 1
    assert right - left > JOURNAL


def test_one_panel_wider_than_a_page_stands_in_a_column():
    assert columns(2, i=[40, 40], excerpt=False)[0] == 1


@pytest.mark.parametrize("count", [2, 3])
def test_panels_of_any_width_fit_across_a_page_and_are_a_fifth_smaller_at_most(count):
    """Also those that would fit if there were no gaps between them."""
    for i, k in itertools.product(range(6, 20), (1, 2)):
        pool = {"operation": "max_pool", "i": [2, i], "k": [1, k], "s": 1}
        fig = convanim.figure(panels=[pool] * count, view="flat")
        left, _, right, _ = fig.layout.box
        assert right - left <= JOURNAL + 0.01, (i, k)
        assert cell_width(fig) >= LEGIBLE * CELL - 0.01, (i, k)


def cell_width(fig):
    """Return the width of the cell that is written first."""
    first = next(layer for layer in fig.layout.scene(0).layers if layer.role == "window.output")
    left, _, right, _ = bounds(first.shapes[0])
    return right - left
