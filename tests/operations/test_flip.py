"""A flipped kernel: the convolution of mathematics, against numpy, and the code it has."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import convanim

CONFIGS = Path(__file__).parents[2] / "configs" / "compare"


def output(**keys):
    found = convanim.figure(operation="conv", **keys).sweep.map("output")
    return np.reshape(found.values, found.shape)


def convolved(x, w):
    """Every whole overlap of y[n] = sum of x[n - m] w[m], as it is defined."""
    x, w = np.array(x), np.array(w)
    full = np.zeros(np.add(x.shape, w.shape) - 1)
    for at in np.ndindex(*x.shape):
        for by in np.ndindex(*w.shape):
            full[tuple(np.add(at, by))] += x[at] * w[by]
    inner = tuple(slice(k - 1, i) for i, k in zip(x.shape, w.shape, strict=True))
    return full[inner]


def test_one_axis_is_numpys_convolve_and_without_flip_its_correlate():
    x, w = [3, 1, -4, 1, 5, 9, -2, 6], [2, 7, -1]
    keys = {"values": {"input": x, "kernel": w}}
    assert (output(**keys, flip=True) == np.convolve(x, w, "valid")).all()
    assert (output(**keys) == np.correlate(x, w, "valid")).all()
    assert (output(**keys, flip=True, p=2) == np.convolve(x, w)).all()


def test_two_axes_against_the_definition():
    x, w = np.arange(20).reshape(4, 5) % 7, [[1, 2, 0], [3, -1, 4]]
    found = output(flip=True, values={"input": x.tolist(), "kernel": w})
    assert (found == convolved(x, w)).all()
    assert not (found == output(values={"input": x.tolist(), "kernel": w})).all()


def test_each_kernel_of_a_filter_is_turned_by_itself():
    keys = {"i": 4, "k": 3, "in_channels": 2, "out_channels": 2, "values": {"seed": 3}}
    plain, turned = (convanim.figure(operation="conv", flip=f, **keys) for f in (False, True))
    for one, other in zip(plain.maps, turned.maps, strict=True):
        if one.role == "kernel":
            assert one.index == other.index and one.values == other.values[::-1]


def test_the_drawing_says_so_and_so_does_the_code():
    for view in ("channels", "flat"):
        keys = {"values": {"input": [[1, 2], [3, 4]], "kernel": [[1, 2]]}, "show": "labels"}
        layers = convanim.figure(view=view, flip=True, **keys).layout.scene(0).layers
        names = {text for each in layers if each.role == "label" for text, _ in each.texts}
        assert names == {"input", "flipped kernel", "output"}
    summary = convanim.figure(i=4, k=3, flip=True, relu=True).spec.operation.summary()
    notes = {name: each.note for name, each in summary.frameworks.items()}
    turned = "with the kernel reversed along each of its spatial axes"
    assert all(note.startswith(turned) for note in notes.values())
    assert notes["torch"] == f"{turned}, then nn.ReLU()"


def test_only_a_convolution_has_it():
    with pytest.raises(convanim.ConfigError, match="'flip' belongs to conv"):
        convanim.figure(operation="max_pool", i=4, k=2, flip=True)


def test_around_a_single_one_a_correlation_turns_the_kernel_and_a_convolution_does_not():
    fig = convanim.load(CONFIGS / "correlation_and_convolution.yaml")
    one, two = (panel.sweep.map("output").values for panel in fig.panels)
    assert (one, two) == (tuple(range(9, 0, -1)), tuple(range(1, 10)))
