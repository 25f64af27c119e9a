"""What is probably meant: near words, words of other programs, and values written otherwise."""

from __future__ import annotations

import pytest

from convanim.config.keys.common import COMMON
from convanim.config.keys.names import themes
from convanim.config.keys.other_words import FORMATS, KEYS, OPERATIONS, THEMES, VIEWS
from convanim.config.keys.plugins import union
from convanim.errors import nearest
from convanim.film.writer import Writer
from convanim.layers.operation import Operation
from convanim.layout.view import View
from convanim.plugins import registry
from tests.support.drafts import read_text

CONV = "i: 5\nk: 3\n"
TIMING = "use timing, as in timing: {step: 0.5}, in seconds"

NEAR = [
    ("cnov", ["conv", "col2im"], "conv"),
    ("convv2d", ["Conv2D", "Conv2d"], "Conv2d"),
    ("kernal_szie", ["kernel_size"], "kernel_size"),
    ("pad", ["padding", "values"], "padding"),
    ("out", ["outputs", "out_channels"], None),
    ("duration", ["dilation"], None),
    ("labels", ["panels"], None),
    ("tex", ["txt"], None),
    ("b", ["i", "k"], None),
    ("x" * 1000, ["x"], None),
]


@pytest.mark.parametrize(("word", "known", "meant"), NEAR)
def test_a_near_word_is_a_misspelling_not_a_neighbour(word, known, meant):
    assert nearest(word, known) == meant


FAULTS = [
    ("duration: 2", f"3:1: unknown key 'duration'; {TIMING}"),
    ("FPS: 2", f"3:1: unknown key 'FPS'; {TIMING}"),
    ("labels: true", "3:1: unknown key 'labels'; use show, as in show: [labels, step]"),
    ("format: gif", "3:1: unknown key 'format'; use outputs, as in outputs: [gif, pdf]"),
    ("resolution: 90", "3:1: unknown key 'resolution'; use dpi for pixels per inch, as in "
     "dpi: 200"),
    ("color: red", "3:1: unknown key 'color'; colours belong to a theme, as in theme: grey"),
    ("kernel: 3", "3:1: unknown key 'kernel'; use k for the kernel, or values: {kernel: ...} for "
     "its numbers"),
    ("input: 3", "3:1: unknown key 'input'; use i for the size of the input, or "
     "values: {input: ...} for its numbers"),
    ("size: 3", "3:1: unknown key 'size'; use i for the size of the input, or width for that of "
     "the page"),
    ("seed: 3", "3:1: unknown key 'seed'; use values, as in values: {seed: 7}"),
    ("type: conv", "3:1: unknown key 'type'; use operation, as in operation: max_pool"),
    ("depthwise: true", "3:1: unknown key 'depthwise'; use groups, as many as in_channels"),
    ("operation: depthwise_conv", "3:12: no operation 'depthwise_conv'; use conv with groups, as "
     "many as in_channels"),
    ("operation: dilated_conv", "3:12: no operation 'dilated_conv'; use conv with d"),
    ("operation: Pooling", "3:12: no operation 'Pooling'; use max_pool or avg_pool"),
    ("s: 5x7", "3:4: s must be a list with one number per axis, not '5x7'; write [5, 7]"),
    ("p: 1 x 2", "3:4: p must be a list with one entry per axis, not '1 x 2'; write [1, 2]"),
    ("s:2", "3:1: a space is missing after the colon; write 's: 2'"),
    ("values: {seed:3}", "3:10: a space is missing after the colon; write 'seed: 3'"),
    ("layers:\n- k:3", "4:3: layers[0] must be a mapping, as in "
     "[{k: 3}, {operation: max_pool, k: 2}], not 'k:3'; a space is missing after the colon; "
     "write 'k: 3'"),
    ("layers: {k: 3}", "3:9: layers must be a list such as "
     "[{k: 3}, {operation: max_pool, k: 2}], not a mapping"),
    ("timing: x", "3:9: timing must be a mapping such as {step: 0.5}, not 'x'"),
    ("background: transparent", "3:13: background must be a colour such as '#268bd2', quoted, or "
     "none, not 'transparent'; write none"),
    ("title: 7", "3:8: title must be text, not 7; write '7'"),
    ("show: labels, step", "3:7: show must be a list, not 'labels, step'; write [labels, step]"),
    ("filename: x", "3:1: unknown key 'filename'; use name for the name of the files, as in "
     "name: mine"),
    ("view: 3D", "3:7: no view '3D'; use volume, or isometric for slanted planes"),
    ("step: 2", "3:1: unknown key 'step'; use s for the stride, or timing: {step: 0.5} for the "
     "pace"),
    ("outputs: jpg", "3:10: no format 'jpg'; use png"),
    ("outputs: [AVI]", "3:11: no format 'AVI'; use mp4, or html for a page with controls"),
    ("theme: night", "3:8: no theme 'night'; use dark, or clear-dark"),
    ("timing: 0", "3:9: timing.step must be a number from 0.02 to 600, not 0"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FAULTS)
def test_a_message_leads_to_what_is_meant(faults, text, expected):
    assert faults(CONV + text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i:5", "1:1: a space is missing after the colon; write 'i: 5'"),
        ("i:5\nk: 3", "1:1: a space is missing after the colon; write 'i: 5'"),
        ("# a layer\ni:5\n\nk: 3\ns: 2", "2:1: a space is missing after the colon; write 'i: 5'"),
        ("layers:\n  - i:5\n    k: 3", "2:5: a space is missing after the colon; write 'i: 5'"),
    ],
)
def test_a_space_that_is_missing_in_the_first_line(text, expected, faults):
    assert faults(text) == [expected]


def test_what_is_meant_exists():
    spellings = {*COMMON.spellings, *union(Operation).spellings}
    assert {key for key, _ in KEYS.values()} <= spellings
    assert not set(KEYS) & {*COMMON.spellings}
    assert not set(OPERATIONS) & set(spellings)
    assert not set(VIEWS) & set(registry.scan(View))
    assert not set(FORMATS) & set(registry.scan(Writer))
    assert not set(THEMES) & set(themes())


def test_one_output_needs_no_list():
    for text, formats in (("gif", ["gif"]), ("{format: png, dpi: 90}", ["png"])):
        made = read_text(f"{CONV}outputs: {text}", "x.yaml").figure
        assert [each.writer.name for each in made.outputs] == formats


def test_a_number_under_timing_is_the_seconds_of_a_step():
    assert read_text(f"{CONV}timing: 0.25", "x.yaml").figure.timing.step == 25
