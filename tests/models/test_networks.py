"""Known networks, layer by layer: sizes by ONNX' own inference, parameters as published."""

from __future__ import annotations

import time
import tracemalloc

import pytest

import convanim
from convanim import config
from convanim.api import Figure
from convanim.layout.page.arrangement import JOURNAL, TALLEST
from tests.models import networks

NETWORKS = {
    # Torchvision's counts. The U-Net is milesial's of 31,037,698 with biases for normalisations
    # (5,888 fewer) and one channel for three (1,152 fewer). Fields are those of the last unit.
    "alexnet": (networks.alexnet, 11, 61_100_840, 355),
    "vgg16": (lambda: networks.vgg(2, 2, 3, 3, 3), 21, 138_357_544, 404),
    "vgg19": (lambda: networks.vgg(2, 2, 4, 4, 4), 24, 143_667_240, 460),
    "resnet18": (lambda: networks.resnet((2, 2, 2, 2), bottleneck=False), 23, 11_689_512, 627),
    "resnet34": (lambda: networks.resnet((3, 4, 6, 3), bottleneck=False), 39, 21_797_672, 1091),
    "resnet50": (lambda: networks.resnet((3, 4, 6, 3), bottleneck=True), 56, 25_557_032, 619),
    "resnet101": (lambda: networks.resnet((3, 4, 23, 3), bottleneck=True), 107, 44_549_160, 1163),
    "squeezenet1_0": (networks.squeezenet, 30, 1_248_424, 347),
    "mobilenet_v2": (networks.mobilenet_v2, 54, 3_504_872, 683),
    "mobilenet_v3_large": (networks.mobilenet_v3_large, 73, 5_483_032, None),
    "unet": (networks.unet, 27, 31_030_658, None),
    "wavenet": (networks.wavenet, 43, None, 1025),
}
"""For each its graph, how many layers it has, its parameters, and the last unit's field."""

PROOF = ("resnet50", "mobilenet_v3_large", "unet", "wavenet")
MOST_BYTES = 300 * 10**6
MOST_FRAMES = 100


def read(name, folder):
    path = folder / f"{name}.onnx"
    path.write_bytes(NETWORKS[name][0]().model().SerializeToString())
    return convanim.from_onnx(path)


def test_there_are_at_least_three_hundred_layers():
    assert sum(count for _, count, *_ in NETWORKS.values()) >= 500


@pytest.mark.parametrize("name", NETWORKS)
def test_every_layer_has_its_size_and_the_network_its_parameters(tmp_path, name):
    _, count, parameters, field = NETWORKS[name]
    model = read(name, tmp_path)
    assert (len(model.layers), {each.refusal for each in model.layers}) == (count, {""})
    for layer in {repr(each.keys): each for each in model.layers}.values():
        keys = {**layer.keys, "excerpt": False}
        operation = Figure.of(config.from_keys(keys)).spec.operation
        made = (operation.channels.outputs, *operation.output_shape)
        rows = layer.output_shape[:1], layer.output_shape[1:] or (1,) * (len(made) - 1)
        assert made == (*rows[0], *rows[1]), layer
    overview = convanim.Overview.of(model)
    told = overview.as_dict()
    assert parameters in (None, told["parameters"])
    if field is not None:
        assert set(overview.rows[-1].field) == {field}


@pytest.mark.parametrize("name", PROOF)
def test_reading_a_whole_network_is_quick_and_small(tmp_path, name):
    read(name, tmp_path)
    tracemalloc.start()
    start = time.perf_counter()
    overview = convanim.Overview.of(convanim.from_onnx(tmp_path / f"{name}.onnx"))
    took = time.perf_counter() - start
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < MOST_BYTES
    assert took < 60
    assert len(overview.figures) < len(overview.rows)
    for layer in overview.figures.values():
        figure = convanim.from_onnx(tmp_path / f"{name}.onnx").figure(layer)
        assert len(figure) <= 256


@pytest.mark.parametrize("name", NETWORKS)
def test_every_layer_gives_a_figure_that_fits_a_page_and_is_soon_watched(tmp_path, name):
    model = read(name, tmp_path)
    for layer in convanim.Overview.of(model).figures.values():
        figure = model.figure(layer)
        left, bottom, right, top = figure.layout.box
        assert len(figure) <= MOST_FRAMES, layer
        assert right - left <= JOURNAL + 0.01, layer
        assert top - bottom <= TALLEST + 0.01, layer
