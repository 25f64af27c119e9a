"""The colours of channels."""

from __future__ import annotations

from convanim.arithmetic.channels import Channels
from convanim.layout.maps.tints import Tints, current, tint_faults, window


def test_channels_of_one_group_look_alike():
    assert Tints.of(Channels(2, 3)) == Tints(("input",) * 2, ("output",) * 3)
    assert (window("input"), current("output")) == ("window", "window.output")


def test_inputs_and_outputs_of_a_group_have_its_colour_and_a_fifth_group_that_of_the_first():
    tints = Tints.of(Channels(4, 2, 2))
    assert tints.inputs == ("group.first",) * 2 + ("group.second",) * 2
    assert tints.outputs == ("group.first", "group.second")
    assert Tints.of(Channels(5, 5, 5)).outputs[-1] == "group.first"
    assert window("group.second") == "window.group.second"
    assert current("group.second") == "window.output.group.second"


def test_the_channels_of_a_picture():
    colours = ("channel.red", "channel.green", "channel.blue")
    assert Tints.of(Channels(3, 2), "rgb") == Tints(colours, ("output",) * 2)
    assert Tints.of(Channels(3, 3, 3), "rgb") == Tints(colours, colours)


def test_a_picture_has_three_channels():
    assert not list(tint_faults(3, "rgb")) and not list(tint_faults(2, "plain"))
    (fault,) = tint_faults(4, "rgb")
    assert fault.where == ("tint",)
    assert fault.message == "tint: rgb needs 3 input channels; this layer has 4"
