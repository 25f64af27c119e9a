"""What files are expected to cost: each rate by itself, and that the machine's speed counts."""

from __future__ import annotations

import pytest

from convanim.film import rates, speed
from convanim.film.rates import Rate, Rates
from convanim.film.writer import Writer
from convanim.plugins import registry
from convanim.scene.workload import Ink, Workload

WORK = Workload(10, 5.0, 1000, Ink(1, 2, 3, 4), Ink(5, 6, 7, 8))


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (Rate(file=7), 7),
        (Rate(frame=2), 20),
        (Rate(second=2), 10),
        (Rate(pixel=2), 2000),
        (Rate(shown=2), 20_000),
        (Rate(lasting=2), 10_000),
        (Rate(still=Ink(1, 1, 1, 1)), 10),
        (Rate(redrawn=Ink(0, 1, 0, 1)), 60),
        (Rate(moving=Ink(1, 0, 2, 0)), 19),
        (Rate(file=7, frame=2, pixel=1), 1027),
    ],
)
def test_each_rate_counts_what_it_says(rate, expected):
    assert rate.of(WORK) == pytest.approx(expected)


def test_time_is_that_of_this_machine(monkeypatch):
    monkeypatch.setattr(rates, "slowness", lambda: 3.0)
    assert Rates(Rate(file=1), Rate(file=2)).estimate(WORK) == (1, 6)
    assert 0.01 <= speed.slowness() < 100


def test_every_format_of_pictures_has_rates():
    without = {name for name, writer in registry.scan(Writer).items() if writer.rates is None}
    assert without == {"tex", "txt"}
    assert registry.find(Writer, "html")(sliders=3).estimate(WORK) is None
    assert registry.find(Writer, "txt")().estimate(WORK) is None
    png = registry.find(Writer, "png")
    assert png(small=True).estimate(WORK).bytes == pytest.approx(png().estimate(WORK).bytes / 3)
