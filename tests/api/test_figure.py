"""The library: figures from files and keys, frames, states, files."""

from __future__ import annotations

import doctest
import pickle

import numpy as np
import pytest
from PIL import Image

import convanim
from convanim.api import Figure
from convanim.arithmetic.cells import Cell
from convanim.layout.maps.plane import MARGIN
from tests.support.drafts import read_text


def test_the_docstrings_examples_run():
    from convanim.api import figures

    for module in (convanim, figures):
        tried = doctest.testmod(module)
        assert tried.attempted
        assert not tried.failed


def test_the_frames_of_a_figure():
    fig = convanim.figure(operation="conv", i=5, k=3, s=2, p=1)
    assert len(fig) == 9
    frame = fig.frame(4)
    assert (frame.shape, frame.dtype) == ((381, 395, 3), np.uint8)
    assert fig.frame(0, dpi=75).shape == (191, 197, 3)
    with pytest.raises(IndexError):
        fig.frame(9)


def test_the_states_of_a_figure():
    fig = convanim.figure(op="Conv2d", i=3, k=2, padding=1, values={"seed": 3})
    now = fig.step(0)
    assert list(now.read("input")) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert list(now.writes) == [(0, 0)]
    kinds = [fig.sweep.map("input").kind(cell) for cell in now.read("input")]
    assert kinds == [Cell.PADDING] * 3 + [Cell.REAL]
    read = [fig.sweep.map("input").value(cell) for cell in now.read("input")]
    weights = [fig.sweep.map("kernel").value(cell) for cell in now.read("kernel")]
    total = sum(a * b for a, b in zip(read, weights, strict=True))
    assert fig.sweep.map("output").value((0, 0)) == total
    assert [each.role for each in fig.maps] == ["input", "kernel", "output"]


def test_chosen_frames_and_their_times():
    fig = convanim.figure(i=4, k=2, frames="8,0-1", timing={"step": 0.5, "last": 2})
    assert fig.timeline.drawings == (8, 0, 1)
    assert fig.timeline.centiseconds == (80, 50, 200)
    assert list(fig.step(0).writes) == [(2, 2)]


def test_faults_of_keys_come_without_a_file():
    with pytest.raises(convanim.ConfigError) as caught:
        convanim.figure(i=4, k=9, view="isometrc")
    assert str(caught.value).splitlines() == [
        "kernel does not fit: kernel 9 is wider than i + 2p = 4; the output would be -4 x -4",
        "no view 'isometrc'; did you mean 'isometric'?",
    ]


def test_an_empty_output_is_refused_with_its_sizes():
    with pytest.raises(convanim.ConfigError, match="the output would be 0 x 0"):
        convanim.figure(operation="transposed_conv", i=2, k=3, s=1, p=2)


@pytest.mark.parametrize(("s", "p", "o"), [(2, 0, 5), (2, 1, 3), (2, 2, 1), (1, 0, 4), (1, 1, 2)])
def test_a_transposed_2_by_2(s, p, o):
    fig = convanim.figure(operation="transposed_conv", i=2, k=3, s=s, p=p, expect={"o": o})
    assert fig.explain().o == (o, o)


def test_save_picks_the_format_by_the_suffix(tmp_path):
    fig = convanim.figure(i=4, k=3)
    assert fig.save(tmp_path / "x.gif") == [tmp_path / "x.gif"]
    with Image.open(tmp_path / "x.gif") as film:
        assert film.n_frames == 4
    fig.save(tmp_path / "x.png", width=100, frame=3)
    with Image.open(tmp_path / "x.png") as picture:
        assert picture.width == 100
    with pytest.raises(convanim.ConvanimError, match=r"no format has the suffix '.gf'"):
        fig.save(tmp_path / "x.gf")
    with pytest.raises(convanim.ConvanimError, match="dpj"):
        fig.save(tmp_path / "x.gif", dpj=3)


def test_a_canvas_too_large_is_refused_before_it_is_drawn(tmp_path):
    fig = convanim.figure(i=4, k=3)
    with pytest.raises(
        convanim.OutputError, match="a frame has at most 64,000,000, and 65,535 on each side"
    ):
        fig.save(tmp_path / "x.gif", width=20000)
    assert not list(tmp_path.iterdir())


def test_a_filmstrip_shows_frames_in_rows_and_columns(tmp_path):
    fig = convanim.figure(i=5, k=3, filmstrip=[3, 3], outputs=["png", "pdf", "svg"])
    names = [path.name for path in fig.render(tmp_path)]
    assert names == [
        *(f"figure{strip}.{kind}" for kind in ("png", "pdf") for strip in ("", "_filmstrip")),
        *("figure_still.svg", "figure_filmstrip.svg"),
    ]
    strip = np.asarray(Image.open(tmp_path / "figure_filmstrip.png").convert("RGB"))
    height, width, _ = fig.frame(0).shape
    shared = MARGIN * 150 / 72
    assert abs(strip.shape[0] - 3 * height + 2 * shared) <= 3
    assert abs(strip.shape[1] - 3 * width + 2 * shared) <= 3
    for n in range(9):
        row, column = divmod(n, 3)
        top, left = round(row * (height - shared)), round(column * (width - shared))
        # Its neighbour begins in the margin.
        part = strip[top : top + height - 25, left : left + width - 25].astype(int)
        frame = fig.frame(n)[: part.shape[0], : part.shape[1]]
        # Fractions of a pixel move edges a little; another frame would differ far more.
        assert np.abs(part - frame).mean() < 6
        other = fig.frame((n + 4) % 9)[: part.shape[0], : part.shape[1]]
        assert np.abs(part - other).mean() > np.abs(part - frame).mean()


def test_ticks_are_counted_right(tmp_path):
    fig = convanim.figure(
        i=4, k=3, filmstrip=2, outputs=["gif", "png", "png/", "pdf", "svg", "txt", "mp4"]
    )
    ticks = []
    fig.render(tmp_path, tick=lambda: ticks.append(1))
    assert len(ticks) == fig.ticks(fig.outputs)


def test_load_takes_settings(tmp_path):
    (tmp_path / "x.yaml").write_text("i: 5\nk: 3\n")
    fig = convanim.load(tmp_path / "x.yaml", "s=2")
    assert (fig.name, len(fig)) == ("x", 4)


def test_public_names_exist():
    for name in convanim.__all__:
        assert getattr(convanim, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'missing'"):
        _ = convanim.missing


def test_what_is_too_large_to_draw_is_explained_and_refused_when_drawn():
    layers = [{"i": 224, "k": 7, "s": 2, "p": 3, "filters": 64}, {"op": "max_pool", "k": 3, "s": 2}]
    fig = convanim.figure(layers=layers, values={"seed": 1}, excerpt=False)
    assert fig.explain().as_dict()["layers"][1]["o"] == [55, 55]
    with pytest.raises(convanim.ConfigError) as refused:
        fig.frame(0)
    assert [str(report) for report in refused.value.reports] == [
        "802816 steps, 64 x 112 x 112, are too many; the limit is 100000: remove excerpt: false, "
        "use fewer channels or use a smaller i",
    ]


def test_a_figure_travels_as_its_config():
    fig = convanim.figure(i=5, k=3)
    bare = len(pickle.dumps(fig))
    assert fig.frame(0).size
    assert len(pickle.dumps(fig)) == bare
    assert (pickle.loads(pickle.dumps(fig)).frame(3) == fig.frame(3)).all()


def test_a_line_makes_the_figure_of_its_keys():
    made = convanim.parse("Conv2d(1, 2, 3, stride=2), i = 5", "view=flat")
    keys = {"op": "Conv2d", "i": 5, "k": 3, "s": 2, "in_channels": 1, "out_channels": 2}
    assert made.spec.panels == convanim.figure(**keys, bias=True, view="flat").spec.panels
    assert convanim.figure(figure="conv i=5 k=3", k=2).spec.operation.k == (2, 2)


def test_a_figure_with_other_keys_under_any_spelling():
    fig = convanim.figure(i=5, kernel_size=3, name="x", values={"seed": 1})
    made = fig.with_(k=2, theme="grey")
    assert (made.spec.operation.k, made.name) == ((2, 2), "x")
    assert made.spec.operation.values == fig.spec.operation.values
    assert fig.spec.operation.k == (3, 3)
    with pytest.raises(convanim.ConfigError) as caught:
        fig.with_(k=9)
    says = "kernel does not fit: kernel 9 is wider than i + 2p = 5; the output would be -3 x -3"
    assert str(caught.value) == says


def test_the_yaml_of_a_figure_makes_it_again():
    title = "a: 'b' # c\n\N{GREEK SMALL LETTER ALPHA} [true]"
    keys = {"op": "conv", "i": [5, 7], "k": 3, "pads": [1, 0, 0, 1], "title": title}
    fig = convanim.figure(
        **keys, frames="0-3", outputs=["gif", {"format": "png", "dpi": 90}], timing={"step": 0.5}
    )
    text = fig.to_yaml()
    assert Figure.of(read_text(text, "figure.yaml")) == fig
    assert text.splitlines()[:3] == ["op: conv", "i: [5, 7]", "k: 3"]


def test_without_outputs_a_film_is_a_gif_and_a_still_a_png(tmp_path):
    still, film = (convanim.figure(i=i, k=3, name=f"i{i}") for i in (3, 4))
    assert (still.is_still, film.is_still) == (True, False)
    names = [path.name for each in (still, film) for path in each.render(tmp_path)]
    assert names == ["i3.png", "i4.gif"]
    assert film.with_(frames=[1]).is_still
