"""The letters that are drawn without matplotlib are those of its fonts, to the last digit."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from convanim.backends._letters import outlines
from convanim.backends._mpl import lettering
from tests import letters
from tests.support.runs import ROOT

TEXTS = [
    *letters.LETTERS,
    *letters.FORMULAS,
    "To WAVE: fi, ffl, (12 x 13) = 5 + 0.25",
    "conv 3 x 3, stride 2",
    "a  b",
    "",
    "$x_{01}$",
    "a_b: $w$",
    "caf\u00e9",
    "输入 (3, 3)，步：4",
    "输入 $x$ of 3",
]


@pytest.mark.parametrize("face", letters.FACES)
def test_the_data_are_those_of_the_fonts(face):
    data = json.loads(outlines.DATA.read_text(encoding="utf-8"))
    assert data[face] == letters.faces()[face], "run python -m tests.letters"


def test_the_wide_letters_are_those_of_the_font_of_labels():
    data = json.loads(outlines.WIDE.read_text(encoding="utf-8"))
    assert data == letters.wide(), "run python -m tests.letters"


@pytest.mark.parametrize("face", letters.FACES)
@pytest.mark.parametrize("text", TEXTS)
def test_any_text_is_as_matplotlib_typesets_it(text, face):
    vertices, codes, width = lettering.outline(text, face)
    found = outlines.outline(text, face)
    apart = 1e-7 if "$" in text else 1e-12  # mathematics is moved by parts of a subpixel
    assert found.width == pytest.approx(width, abs=1e-12)
    assert np.allclose(np.array(found.points).reshape(-1, 2), vertices, rtol=0, atol=apart)
    kinds = {"m": [1], "l": [2], "q": [3, 3], "c": [4, 4, 4], "z": [79]}
    assert [code for step in found.steps for code in kinds[step]] == codes.tolist()


@pytest.mark.parametrize("name", ["svg", "asvg", "txt", "tex", "html"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_drawings_without_pixels_import_neither_matplotlib_nor_numpy(tmp_path, name, language):
    """Figures with numbers import numpy, which computes them."""
    (tmp_path / "x.yaml").write_text(f"i: 4\nk: 3\ntitle: A convolution\nlang: {language}\n")
    script = (
        "import sys\nfrom convanim.__main__ import main\n"
        f"try: main(['render', 'x.yaml', '-f', '{name}'])\n"
        "except SystemExit as stop: assert not stop.code\n"
        "print(*sorted({'matplotlib', 'numpy', 'PIL', 'fontTools'} & {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == ""
