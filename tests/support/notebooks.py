"""Notebooks that are run and turned into pages."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]

needs_nbconvert = pytest.mark.skipif(
    not all(map(importlib.util.find_spec, ("nbconvert", "ipykernel"))),
    reason="needs nbconvert and ipykernel",
)


def notebook(sources: Sequence[str]) -> dict[str, Any]:
    """Return a notebook with a cell for each source, none of which has run."""
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    return {
        "cells": [{**cell, "id": str(n), "source": source} for n, source in enumerate(sources)],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def executed(sources: Sequence[str], folder: Path) -> Path:
    """Return the page that nbconvert makes of a notebook after running it."""
    (folder / "x.ipynb").write_text(json.dumps(notebook(sources)))
    words = ["--to", "html", "--execute", "x.ipynb"]
    subprocess.run(
        [sys.executable, "-m", "nbconvert", *words],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=200,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PATH": os.path.dirname(sys.executable)},
    )
    return folder / "x.html"
