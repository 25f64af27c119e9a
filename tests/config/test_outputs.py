"""Entries of ``outputs``: their writers, options and paths."""

from __future__ import annotations

import pytest

from convanim.config import from_keys, output, theme
from convanim.errors import ConfigError
from convanim.film.writer import Writer
from convanim.plugins import registry

FORMATS = ", ".join(sorted(registry.scan(Writer)))
CONV = "operation: conv\ni: 5\nk: 3\noutputs: "


def made(*entries: object):
    return from_keys({"operation": "conv", "i": 5, "k": 3, "outputs": list(entries)}).figure.outputs


def test_a_name_alone_has_the_writers_own_options():
    (gif,) = made("gif")
    assert (gif.writer, gif.path, gif.theme) == (registry.find(Writer, "gif")(), None, None)


def test_a_mapping_gives_options_a_path_and_a_theme():
    (mp4,) = made({"format": "mp4", "fps": 10, "dpi": 72, "path": "./a//b c.MP4", "theme": "guide"})
    assert (mp4.writer.fps, mp4.setup.dpi) == (10, 72)
    assert mp4.path == "a/b c.MP4"
    assert mp4.theme == theme("guide")


def test_outputs_may_differ_in_path_or_in_kind():
    assert len(made("png", "png/", {"format": "png", "path": "x.png"}, "gif")) == 4


def test_an_output_can_be_made_for_the_command_line():
    assert output("gif", dpi=100).setup.dpi == 100
    with pytest.raises(ConfigError) as caught:
        output("gfi")
    assert str(caught.value) == "no format 'gfi'; did you mean 'gif'?"
    with pytest.raises(ConfigError) as caught:
        output("gif", dpi="x", fsp=1)
    assert [str(report) for report in caught.value.reports] == [
        "dpi must be a whole number from 1 to 65535, not 'x'",
        "unknown key 'fsp' in gif; choose one of background, canvas, dpi, format, height, "
        "loop, path, theme, width",
    ]


CASES = [
    ("7", "4:10: outputs must be a list such as [gif, pdf], not 7"),
    ("[]", "4:10: outputs must be a list such as [gif, pdf], not []"),
    ("[gfi]", "4:11: no format 'gfi'; did you mean 'gif'?"),
    ("[zzz]", f"4:11: no format 'zzz'; choose one of {FORMATS}"),
    (
        "[3]",
        "4:11: outputs[0] must be a format such as gif, or a mapping such as {format: gif}, not 3",
    ),
    (
        "[{dpi: 3}]",
        "4:11: outputs[0] must be a format such as gif, or a mapping such as {format: gif}, "
        "not a mapping",
    ),
    (
        "[{format: 3}]",
        "4:20: outputs[0] must be a format such as gif, or a mapping such as {format: gif}, not 3",
    ),
    (
        "[{format: gif, dpi: 0}]",
        "4:30: outputs[0].dpi must be a whole number from 1 to 65535, not 0",
    ),
    ("[{format: gif, dip: 9}]", "4:25: unknown key 'dip' in gif; did you mean 'dpi'?"),
    (
        "[{format: png, frame: -1}]",
        "4:32: outputs[0].frame must be a whole number from 0 to 65535, or one of first, last, "
        "middle, poster, not -1",
    ),
    (
        "[{format: svg, frame: lats}]",
        "4:32: outputs[0].frame must be a whole number from 0 to 65535, or one of first, last, "
        "middle, poster, not 'lats'; did you mean 'last'?",
    ),
    ("[{format: gif, theme: gide}]", "4:32: no theme 'gide'; did you mean 'guide'?"),
    ("[gif, gif]", "4:16: two outputs would write x.gif; give one of them another path"),
    (
        "[png/, {format: png/, path: X}]",
        "4:17: two outputs would write X/*.png; give one of them another path",
    ),
    (
        "[gif, {format: gif, path: ./X.gif}]",
        "4:16: two outputs would write X.gif; give one of them another path",
    ),
]

PATHS = [
    ("../x.gif", "must stay inside the output folder, not '../x.gif'"),
    ("a/../../x.gif", "must stay inside the output folder, not 'a/../../x.gif'"),
    (".", "must stay inside the output folder, not '.'"),
    ("/x.gif", "must be relative to the output folder, not '/x.gif'"),
    ("~/x.gif", "must be relative to the output folder, not '~/x.gif'"),
    (
        "C:/x.gif",
        "must not contain control characters or any of \\ : * ? \" < > |: 'C:/x.gif'",
    ),
    (
        '"x\\n.gif"',
        'must not contain control characters or any of \\ : * ? " < > |: '
        "'x\N{REPLACEMENT CHARACTER}.gif'",
    ),
    ("nul.gif", "must not contain a name that some systems reserve: 'nul.gif'"),
    ("x./y.gif", "must not contain a name that some systems reserve: 'x./y.gif'"),
    ("''", "must be a path of 1 to 200 characters, not ''"),
    ("3", "must be a path of 1 to 200 characters, not 3"),
    ("x.png", "must end in .gif, as the format is gif, not 'x.png'"),
]
CASES += [
    (f"[{{format: gif, path: {path}}}]", f"4:31: outputs[0].path {message}")
    for path, message in PATHS
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_fault_names_the_entry(faults, text, expected):
    assert faults(CONV + text) == [expected]
