"""The steps of a window: one by one and all together."""

import pytest

import convanim


@pytest.mark.parametrize(
    "keys",
    [
        {"i": [5, 7], "k": 3, "s": [1, 2], "p": 1},
        {"i": 4, "k": 2, "in_channels": 4, "out_channels": 2, "groups": 2, "values": {"seed": 1}},
        {"operation": "max_pool", "i": [3, 4, 5], "k": 2, "in_channels": 3},
        {"operation": "transposed_conv", "i": [6], "k": 3, "s": 2, "bias": True},
    ],
    ids=["two axes", "groups", "three axes", "a row"],
)
def test_steps_are_the_same_one_by_one_and_all_together(keys):
    steps = convanim.figure(**keys).sweep.steps
    assert [*steps] == [steps[n] for n in range(len(steps))]
    assert [step.index for step in steps] == [*range(len(steps))]
