"""Plug-ins are found by the names of their files, and only those asked for are imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

from convanim import views
from convanim.errors import ConvanimError
from convanim.film.backend import Backend
from convanim.layers.operation import Operation
from convanim.layout.overlay import Overlay
from convanim.layout.view import View
from convanim.plugins import registry
from tests.support.plugins import KINDS
from tests.support.runs import ROOT


@pytest.mark.parametrize("kind", [*KINDS, Backend])
def test_every_file_holds_the_plug_in_of_its_name(kind):
    plugins = registry.scan(kind)
    assert list(plugins) == sorted(plugins)
    assert all(plugin.name == name for name, plugin in plugins.items())
    files = {path.stem for path in (ROOT / "convanim" / kind.folder).glob("[!_]*")}
    assert {name.replace("/", "_frames") for name in plugins} == files


def test_a_file_without_its_plug_in_is_named(tmp_path, monkeypatch):
    (tmp_path / "askew.py").write_text("class Askew:\n    name = 'skew'\n")
    monkeypatch.setattr(views, "__path__", [str(tmp_path)])
    plugins = registry.Plugins(View)
    with pytest.raises(ConvanimError) as caught:
        plugins["askew"]
    assert str(caught.value) == "convanim.views.askew has no View whose name is 'askew'"
    sys.modules.pop("convanim.views.askew")
    del views.askew


@pytest.mark.parametrize(
    ("figure", "imported"),
    [
        (
            "load('configs/basics/first_figure.yaml')",
            {"operations.conv", "overlays.labels", "views.isometric"},
        ),
        ("figure(i=5, k=3)", {"operations.conv", "views.isometric"}),
        (
            "figure(operation='max_pool', i=4, k=2)",
            {"operations.max_pool", "overlays.winner", "views.isometric"},
        ),
        (
            "figure(operation='max_pool', i=4, k=2, values={'seed': 1})",
            {"operations.max_pool", "overlays.winner", "views.flat"},
        ),
    ],
)
def test_a_figure_imports_its_own_plug_ins_alone(figure, imported):
    script = (
        "import sys, convanim\n"
        f"convanim.{figure}.layout\n"
        "print(*(name for name in sys.modules if name.startswith("
        "('convanim.operations.', 'convanim.overlays.', 'convanim.views.', 'convanim.writers.'))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) == {f"convanim.{name}" for name in imported}


@pytest.mark.parametrize("operation", registry.scan(Operation).values())
def test_the_usual_overlays_of_an_operation_exist(operation):
    assert set(operation.usual) <= set(registry.scan(Overlay))
