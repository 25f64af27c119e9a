"""What drawing a figure amounts to, and films that are drawn only on demand."""

from __future__ import annotations

import pytest

import convanim

LONG = (
    "784 frames of 1549 x 1909 pixels, 401.6 s of film: more than 256 frames are drawn only on "
    "demand; drop excerpt: false, choose some with frames: '0-255', or draw them with frames: all"
)
WAYS = [{"excerpt": None}, {"frames": "0-255"}, {"frames": "all"}]


def test_an_estimate_is_what_is_drawn():
    figure = convanim.figure(i=5, k=3, timing={"step": 0.5, "last": 2})
    film = figure.explain().as_dict()["film"]
    assert (film["frames"], film["seconds"]) == (9, 6.6)
    assert film["pixels"] == [*figure.frame(0).shape[1::-1]]
    assert str(figure.estimate) == "9 frames of 294 x 322 pixels, 6.6 s of film"
    assert len(figure) == film["frames"]


def test_figures_of_panels_and_layers_have_one_film():
    two = convanim.figure(panels=[{"k": 3}, {"k": 2}], i=5)
    assert two.explain().as_dict()["film"]["frames"] == 16
    assert str(two.explain()).count("\n  frames                 16, one a step\n") == 1
    stack = convanim.figure(layers=[{"i": 5, "k": 3}, {"k": 2}])
    assert stack.explain().as_dict()["film"]["frames"] == 13
    assert str(stack.explain()).count("\n  frames                 13, one a step\n") == 1


def test_what_cannot_be_drawn_has_no_film():
    figure = convanim.figure(i=4096, k=1, excerpt=False)
    assert figure.estimate is None
    assert "film" not in figure.explain().as_dict()


def test_a_long_film_is_drawn_only_on_demand(tmp_path):
    figure = convanim.figure(i=30, k=3, excerpt=False)
    with pytest.raises(convanim.ConfigError) as caught:
        figure.save(tmp_path / "x.gif")
    assert str(caught.value) == LONG
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
