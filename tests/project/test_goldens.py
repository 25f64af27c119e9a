"""Every shipped figure as reviewable text: its states, and its scene in hundredths of a point.

After a change that is meant: CONVANIM_UPDATE_GOLDENS=1 python -m pytest tests/test_goldens.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import convanim
from convanim.api.transcript import Transcript
from convanim.layers.operation import Operation
from convanim.layout.view import View
from convanim.plugins import registry
from convanim.scene.motion import drawing
from convanim.scene.shapes import Labels, Polygons

ROOT = Path(__file__).parents[2]
CONFIGS = sorted((ROOT / "configs").rglob("*.yaml"))
GOLDENS = ROOT / "tests" / "goldens"


def point(at):
    return f"{at[0]:.2f},{at[1]:.2f}".replace("-0.00", "0.00")


def told(layer):
    if isinstance(layer, Labels):
        texts = [f"  {text} at {point(at)}" for text, at in layer.texts]
        return "\n".join([f"labels {layer.role} {layer.anchor} x{layer.scale:g}", *texts])
    kind = "polygons" if isinstance(layer, Polygons) else "strokes"
    lines = layer.shapes if isinstance(layer, Polygons) else layer.lines
    return "\n".join([f"{kind} {layer.role}", *("  " + " ".join(map(point, x)) for x in lines)])


def golden(figure):
    parts, before = [], ()
    for step in sorted({0, len(figure) // 2, len(figure) - 1}):
        moment = figure.timeline.moments[step]
        sweeps = tuple(panel.sweep for panel in figure.panels)
        parts.append("\n".join(Transcript(sweeps, (figure.beats(step),), (100,)).frames()))
        scene = drawing(figure.layout, moment)
        parts.append("page " + " ".join(map(point, (scene.box[:2], scene.box[2:]))))
        for layer in scene.layers:
            same = layer in before
            parts.append(f"same {layer.role}" if same else told(layer))
        before = scene.layers
        parts.append("")
    return "\n".join(parts)


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_figure_is_its_golden(path):
    place = (GOLDENS / path.relative_to(ROOT / "configs")).with_suffix(".txt")
    text = golden(convanim.load(path))
    if os.environ.get("CONVANIM_UPDATE_GOLDENS"):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    assert text == place.read_text(encoding="utf-8")


def test_no_golden_without_a_config():
    names = {path.relative_to(ROOT / "configs").with_suffix("") for path in CONFIGS}
    assert {p.relative_to(GOLDENS).with_suffix("") for p in GOLDENS.rglob("*.txt")} == names


@pytest.mark.parametrize(("kind", "key"), [(Operation, "operation"), (View, "view")])
def test_every_plug_in_has_a_config(kind, key):
    shown = {getattr(convanim.load(path).spec, key).name for path in CONFIGS}
    assert shown == set(registry.scan(kind))
