"""What axe-core finds wrong with a page; a test that needs it is skipped where it is missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PLACES = (os.environ.get("AXE_CORE", ""), "node_modules/axe-core")
"""Folders of the npm package axe-core: one that is named, and that of ``npm install axe-core``."""

ROOT = Path(__file__).parents[2]


def script():
    """Return the script of axe-core."""
    for place in filter(None, PLACES):
        path = ROOT / place / "axe.min.js"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return pytest.skip("axe-core is missing: npm install --no-save axe-core")


def violations(page):
    """Return the rules that a page breaks, each with the elements."""
    page.evaluate(script() + "; 0")
    found = page.evaluate("axe.run(document, {preload: false, resultTypes: ['violations']})")[
        "violations"
    ]
    return {each["id"]: [node["html"][:150] for node in each["nodes"]] for each in found}
