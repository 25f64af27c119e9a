"""Rules for the code: which folder may import which, lengths of files, and plug-ins."""

from __future__ import annotations

import json
import math
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import convanim

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "convanim"


def run(*arguments, cwd=ROOT, **options):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        **options,
    )


def test_imports_go_one_way():
    script = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = run("-c", script)
    assert done.returncode == 0, done.stdout + done.stderr


GENERATED = {PACKAGE / "api" / "keys.py"}
"""Written by ``tests.reference``: as long as there are keys."""


def test_files_stay_short():
    lengths = {
        path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines())
        for path in PACKAGE.rglob("*.py")
        if path not in GENERATED
    }
    assert not {path: count for path, count in lengths.items() if count > 300}


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("matplotlib", ("backends",)),
        ("fontTools", ("backends",)),
        ("PIL", ("writers", "film")),
        ("distributed", ("batch",)),
        ("imageio", ("writers",)),
        ("imageio_ffmpeg", ("writers", "film")),
        ("watchfiles", ("cli",)),
        ("ruamel", ("config",)),
        ("click", ("cli", "config")),
        ("rich", ("cli",)),
        ("jinja2", ("gallery",)),
    ],
)
def test_each_library_is_known_to_one_place(library, homes):
    for path in PACKAGE.rglob("*.py"):
        home = path.relative_to(PACKAGE).parts[0]
        words = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
        imported = {
            line[1].split(".")[0] for line in words if line and line[0] in {"import", "from"}
        }
        assert library not in imported or home in homes, path


def test_the_docstring_of_the_package_lists_every_room():
    _, table, _ = re.split(r"(?m)^=+ +=+\n", convanim.__doc__)[:3]
    listed = set(re.findall(r"``(\w+)``", "".join(line[:22] for line in table.splitlines())))
    folders = {each.name for each in PACKAGE.iterdir() if each.is_dir() and each.name[0] != "_"}
    assert listed == folders | {"sphinx"}


@pytest.mark.parametrize(
    ("command", "absent"),
    [
        (["--help"], ["matplotlib", "numpy", "rich", "json", "difflib"]),
        (["--version"], ["matplotlib", "numpy", "rich", "json", "difflib", "dataclasses"]),
        (["validate", "configs/guide/dilation.yaml"], ["matplotlib", "numpy", "PIL", "imageio"]),
        (["explain", "-s", "i=5", "-s", "k=3"], ["matplotlib", "numpy", "PIL", "imageio"]),
    ],
)
def test_commands_import_only_what_they_need(command, absent):
    script = (
        "import sys\nfrom convanim.__main__ import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit as stop: assert not stop.code, stop.code\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = run("-c", script, *command)
    assert done.returncode == 0, done.stderr
    imported = done.stdout.splitlines()[-1]
    assert not [name for name in absent if f"'{name}'" in imported]


SOFTMAX_POOL = '''
"""Windows whose values are weighted by their exponentials."""

import math
from dataclasses import dataclass
from typing import Annotated, ClassVar

from convanim.arithmetic.reduction import Notation, Reduction
from convanim.layers.pooling import Pooling, pooled
from convanim.plugins.key import Key


@dataclass(frozen=True, slots=True)
class SoftmaxMean(Reduction):
    """sum(x*exp(a*x)) / sum(exp(a*x))."""

    name: ClassVar = "softmax mean"

    sharpness: float = 1

    @property
    def padding(self):
        return None

    def reduce(self, values):
        weights = [math.exp(self.sharpness * value) for value in values]
        total = sum(weights)
        return sum(w * v for w, v in zip(weights, values)) / total

    def notation(self, count):
        return Notation(r"\\sigma(", ";", ")", has_brackets=False)


@dataclass(frozen=True)
class SoftmaxPool(Pooling):
    """Pooling by a softmax-weighted mean."""

    name: ClassVar = "softmax_pool"

    sharpness: Annotated[float, Key("number", "how much the largest value counts", minimum=0)] = 1

    def layer(self):
        return None

    def sweep(self):
        return pooled(self, SoftmaxMean(self.relu, self.sharpness))
'''

OVERLAY = '''
"""A note below the drawing."""

from dataclasses import dataclass
from typing import ClassVar

from convanim.layout.note import Note
from convanim.layout.overlay import Overlay


@dataclass(frozen=True, slots=True)
class Total(Overlay):
    """The words "of many"."""

    name: ClassVar = "total"

    def faults(self, subject, layout):
        return iter(())

    def note(self, subject, layout):
        return Note(lambda beat: ("of many",), 1, 5)
'''

VIEW = '''
"""One dot for each step."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from convanim.plugins.key import Key
from convanim.layout.layout import Layout
from convanim.layout.view import LayerView
from convanim.scene.shapes import Polygons, Scene


@dataclass(frozen=True, slots=True)
class Dots(LayerView):
    """A square that moves to the right."""

    name: ClassVar = "dots"

    side: Annotated[int, Key("count", "side of a dot, in points")] = 4

    def faults(self, subject):
        return iter(())

    def lay_out(self, subject):
        return Row(subject.sweep, self.side)


@dataclass(frozen=True, slots=True)
class Row(Layout):
    """The laid out dots."""

    sweep: object
    side: int

    @property
    def box(self):
        return 0, 0, len(self.sweep.steps) * self.side, self.side

    def scene(self, step):
        left, right = step * self.side, (step + 1) * self.side
        dot = ((left, 0), (right, 0), (right, self.side), (left, self.side))
        return Scene(self.box, (Polygons("window.dot", (dot,)),))
'''

WRITER = '''
"""How long each frame lasts."""

from dataclasses import dataclass
from typing import ClassVar

from convanim.files.staging import staged
from convanim.film.writer import Writer


@dataclass(frozen=True, slots=True)
class Csv(Writer):
    """One line for each frame."""

    name: ClassVar = "csv"
    suffix: ClassVar = ".csv"
    takes: ClassVar = "text"
    still: ClassVar = False

    def write(self, film, path, tick):
        with staged(path) as temporary:
            temporary.write_text("".join(f"{n}\\n" for n in film.centiseconds))
        tick()
        return (path,)
'''

THEME = """
root: {line: "#ff0000", width: 1, text: "#ff0000", size: 8}
page: {fill: "#000000"}
window: {fill: "#ff0000"}
"""

CONFIG = """
operation: softmax_pool
k: 2
p: [[1, 0]]
sharpness: 2
values: {input: [0, 1, 3]}
view: dots
side: 6
show: [sum, total]
theme: night
outputs: [csv, txt, png]
"""

PLUGINS = {
    "operations/softmax_pool.py": SOFTMAX_POOL,
    "views/dots.py": VIEW,
    "overlays/total.py": OVERLAY,
    "writers/csv.py": WRITER,
    "themes/night.yaml": THEME,
}


def package_with(plugins, folder):
    """Copy the package with more files into a folder; return a function that runs it there."""
    shutil.copytree(PACKAGE, folder / "convanim", ignore=shutil.ignore_patterns("__pycache__"))
    for place, text in plugins.items():
        (folder / "convanim" / place).write_text(text, encoding="utf-8")
    (folder / "x.yaml").write_text(CONFIG, encoding="utf-8")
    return lambda *words: run("-m", "convanim", *words, cwd=folder)


def test_an_operation_view_overlay_writer_and_theme_are_one_file_each(tmp_path):
    """They work from YAML to files, and everything that lists plug-ins lists them."""
    from PIL import Image

    convanim = package_with(PLUGINS, tmp_path)
    done = convanim("render", "x.yaml", "-o", "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out/x.csv").read_text() == "50\n50\n200\n"
    text = (tmp_path / "out/x.txt").read_text()
    row = re.search(r"^output 3\n(.*)$", text, re.MULTILINE)[1]
    windows = [(0,), (0, 1), (1, 3)]
    means = [
        sum(x * math.exp(2 * x) for x in window) / sum(math.exp(2 * x) for x in window)
        for window in windows
    ]
    assert [float(number) for number in re.findall(r"[\d.]+", row)] == pytest.approx(means, 1e-5)
    with Image.open(tmp_path / "out/x.png") as picture:
        colours = {colour for _, colour in picture.convert("RGB").getcolors()}
    assert colours >= {(0, 0, 0), (255, 0, 0)}

    script = "import convanim; print(convanim.load('x.yaml').layout.scene(2))"
    scene = run("-c", script, cwd=tmp_path).stdout
    assert r"\\sigma(1; 3)" in scene
    assert "of many" in scene

    names = ("softmax_pool", "dots", "total", "csv", "night")
    listed = convanim("list").stdout.split()
    assert set(names) <= set(listed)
    assert "csv" in re.split(r"\W+", convanim("render", "--help").stdout)
    keys = json.loads(convanim("schema").stdout)["properties"]
    assert keys["sharpness"]["description"] == "how much the largest value counts"
    assert keys["side"]["description"] == "side of a dot, in points"
    kinds = ("operation", "view", "show", "outputs", "theme")
    for key, name in zip(kinds, names, strict=True):
        assert f"'{name}'" in str(keys[key]), key

    done = convanim("validate", "x.yaml", "-s", "sharpness=-1")
    assert done.returncode == 1
    assert "sharpness must be a number from 0 to 1e+06, not -1" in done.stderr


def test_an_operation_that_is_wrong_contradicts_itself(tmp_path):
    """A normaliser that still counts the windows before it does not follow from the terms."""
    right = "total = sum(weights)"
    assert right in SOFTMAX_POOL
    wrong = SOFTMAX_POOL.replace(right, "TOTALS.extend(weights)\n        total = sum(TOTALS)")
    wrong += "\n\nTOTALS = []\n"
    convanim = package_with({**PLUGINS, "operations/softmax_pool.py": wrong}, tmp_path)
    done = convanim("render", "x.yaml", "-o", "out")
    assert done.returncode == 1
    assert "softmax_pool contradicts itself: step 1 writes output (1,), which holds" in done.stderr
    assert "but the softmax mean of the 2 cells read is" in done.stderr
    assert not list(tmp_path.glob("out/x.*"))
