"""The names of several layers and maps."""

from __future__ import annotations

import pytest

from convanim.layers.subject import each_named, numbered


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_maps_have_a_name_each_and_numbers_where_there_are_several(count):
    found = each_named("input", count)
    assert found == ([f"input {n + 1}" for n in range(count)] if count > 1 else ["input"])
    # "after conv 2" is one name of several maps, and "after conv 2 1" would be none.
    assert each_named("after conv 2", count) == ["after conv 2", *[""] * (count - 1)]


def test_layers_of_one_name_have_numbers():
    assert numbered(["conv", "relu", "conv"]) == ["conv 1", "relu", "conv 2"]
