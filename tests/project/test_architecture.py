"""The rules of the house: who may import whom, how long files are, how plug-ins come in."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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


def test_files_stay_short():
    lengths = {
        path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    assert not {path: count for path, count in lengths.items() if count > 300}


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("matplotlib", ("backends",)),
        ("PIL", ("writers", "film")),
        ("distributed", ("batch",)),
        ("imageio", ("writers",)),
        ("imageio_ffmpeg", ("writers", "film")),
        ("watchfiles", ("cli",)),
        ("ruamel", ("config",)),
        ("click", ("cli",)),
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


@pytest.mark.parametrize(
    ("command", "absent"),
    [
        (["--help"], ["matplotlib", "numpy", "rich"]),
        (["--version"], ["matplotlib", "numpy", "rich"]),
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


OPERATION = '''
"""Every second unit."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from convanim.sweep import window as slide
from convanim.arithmetic.axis import Axis
from convanim.arithmetic.reduction import Copy
from convanim.layers.keys import InputSize
from convanim.layers.operation import Operation
from convanim.plugins.key import Key
from convanim.arithmetic.relationships import POOLING


@dataclass(frozen=True, slots=True)
class Decimate(Operation):
    """Every n-th unit of the input."""

    name: ClassVar = "decimate"
    also: ClassVar = ()
    frameworks: ClassVar = ()
    family: ClassVar = POOLING

    i: InputSize = ()
    every: Annotated[int, Key("count", "which units are kept")] = 2

    @property
    def axes(self):
        return tuple(Axis(i=i, k=1, s=self.every) for i in self.i)

    def faults(self):
        return iter(())

    def sweep(self):
        return slide.sweep(self.axes, Copy(), units=None)
'''

SOFTMAX_POOL = '''
"""Windows whose values are weighted by their exponentials."""

import math
from dataclasses import dataclass
from typing import ClassVar

from convanim.arithmetic.reduction import Notation, Reduction
from convanim.layers.pooling import Pooling, pooled


@dataclass(frozen=True, slots=True)
class SoftmaxMean(Reduction):
    """sum(x*exp(x)) / sum(exp(x))."""

    name: ClassVar = "softmax mean"

    @property
    def padding(self):
        return None

    def reduce(self, values):
        weights = [math.exp(value) for value in values]
        return sum(w * v for w, v in zip(weights, values)) / sum(weights)

    def notation(self, count):
        return Notation(r"\\sigma(", ";", ")", has_brackets=False)


@dataclass(frozen=True)
class SoftmaxPool(Pooling):
    """Pooling by a softmax-weighted mean."""

    name: ClassVar = "softmax_pool"

    def layer(self):
        return None

    def sweep(self):
        return pooled(self, SoftmaxMean(self.relu))
'''

OVERLAY = '''
"""A note that says the number of steps."""

from dataclasses import dataclass
from typing import ClassVar

from convanim.layout.overlay import Note, Overlay


@dataclass(frozen=True, slots=True)
class Total(Overlay):
    """The number of steps."""

    name: ClassVar = "total"

    def faults(self, subject, layout):
        return iter(())

    def note(self, subject, layout):
        return Note(lambda beat: ("of many",), 1, 5)
'''

VIEW = '''
"""One dot a step."""

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

    size: Annotated[int, Key("count", "side of a dot, in points")] = 4

    def faults(self, subject):
        return iter(())

    def lay_out(self, subject):
        return Row(subject.sweep, self.size)


@dataclass(frozen=True, slots=True)
class Row(Layout):
    """The laid out dots."""

    sweep: object
    size: int

    @property
    def box(self):
        return 0, 0, len(self.sweep.steps) * self.size, self.size

    def scene(self, step):
        left, right = step * self.size, (step + 1) * self.size
        dot = ((left, 0), (right, 0), (right, self.size), (left, self.size))
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
    """One line a frame."""

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
operation: decimate
i: [4, 5]
every: 3
view: dots
size: 6
theme: night
outputs: [csv, png]
"""


def test_operation_view_writer_and_theme_are_one_file_each(tmp_path):
    """Dropped into a copy of the package, with no other edit, they work from YAML to files."""
    shutil.copytree(PACKAGE, tmp_path / "convanim", ignore=shutil.ignore_patterns("__pycache__"))
    for place, text in {
        "operations/decimate.py": OPERATION,
        "views/dots.py": VIEW,
        "writers/csv.py": WRITER,
        "themes/night.yaml": THEME,
    }.items():
        (tmp_path / "convanim" / place).write_text(text, encoding="utf-8")
    (tmp_path / "x.yaml").write_text(CONFIG, encoding="utf-8")
    done = run("-m", "convanim", "render", "x.yaml", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/x.csv").read_text() == "100\n" * 4
    from PIL import Image

    with Image.open(tmp_path / "out/x.png") as picture:
        assert picture.size == (50, 12)
        colours = {colour for _, colour in picture.convert("RGB").getcolors()}
    assert colours >= {(0, 0, 0), (255, 0, 0)}
    listed = run("-m", "convanim", "list", cwd=tmp_path).stdout
    assert all(name in listed for name in ("decimate", "dots", "csv", "night"))
    done = run("-m", "convanim", "validate", "x.yaml", "-s", "every=0", cwd=tmp_path)
    assert done.returncode == 1
    assert "every" in done.stderr


def test_an_operation_with_its_own_reduction_is_one_file(tmp_path):
    """Its values, its text in the sum overlay and its self check follow from that file."""
    shutil.copytree(PACKAGE, tmp_path / "convanim", ignore=shutil.ignore_patterns("__pycache__"))
    for place, text in {
        "operations/softmax_pool.py": SOFTMAX_POOL,
        "overlays/total.py": OVERLAY,
    }.items():
        (tmp_path / "convanim" / place).write_text(text, encoding="utf-8")
    script = """if True:
        import json, convanim
        fig = convanim.figure(
            operation="softmax_pool", k=2, p=[[1, 0]], show=["sum", "total"],
            values={"input": [0, 1, 3]},
        )
        scene = fig.layout.scene(len(fig.sweep.steps) - 1)
        print(json.dumps([fig.sweep.map("output").values, str(scene)]))
    """
    done = run("-c", script, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    values, scene = json.loads(done.stdout)
    pairs = [(0,), (0, 1), (1, 3)]
    wanted = [sum(x * math.exp(x) for x in w) / sum(map(math.exp, w)) for w in pairs]
    assert values == pytest.approx(wanted)
    assert r"\\sigma(1; 3)" in scene
    assert "of many" in scene
    listed = run("-m", "convanim", "list", cwd=tmp_path).stdout
    assert "softmax_pool" in listed
    assert "total" in listed
    assert "softmax_pool" in run("-m", "convanim", "schema", cwd=tmp_path).stdout
