"""Pages: SVG and PDF contain every vertex of a scene, text stays text, and bytes are stable."""

from __future__ import annotations

import io
import re
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import convanim
from convanim.backends.pages import Pages
from convanim.layers.subject import Subject
from convanim.scene.shapes import Labels
from convanim.scene.theme import Ink, Theme
from convanim.scene.timeline import Timing, timeline
from convanim.views.isometric import Isometric
from tests.backends.conftest import THEME, Moving
from tests.support.guide import ARITHMETIC

NUMBER = r"-?\d+(?:\.\d+)?"


def svg(film, frame=0):
    target = io.BytesIO()
    film.print_svg(target, frame)
    return target.getvalue().decode()


def pdf(film, frames):
    target = io.BytesIO()
    film.print_pdf(target, frames)
    return target.getvalue()


def streams(book):
    return [
        zlib.decompress(body)
        for body in re.findall(rb"/FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", book, re.S)
    ]


def svg_points(text, box):
    """Return every vertex of every path that is no letter, in the coordinates of the scene."""
    found = set()
    for path in re.findall(r'<path class="[^"]*" d="([^"]*)"', text):
        for line in filter(None, path.split("M")):
            x = y = 0
            numbers = [*map(int, re.findall(r"-?\d+", line))]
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + dx, y + dy
                found.add((x / 100, -y / 100))
    return found


def holds(points, wanted):
    """Return whether each wanted point is among the points, to within a hundredth of a point."""
    grid = {(round(x, 2), round(y, 2)) for x, y in points}
    steps = (-0.01, 0, 0.01)
    return all(
        any((round(x + dx, 2), round(y + dy, 2)) in grid for dx in steps for dy in steps)
        for x, y in wanted
    )


@pytest.mark.parametrize("figure", ARITHMETIC, ids=lambda figure: figure.name)
def test_every_vertex_of_the_scene_is_in_the_svg(figure, theme):
    subject = Subject(figure.operation())
    sweep, layout = subject.sweep, Isometric().lay_out(subject)
    line = dict(theme.inks)["line"]
    roles = ("padding", "input", "window", "connector", "output")
    drawn_in = Theme("all drawn", (*theme.inks, *((role, line) for role in roles)))
    film = Pages(layout, timeline(range(len(sweep.steps)), Timing()), drawn_in)
    for frame in {0, len(sweep.steps) // 2, len(sweep.steps) - 1}:
        scene = layout.scene(frame)
        points = svg_points(svg(film, frame), scene.box)
        assert holds(points, [point for layer in scene.layers for point in layer.points()])


def test_pdf_pages_have_the_same_vertices(layout, theme, shown):
    film = Pages(layout, shown, theme)
    book = pdf(film, range(4))
    pages = [page for page in streams(book) if b" l" in page and b" m" in page]
    assert len(pages) == 4
    left, bottom, _, _ = layout.box
    for frame, page in enumerate(pages):
        found = re.findall(rf"({NUMBER}) ({NUMBER}) [ml]\b", page.decode("latin1"))
        points = {(float(x) + left, float(y) + bottom) for x, y in found}
        shapes = [each for each in layout.scene(frame).layers if not hasattr(each, "texts")]
        assert holds(points, [point for each in shapes for point in each.points()])


def test_pages_of_a_fade_have_the_colours_between_those_of_two_drawings():
    figure = convanim.figure(i=3, k=2, timing={"tween": 3})
    frame = next(t for t, moment in enumerate(figure.timeline.moments) if moment.fades)
    film = Pages(figure.layout, figure.timeline, figure.spec.theme)
    window, unit = ((8, 109, 186), (195, 221, 248))
    assert figure.spec.theme.paint("window").fill[:3] == window
    assert figure.spec.theme.paint("input").fill[:3] == unit
    going, coming = (
        [round(part * a + (1 - part) * b) for a, b in zip(window, unit, strict=True)]
        for part in (0.75, 0.25)
    )
    text = svg(film, frame)
    for colour in (going, coming):
        assert "fill:#{:02x}{:02x}{:02x}".format(*colour) in text
    (page,) = [each for each in streams(pdf(film, [frame])) if b" rg" in each]
    fills = {tuple(map(float, each)) for each in re.findall(rb"(\S+) (\S+) (\S+) rg", page)}
    for colour in (going, coming):
        assert any(np.allclose(fill, np.array(colour) / 255, atol=1e-3) for fill in fills)


def test_svg_groups_carry_their_roles_in_paint_order(layout, theme, shown):
    text = svg(Pages(layout, shown, theme))
    groups = re.findall(r'<g id="(ground|shade|line|dashes|text)_\d+"', text)
    assert groups == ["ground", "shade", "line", "dashes", "text"]


def test_page_size_is_the_scenes(layout, theme, shown):
    assert 'width="100pt" height="60pt"' in svg(Pages(layout, shown, theme))
    book = pdf(Pages(layout, shown, theme), [0])
    assert re.search(rb"/MediaBox \[ ?0 0 100 60 ?\]", book)


def test_pdf_text_is_text_in_type_42_and_hidden_text_is_left_out(layout, theme, shown, caplog):
    book = pdf(Pages(layout, shown, theme), [0])
    assert b"/Type3" not in book
    assert b"/CIDFontType2" in book
    page = next(page for page in streams(book) if b"BT" in page)
    assert page.count(b"BT") == 2
    assert not caplog.records


def test_text_stands_where_its_outline_stands_in_pixels(layout, theme, shown):
    book = pdf(Pages(layout, shown, theme), [0])
    page = next(page for page in streams(book) if b"BT" in page)
    x, y = re.search(rb"1 0 -?0 1 ([\d.]+) ([\d.]+) cm\s+BT", page).groups()
    # Two digits of half an em at 8 points are 8 wide and 0.6444 * 8 high, around (60, 15).
    assert float(x) == pytest.approx(60 - 4 + 10, abs=0.01)
    assert float(y) == pytest.approx(15 - 0.6444 * 4 + 5, abs=0.01)


FORMULA = r"$o = \lfloor \frac{i + 2p - k}{s} \rfloor + 1$"


@pytest.mark.parametrize("size", [5.6, 7.97, 8.0, 12.3])
@pytest.mark.parametrize("text", ["$-3$", "a_b: $w$", "$x_{1,2}$", FORMULA])
def test_mathematics_stands_on_the_baseline_of_plain_text(text, size):
    """Otherwise -1 would be up to a point higher than the 0 beside it."""
    page = Moving()
    page.cover = (Labels("text", ((text, (60.0, 25.0)),)),)
    theme = Theme("sized", (*THEME.inks, ("text", Ink(size=size))))
    book = pdf(Pages(page, timeline([0], Timing()), theme), [0])
    stream = next(each for each in streams(book) if b"BT" in each)
    start, lift = re.search(rb"1 0 -?0 1 \S+ (\S+) cm\s+BT\s+\S+ (\S+) Td", stream).groups()
    # The outline may be too high by a hundredth of the size.
    above = float(start) + float(lift) - (25 + 5 - 0.6444 * size / 2)
    assert 0 <= round(above, 3) <= 0.01 * size


def test_bytes_do_not_depend_on_the_time_or_on_a_users_settings(layout, theme, shown):
    import matplotlib

    film = Pages(layout, shown, theme)
    usual = pdf(film, [0, 1]), svg(film)
    rude = {
        "pdf.fonttype": 3,
        "pdf.compression": 0,
        "pdf.use14corefonts": True,
        "savefig.bbox": "tight",
        "savefig.transparent": True,
        "savefig.dpi": 33,
        "mathtext.fontset": "stix",
        "path.sketch": (5, 50, 2),
        "path.simplify": True,
        "figure.dpi": 30,
        "figure.facecolor": "red",
    }
    with matplotlib.rc_context(rude):
        assert (pdf(film, [0, 1]), svg(film)) == usual


def test_threads_do_not_take_settings_from_each_other(layout, theme, shown):
    """The second thread starts while the first draws, and draws once the first has ended."""
    film = Pages(layout, shown, theme)
    began, ended = threading.Event(), threading.Event()

    def first():
        began.wait(0.5)  # times out, since threads take turns
        yield 0

    def second():
        began.set()
        ended.wait(5)
        yield 0

    with ThreadPoolExecutor(2) as executor:
        one = executor.submit(pdf, film, first())
        one.add_done_callback(lambda _: ended.set())
        two = executor.submit(pdf, film, second())
    assert one.result() == two.result() == pdf(film, [0])
