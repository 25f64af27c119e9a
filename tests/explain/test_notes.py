"""Notes about output sizes, against windows that are laid one by one."""

from __future__ import annotations

import itertools

import pytest

import convanim
from convanim.explain.notes import notes


def told(**keys):
    (layer,) = convanim.figure(**keys).spec.whole_layers
    return list(notes(layer))


def unread(i, k, s, p, d):
    """Return the units that no window reads, along one axis."""
    starts = range(-p, i + p - d * (k - 1), s)
    read = {start + d * n for start in starts for n in range(k)}
    return [n for n in range(i) if n not in read]


@pytest.mark.parametrize(
    ("k", "s", "p", "d"), [*itertools.product((1, 2, 3), (1, 2, 3), (0, 1), (1, 2))]
)
def test_units_that_no_window_reads_are_named(k, s, p, d):
    for i in range(5, 8):
        missed = unread(i, k, s, p, d)
        lines = told(i=[i], k=k, s=s, p=p, d=d)
        units = f"unit{'s' * (len(missed) > 1)} {', '.join(map(str, missed))}"
        assert [line for line in lines if "unit" in line] == (
            [f"never read: {units}"] if missed else []
        )


def test_a_step_that_does_not_fit_is_the_reason():
    assert told(i=6, k=3, s=2) == [
        "never read: row 5; column 5",
        "a further step of 2 does not fit",
    ]
    assert told(i=[5, 6], k=3, s=2)[0] == "never read: column 5"
    assert told(i=5, k=3, s=2, p=1) == []


def test_padding_can_be_what_is_never_read():
    assert unread(6, 3, 2, 1, 1) == []
    assert told(i=6, k=3, s=2, p=1) == [
        "never read: padding at the end",
        "a further step of 2 does not fit",
    ]


def test_the_padding_that_keeps_the_size_does():
    for k, d in itertools.product((1, 2, 3, 4, 5), (1, 2)):
        (line,) = told(i=20, k=k, d=d)
        kept = [
            p
            for p in range(6)
            if convanim.figure(i=20, k=k, d=d, p=p).spec.whole_layers[0].axes[0].o == 20
        ]
        if kept:
            assert line == rf"$p = (\hat{{k}} - 1) / 2 = {kept[0]}$ keeps the size"
        else:
            assert line.startswith("no $p$ on both sides keeps the size: ")


def test_other_operations_and_strides_have_no_such_padding():
    assert told(operation="transposed_conv", i=3, k=3) == []
    assert told(operation="max_pool", i=4, k=2, s=2) == []
    assert told(i=[9, 9], k=[3, 5]) == []
