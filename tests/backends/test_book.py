"""The book of a film: still layers once, even motions as three numbers, and what cells say."""

from __future__ import annotations

import json

import convanim
from convanim.backends._book.film import Film
from convanim.backends._book.motion import columns_of, fitted
from convanim.film.backend import Backend
from convanim.plugins import registry


def book(**keys):
    figure = convanim.figure(**keys)
    made = Film(figure.shot(figure.spec.theme)).book(lambda: None)
    return figure, json.loads(json.dumps(made, allow_nan=False))


def test_a_window_glides_and_connectors_change_evenly():
    _, made = book(i=7, k=3, s=2, fill=False)
    (film,) = made["films"]
    kinds = {made["roles"][each["r"]]: {*each} - {"r"} for each in film["tracks"]}
    assert kinds["window"] == {"s", "x", "m"}
    assert kinds["connector"] == {"f", "p", "d", "a"}
    assert kinds["input"] == {"s", "x"}
    assert film["columns"] == 3


WHOLE = {"excerpt": False, "frames": "all"}


def test_size_hardly_grows_with_frames():
    small, large = (
        len(json.dumps(book(i=i, k=3, fill=False, **WHOLE)[1]["films"][0]["tracks"]))
        for i in (8, 20)
    )
    assert large < 1.2 * small


def test_motion_that_is_not_even_is_not_fitted():
    even = [[0.0, 0.0], [10.0, 0.0], [0.0, 7.0], [10.0, 7.0]]
    motion = fitted(even, 2)
    assert motion is not None and motion.is_glide
    assert (motion.start, motion.down, motion.across) == ([0, 0], [0, 70], [100, 0])
    even[3][0] = 13.0
    assert fitted(even, 2) is None
    assert columns_of([[[float(n)] for n in range(6)]]) == 6
    assert columns_of([]) == 1


def test_maps_say_their_kinds_numbers_and_places():
    figure, made = book(i=3, k=2, p=1, view="flat", values={"seed": 1})
    first = made["films"][0]["maps"][0]
    assert first["name"] == "input" and first["kinds"] == ["pooop", "pooop"]
    assert first["values"] == [str(value) for value in figure.maps[0].values]
    assert len(first["cell"]) == 8 and len(first["by"]) == 2


def test_a_cell_that_is_not_drawn_has_no_place():
    _, made = book(layers=[{"i": 5, "k": 3, "p": 1}, {"k": 3}], view="receptive_field")
    first = made["films"][0]["maps"][0]
    assert first["at"][:2] == [-1, -1]


def test_steps_say_how_cells_belong_together():
    pairings = {
        "conv": 0,
        "transposed_conv": 1,
        "pixel_shuffle": 2,
    }
    for operation, pairing in pairings.items():
        keys = {"k": 2} if operation != "pixel_shuffle" else {"r": 2, "in_channels": 4}
        keys |= {"view": "scatter"} if operation == "transposed_conv" else {}
        _, made = book(operation=operation, i=2, **keys)
        steps = made["films"][0]["steps"][0]
        first = steps[0] if isinstance(steps, list) else steps["first"]
        assert first[0][0] == pairing, operation


def test_layers_that_feed_each_other_are_linked():
    _, made = book(layers=[{"i": 6, "k": 3}, {"operation": "max_pool", "k": 2}], view="flat")
    film = made["films"][0]
    names = [each["name"] for each in film["maps"]]
    assert [[names[n] for n in pair] for pair in film["links"]] == [
        ["layer 1 output", "layer 2 input"]
    ]


def test_panels_have_their_titles_before_the_names_of_their_maps():
    panels = [
        {"i": 4, "k": 3, "title": "first"},
        {"i": 4, "k": 3},
        {"i": 4, "k": 3, "title": "$x$"},
    ]
    _, made = book(panels=panels)
    names = [each["name"] for each in made["films"][0]["maps"]]
    assert names[::2] == ["first: input", "panel 2: input", "panel 3: input"]
    assert not made["films"][0]["links"]


def test_a_long_sum_leaves_out_terms():
    _, made = book(i=7, k=7, view="flat", values={"seed": 1})
    (text,) = made["films"][0]["sums"]["2"].values()
    assert text.count("cdot ") < 41 and r"\cdots" in text


def test_a_dark_figure_has_a_light_theme_beside_it():
    for name, other in (
        ("guide", "dark"),
        ("dark", "guide"),
        ("clear", "clear-dark"),
        ("clear-dark", "clear"),
    ):
        _, made = book(i=3, k=2, theme=name)
        assert [each["name"] for each in made["themes"]] == [name, other]
        assert {each["dark"] for each in made["themes"]} == {True, False}


def test_pauses_and_motion_are_told():
    _, made = book(i=3, k=2, timing={"step": 0.5, "last": 2, "tween": 3, "move": 0.04})
    film = made["films"][0]
    assert film["moves"] == [12, 12, 12, 0]
    assert film["times"] == [62, 92, 62, 200]  # a row ends after the second


def test_code_without_a_translation_says_why():
    _, made = book(operation="unpool", i=2, k=2, values={"seed": 1})
    assert made["films"][0]["code"]["JAX"].startswith("# none: ")
    assert "book" in registry.scan(Backend)


def test_the_code_of_an_excerpt_is_of_the_whole_layer():
    _, made = book(i=224, k=7, s=2, p=3, in_channels=3, out_channels=64)
    (film,) = made["films"]
    assert film["code"]["torch"].splitlines() == [
        "nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)"
    ]
