"""The key of an output depends on the code that draws it, and on no other code."""

from __future__ import annotations

import ast
import functools
import shutil

import pytest

import convanim
from convanim import config
from convanim.batch import code, tools

FOLDER = code.package().folder

FIGURES = {
    "flat": {"operation": "conv", "i": 4, "k": 3, "view": "flat"},
    "isometric": {"operation": "conv", "i": 4, "k": 3, "view": "isometric"},
    "scatter": {"operation": "conv", "i": 4, "k": 3, "view": "scatter"},
    "formula": {"operation": "conv", "i": 4, "k": 3, "view": "flat", "show": ["formula"]},
    "pool": {"operation": "max_pool", "i": 4, "k": 3, "view": "flat"},
}
FORMATS = ("gif", "mp4", "svg", "pdf", "txt", "html")
OUTPUTS = {f"{name}.{format}" for name in FIGURES for format in FORMATS}
SPECS = {name: convanim.figure(**keys).spec for name, keys in FIGURES.items()}
WRITERS = {name: config.output(name).writer for name in FORMATS}


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of the package that tests change; outputs depend on its code."""
    folder = tmp_path / "convanim"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(code, "package", functools.cache(lambda: code.Code(folder)))
    return folder


def versions():
    """Return the version of the code that draws each output, which is read anew."""
    tools._versions.cache_clear()
    code.package.cache_clear()
    try:
        return {
            f"{name}.{format}": tools.tools(spec, writer)["convanim"]
            for name, spec in SPECS.items()
            for format, writer in WRITERS.items()
        }
    finally:
        tools._versions.cache_clear()


def stale_after(change):
    before = versions()
    change()
    after = versions()
    return {name for name in before if before[name] != after[name]}


def append(path):
    with path.open("a", encoding="utf-8") as file:
        file.write("# changed\n")


@pytest.mark.parametrize(
    "place",
    ["writers/webp.py", "views/radial.py", "operations/softmax.py", "overlays/grid.py"],
)
def test_a_new_module_beside_the_others_makes_nothing_stale(copy, place):
    assert not stale_after(lambda: (copy / place).write_text('"""New."""\n'))


@pytest.mark.parametrize("place", ["cli/render.py", "batch/jobs.py", "gallery/__init__.py"])
def test_a_change_in_what_draws_nothing_makes_nothing_stale(copy, place):
    assert not stale_after(lambda: append(copy / place))


def test_a_change_in_an_explanation_makes_nothing_stale(copy):
    assert not stale_after(lambda: append(copy / "explain/explanation.py"))


def matching(part):
    return {name for name in OUTPUTS if part in name}


DRAWN = {name for name in OUTPUTS if not name.endswith(".txt")}


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("scene/geometry.py", OUTPUTS),
        ("api/figures.py", OUTPUTS),
        ("scene/theme.py", OUTPUTS),
        ("errors/__init__.py", OUTPUTS),
        ("views/scatter/__init__.py", matching("scatter")),
        ("views/scatter/hits.py", matching("scatter")),
        ("views/isometric.py", matching("isometric")),
        ("overlays/formula.py", matching("formula")),
        ("scene/formula.py", matching("formula") | matching(".html")),
        ("api/inspection.py", matching(".html")),
        ("explain/notes.py", matching(".html")),
        ("frameworks/keras.py", matching(".html")),
        ("film/player/touch.js", matching(".html")),
        ("film/player/player.css", matching(".html")),
        ("operations/max_pool.py", matching("pool")),
        ("writers/gif.py", matching(".gif")),
        ("writers/mp4.py", matching(".mp4")),
        ("backends/_mpl/raster.py", matching(".gif") | matching(".mp4")),
        ("film/raster/palette.py", matching(".gif") | matching(".mp4")),
        ("backends/_mpl/vector.py", matching(".svg") | matching(".pdf")),
        ("backends/_mpl/artists.py", DRAWN - matching(".html")),
        ("backends/_mpl/fonts.py", OUTPUTS),
        ("backends/text.py", matching(".txt")),
    ],
)
def test_a_change_makes_exactly_the_outputs_stale_that_it_draws(copy, place, expected):
    assert stale_after(lambda: append(copy / place)) == expected


def test_a_module_that_is_imported_from_now_on_counts(copy):
    (copy / "scene/curves.py").write_text('"""New."""\n')
    with (copy / "views/scatter/hits.py").open("a") as file:
        file.write("\n\ndef curve():\n    from convanim.scene import curves\n    return curves\n")
    assert stale_after(lambda: append(copy / "scene/curves.py")) == matching("scatter")


def test_the_line_endings_of_a_checkout_make_nothing_stale(copy):
    def as_on_windows():
        for path in copy.rglob("*.py"):
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert not stale_after(as_on_windows)


def parsed_imports(text):
    """The imports that :func:`convanim.batch.code.imports` must find, by Python's own parser."""
    tree = ast.parse(text)
    for node in tree.body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "relative imports are not found"
            names = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
        else:
            continue
        found |= {n.removeprefix("convanim.") for n in names if n.startswith("convanim.")}
    return found


def test_every_import_of_the_package_is_found():
    for path in FOLDER.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert code.imports(text) == parsed_imports(text), path


@pytest.mark.parametrize(
    "text",
    [
        "from convanim.scene import (\n    motion,  # what moves\n    theme as inks,\n)\n",
        "def f():\n    import convanim.film.raster.png\n    from convanim import errors\n",
        "try:\n    from convanim.scene.theme import Theme, Ink\nfinally:\n    pass\n",
        "from convanim.scene import motion as glide  # why\n",
        "if TYPE_CHECKING:\n    from convanim.scene import motion\n\n    A = 1\nimport re\n",
        "if TYPE_CHECKING:\n    x = 1\nelse:\n    from convanim.scene import motion\n",
    ],
)
def test_imports_are_found_however_they_are_written(text):
    assert code.imports(text) == parsed_imports(text)


def test_what_draws_nothing_exists():
    for name in code.DRAW_NOTHING - {"__pycache__"}:
        stem = FOLDER.joinpath(*name.split("."))
        assert stem.is_dir() or stem.with_suffix(".py").is_file(), name
