"""What drawing a figure amounts to, and films that are drawn only on demand."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import convanim
from convanim import config
from convanim.api.estimates import about
from convanim.explain.drawing import Cost

LONG = (
    "784 frames of 1549 x 1909 pixels, 401.6 s of film, about 13 MB as gif, in TIME: more than 256 "
    "frames are drawn only on demand; remove excerpt: false, choose some with frames: '0-255', or "
    "draw them with frames: all"
)
TIME = re.compile(r"(?<=, in )[0-9.]+ (s|minutes?)\b")
ROOT = Path(__file__).parents[2]
SHIPPED = (
    ("guide/*.yaml", ".gif", config.output("gif"), 2),
    ("guide/*.yaml", ".png", config.output("png", small=True), 2),
    ("channels/*.yaml", ".png", config.output("png", small=True), 2),
    ("guide/*.yaml", ".svg", config.output("asvg"), 2.5),
    ("channels/*.yaml", ".svg", config.output("asvg"), 2.5),
)
WAYS = [{"excerpt": None}, {"frames": "0-255"}, {"frames": "all"}]


def test_an_estimate_is_what_is_drawn(tmp_path):
    figure = convanim.figure(i=5, k=3, timing={"step": 0.5, "last": 2})
    film = figure.explain().as_dict()["film"]
    assert (film["frames"], film["seconds"]) == (9, 6.6)
    assert film["pixels"] == [*figure.frame(0).shape[1::-1]]
    said = TIME.sub("TIME", str(figure.estimate))
    assert said == "9 frames of 294 x 322 pixels, 6.6 s of film, about 45 kB as gif, in TIME"
    (estimate,) = film["estimates"]
    assert (estimate["format"], estimate["bytes"]) == ("gif", 45_000)
    assert 0 < estimate["seconds"] < 60
    (path,) = figure.save(tmp_path / "x.gif")
    assert 1 / 2 < path.stat().st_size / estimate["bytes"] < 2
    assert "\n  estimate               about 45 kB as gif, in " in str(figure.explain())
    assert len(figure) == film["frames"]


def test_figures_of_panels_and_layers_have_one_film():
    two = convanim.figure(panels=[{"k": 3}, {"k": 2}], i=5)
    assert two.explain().as_dict()["film"]["frames"] == 16
    assert str(two.explain()).count("\n  frames                 16, one per step\n") == 1
    stack = convanim.figure(layers=[{"i": 5, "k": 3}, {"k": 2}])
    assert stack.explain().as_dict()["film"]["frames"] == 13
    assert str(stack.explain()).count("\n  frames                 13, one per step\n") == 1


def test_what_cannot_be_drawn_has_no_film():
    figure = convanim.figure(i=4096, k=1, excerpt=False)
    assert figure.estimate is None
    assert "film" not in figure.explain().as_dict()


def test_a_long_film_is_drawn_only_on_demand(tmp_path):
    figure = convanim.figure(i=30, k=3, excerpt=False)
    with pytest.raises(convanim.ConfigError) as caught:
        figure.save(tmp_path / "x.gif")
    assert TIME.sub("TIME", str(caught.value)) == LONG
    assert not list(tmp_path.iterdir())
    with pytest.raises(convanim.ConfigError):
        figure.render(tmp_path)
    assert figure.save(tmp_path / "x.png", dpi=20)


@pytest.mark.parametrize("change", WAYS)
def test_each_way_out_is_one(change):
    keys = {"i": 30, "k": 3, "excerpt": False, **change}
    figure = convanim.figure(**{key: value for key, value in keys.items() if value is not None})
    assert figure.size_faults(figure.outputs) == []


def test_frames_between_drawings_are_asked_for_already():
    figure = convanim.figure(i=11, k=3, timing={"tween": 9})
    assert len(figure) > 600
    assert figure.size_faults(figure.outputs) == []


@pytest.mark.parametrize(("pattern", "suffix", "output", "most"), SHIPPED)
def test_sizes_of_shipped_figures_are_near_their_estimates(pattern, suffix, output, most):
    count = 0
    for path in sorted((ROOT / "configs").glob(pattern)):
        if path.stem == "defaults":
            continue
        for figure in convanim.load_all(path):
            file = ROOT / "gallery" / path.parent.name / f"{figure.name}{suffix}"
            if not file.exists():
                continue
            (cost,) = replace(figure, spec=replace(figure.spec, outputs=(output,))).estimate.costs
            assert 1 / most <= cost.bytes / file.stat().st_size <= most, file
            count += 1
    assert count >= 5


@pytest.mark.parametrize(
    ("bytes", "seconds", "said", "told"),
    [
        (0, 0, "about 0 bytes as gif, in 0 s", (0, 0)),
        (849, 0.0149, "about 850 bytes as gif, in 0.01 s", (850, 0.01)),
        (994_999, 44, "about 990 kB as gif, in 40 s", (990_000, 40)),
        (995_001, 61, "about 1 MB as gif, in 1 minute", (1_000_000, 60)),
        (13_298_056, 1234, "about 13 MB as gif, in 20 minutes", (13_000_000, 1000)),
    ],
)
def test_costs_have_as_many_digits_as_mean_anything(bytes, seconds, said, told):
    cost = Cost("gif", bytes, seconds)
    assert str(cost) == said
    assert (cost.as_dict()["bytes"], cost.as_dict()["seconds"]) == told


def test_a_format_without_rates_has_no_estimate():
    figure = convanim.figure(i=4, k=2, outputs=["txt", "png", "mp4"])
    assert [each.name for each in figure.estimate.costs] == ["png", "mp4"]


@pytest.mark.parametrize(
    "keys",
    [
        {"i": 5, "k": 3},
        {"i": 5, "k": 3, "frames": [0, 4]},
        {"i": 5, "k": 3, "timing": {"tween": 3}},
        {"panels": [{"i": 5, "k": 3}, {"i": 6, "k": 3}], "advance": "in_turn"},
        {"layers": [{"i": 6, "k": 3}, {"k": 2}], "show": ["step"]},
        {"i": 227, "k": 11, "s": 4, "view": "shapes"},
    ],
)
def test_a_figure_is_weighed_by_about_as_many_frames_as_it_has(keys):
    fig = convanim.figure(**keys)
    assert len(fig) / 8 <= about(fig.spec) <= len(fig) * 2
