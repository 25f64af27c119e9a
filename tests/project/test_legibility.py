"""Every shipped figure can be read: no text meets another or a line, is too small or too faint."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import pytest

import convanim
from convanim.gallery.card import caption
from convanim.layout.view import View
from convanim.plugins.registry import scan
from convanim.scene.fade import fade
from convanim.scene.motion import drawing
from convanim.scene.shapes import Labels, Polygons, Scene, Strokes
from tests.support.legibility import Contrasts, faults, small_letters, texts

CONFIGS = Path(__file__).parents[2] / "configs"
FIGURES = [path for path in sorted(CONFIGS.glob("*/*.yaml")) if path.parent.name != "guide"]

LONGEST = 175
"""The greatest length of a caption in a gallery: two lines of a page."""

COLUMN, PAGE = (mm / 25.4 * 72 for mm in (84, 174))
"""The widths figures are meant for, in points: one panel in a column, else across the page."""


def sample(figure):
    """Return a few frames: first and last ones, the poster, and some in motion."""
    count = len(figure)
    wanted = {0, 1, count // 3, figure.poster, count - 2, count - 1}
    return sorted(wanted & set(range(count)))


@pytest.fixture(scope="module", params=FIGURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def fig(request):
    """Return a shipped figure, which is laid out once for all tests."""
    return convanim.load(request.param)


def test_every_text_of_a_shipped_figure_can_be_read(fig):
    is_broad = len(fig.spec.panels) > 1 or fig.spec.setup.canvas
    room = PAGE if is_broad else COLUMN
    found = {
        fault
        for t in sample(fig)
        for fault in faults(drawing(fig.layout, fig.timeline.moments[t]), fig.spec.theme, room)
    }
    assert not found


@pytest.mark.parametrize(("width", "room"), [("84mm", COLUMN), ("174mm", PAGE)])
@pytest.mark.parametrize("path", FIGURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_letter_has_five_points_at_the_width_of_a_column_and_of_a_page(path, width, room):
    """Subscripts too: they keep their size where a drawing becomes smaller."""
    try:
        fig = convanim.load(path, f"width={width}")
        left, _, right, _ = fig.layout.box
    except convanim.ConfigError:
        if width == "84mm":  # a figure may need the whole page, and then says so
            return
        raise
    assert right - left == pytest.approx(room, abs=0.01)
    scenes = (drawing(fig.layout, fig.timeline.moments[t]) for t in sample(fig))
    assert {fault for each in scenes for fault in small_letters(each, fig.spec.theme)} == set()


def test_panels_fit_across_a_page(fig):
    left, _, right, _ = fig.layout.box
    assert len(fig.spec.panels) == 1 or fig.spec.setup.canvas or right - left <= PAGE + 0.01


LAYERS = {
    "conv": {"i": 4, "k": 3, "p": 1},
    "strided": {"i": 5, "k": 3, "s": 2, "p": 1},
    "dilated": {"i": 4, "k": 2, "d": 2},
    "copied": {"i": 4, "k": 3, "p": 1, "padding_mode": "reflect"},
    "transposed": {"operation": "transposed_conv", "i": 3, "k": 3, "s": 2, "p": 1},
    "max_pool": {"operation": "max_pool", "i": 4, "k": 2},
    "avg_pool": {"operation": "avg_pool", "i": 4, "k": 2, "s": 2, "p": 1},
    "upsample": {"operation": "upsample", "i": 3, "scale": 2, "mode": "bilinear"},
}
SHOWN = {name: ["labels", "values", name] for name in ("trail", "uncovered", "winner", "step")}
SHOWN |= {"indices": ["labels", "values", "indices"]}
SHOWN |= {"values": ["labels", "values"], "alone": []}

WITH_NUMBERS = {"channels", "flat", "im2col", "isometric", "matrix", "picture", "row", "scatter"}
"""Views that must take numbers and what is shown with them, of some layer."""


def varied(view, layer, axes, show):
    """Return a figure with numbers; None where the view refuses the layer or what is shown."""
    keys = LAYERS[layer] | {"i": [LAYERS[layer]["i"]] * axes, "view": view}
    weights = {"kernel": [-2, 2]} if "operation" not in keys or layer == "transposed" else {}
    values = {"seed": 3, "input": [0, 99], **weights}
    try:
        fig = convanim.figure(**keys, values=values, show=show)
        _ = fig.layout
    except convanim.ConfigError:
        return None
    return fig


@pytest.mark.parametrize("axes", [1, 2])
@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("view", sorted(scan(View)))
def test_numbers_can_be_read_in_every_view_whatever_else_it_shows(view, layer, axes):
    for show in SHOWN.values():
        if fig := varied(view, layer, axes, show):
            theme = fig.spec.theme
            scenes = (drawing(fig.layout, fig.timeline.moments[t]) for t in sample(fig))
            assert {fault for each in scenes for fault in faults(each, theme, PAGE)} == set()


NUMBERS = {"values": {"seed": 3, "input": [0, 9], "kernel": [-1, 1]}}
TALL = {"i": [14, 4], "k": [11, 2], **NUMBERS}
WITH_SIGNS = {
    "channels": TALL,
    "flat": TALL,
    "picture": TALL,
    "stamps": {"operation": "transposed_conv", "i": [1, 4], "k": [11, 2], **NUMBERS},
}
"""Layers whose kernels have rows with two digits, by the views that draw signs beside them."""


@pytest.mark.parametrize("view", WITH_SIGNS)
def test_the_numbers_of_rows_are_clear_of_the_signs_beside_them(view):
    fig = convanim.figure(**WITH_SIGNS[view], view=view, show=["labels", "values", "indices"])
    found = texts(drawing(fig.layout, fig.timeline.moments[-1]), fig.spec.theme)
    signs = [each.box for each in found if each.role == "sign"]
    numbers = [each.box for each in found if each.role == "index"]
    beside = [(a, b) for a, b in itertools.product(signs, numbers) if a.is_beside(b)]
    assert signs
    assert numbers
    assert all(max(a.left - b.right, b.left - a.right) >= 1.5 for a, b in beside)
    assert beside or view == "channels"  # which leaves out the numbers that signs would be near


@pytest.mark.parametrize("view", sorted(WITH_NUMBERS))
def test_views_with_numbers_are_among_those_that_are_read(view):
    layers = ("conv", "transposed", "max_pool")
    assert any(varied(view, layer, axes, SHOWN["alone"]) for layer in layers for axes in (1, 2))


def test_every_text_of_every_frame_has_contrast_also_in_motion(fig):
    contrasts = Contrasts(fig.spec.theme)
    found = {
        (t, fault)
        for t, moment in enumerate(fig.timeline.moments)
        for fault in contrasts.low(drawing(fig.layout, moment))
    }
    assert not sorted(found)[:5]


def test_every_text_has_contrast_while_one_drawing_fades_into_another(fig):
    """Also where the config asks for no motion: the first return to a next row stands for all."""
    if not all(panel.view.glides for panel in fig.spec.panels):
        return
    count = len(fig.layout.beats)
    returns = (n for n in range(count - 1) if fig.layout.is_cut(n, n + 1))
    if (n := next(returns, None)) is None:
        return
    here, there = (fig.layout.scene(m) for m in (n, n + 1))
    contrasts = Contrasts(fig.spec.theme)
    found = {fault for part in (0.25, 0.5) for fault in contrasts.low(fade(here, there, part))}
    assert not sorted(found)[:5]


def test_a_shipped_figure_has_a_title_and_names(fig):
    if fig.name == "strip":  # for a paper, which explains its letters
        return
    last = fig.layout.scene(len(fig.layout.beats) - 1)
    assert fig.spec.page.title
    assert any(each.role.startswith("label") for each in last.layers if isinstance(each, Labels))
    assert all(
        each.caption[0].isupper() and each.caption.endswith(".")
        for each in (fig.spec.page, *fig.spec.panels)
        if each.caption
    )


def test_no_two_shipped_figures_have_one_title():
    titles = Counter(
        title.casefold()
        for path in FIGURES
        if path.parent.name != "themes" and (title := convanim.load(path).spec.page.title)
    )
    assert [title for title, count in titles.items() if count > 1] == []


def test_the_caption_of_a_shipped_figure_is_a_sentence_that_is_read_at_a_glance():
    captions = {path: caption(path.read_text(encoding="utf-8")) for path in FIGURES}
    assert all(text.endswith(".") for text in captions.values())
    assert {path.stem: text for path, text in captions.items() if len(text) > LONGEST} == {}


def scene(*layers, size=100.0):
    return Scene((0.0, 0.0, size, size), layers)


SQUARE = ((10.0, 10.0), (30.0, 10.0), (30.0, 30.0), (10.0, 30.0))
LABEL = Labels("label", (("12", (20.0, 20.0)),))


@pytest.mark.parametrize(
    ("layers", "fault"),
    [
        ((LABEL, Labels("label", (("3", (22.0, 21.0)),))), "12 (label) meets 3 (label)"),
        ((LABEL, Strokes("arrow", (((0.0, 20.0), (50.0, 20.0)),))), "is crossed by arrow"),
        ((Labels("label", (("12", (1.0, 20.0)),)),), "leaves the page"),
        ((Labels("label", (("12", (20.0, 20.0)),), scale=0.5),), "has 3.98 points"),
        ((Labels("note", ((r"$\frac{1}{2}$", (50.0, 20.0)),), scale=0.8),), "has 4.46 points"),
        ((Labels("note", (("$o_1$", (50.0, 20.0)),), scale=0.8),), "has 4.46 points"),
        ((Labels("note", (("$2^{k}$", (50.0, 20.0)),), scale=0.8),), "has 4.46 points"),
        ((Labels("note", ((r"$x_{i_1}$", (50.0, 20.0)),)),), "has 3.91 points"),
        (
            (Labels("note", tuple((r"$\dfrac{1}{2}$", (50.0, y)) for y in (30.0, 46.0))),),
            r"$\dfrac{1}{2}$ (note) meets $\dfrac{1}{2}$ (note)",
        ),
        ((Polygons("window", (SQUARE,)), LABEL), "has a contrast of 3."),
    ],
)
def test_what_is_hard_to_read_is_found(layers, fault):
    theme = convanim.figure(i=3, k=2).spec.theme
    (found,) = faults(scene(*layers), theme, COLUMN)
    assert fault in found


def test_contrast_is_that_of_what_is_under_a_text_and_not_over_it():
    contrasts = Contrasts(convanim.figure(i=3, k=2).spec.theme)
    (found,) = contrasts.low(scene(Polygons("window", (SQUARE,)), LABEL))
    assert found.startswith("12 (label) has a contrast of 3.")
    assert not [*contrasts.low(scene(LABEL, Polygons("window", (SQUARE,))))]
    assert not [*contrasts.low(scene(LABEL))]


def test_what_is_covered_is_not_read():
    theme = convanim.figure(i=3, k=2).spec.theme
    covered = scene(LABEL, Polygons("page", (SQUARE,)))
    assert not [*faults(covered, theme, COLUMN)]
    line = Strokes("arrow", (((0.0, 20.0), (50.0, 20.0)),))
    assert not [*faults(scene(line, Polygons("page", (SQUARE,)), LABEL), theme, COLUMN)]


def test_a_wide_page_is_printed_smaller():
    theme = convanim.figure(i=3, k=2).spec.theme
    (found,) = faults(scene(LABEL, size=2 * COLUMN), theme, COLUMN)
    assert found == "12 (label) has 3.98 points"
