"""Each sweep and each layout of a figure is made once, from reading the config to drawing."""

from collections import Counter

import pytest

import convanim
from convanim.layers.pooling import Pooling
from convanim.layers.weighted import Weighted
from convanim.views.flat import Flat
from convanim.views.receptive_field import ReceptiveField

CONV = {"operation": "conv", "i": 5, "k": 3}
LAYERS = {"layers": [{"i": 5, "k": 2}, {"operation": "max_pool", "k": 2}]}
SEED = {"values": {"seed": 1}}


@pytest.mark.parametrize(
    ("keys", "sweeps", "layouts"),
    [
        ({**CONV, **SEED}, 1, 1),
        ({**CONV, **SEED, "show": ["formula", "sum", "step"]}, 1, 1),
        ({**LAYERS, **SEED, "order": "snake", "frames": [0, 1]}, 2, 2),
        ({**LAYERS, "view": "receptive_field", "unit": 1, "show": ["uncovered"]}, 2, 1),
        ({**SEED, "panels": [CONV, {**CONV, "p": 1, "title": "p = 1"}], "caption": "two"}, 2, 2),
    ],
    ids=["one layer", "overlays", "two layers with an order", "a stack", "panels"],
)
def test_each_sweep_and_each_layout_is_made_once(keys, sweeps, layouts, monkeypatch):
    calls = Counter()

    def count(base, method):
        original = getattr(base, method)

        def counted(self, *args):
            calls[method.strip("_")] += 1
            return original(self, *args)

        monkeypatch.setattr(base, method, counted)

    for base, method in (
        (Weighted, "sweep"),
        (Pooling, "sweep"),
        (Flat, "_lay_out"),
        (ReceptiveField, "lay_out"),
    ):
        count(base, method)
    fig = convanim.figure(**{"view": "flat", **keys})
    assert fig.states()
    assert fig.layout.scene(0).layers
    assert calls == {"sweep": sweeps, "lay_out": layouts}
