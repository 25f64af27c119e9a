"""README, the reference and the schema agree with the keys and plug-ins that there are."""

from __future__ import annotations

import subprocess
import sys

from convanim.config.keys.reference import tables
from tests import reference
from tests.support.pages import blocks
from tests.support.runs import ROOT


def test_generated_files_are_up_to_date():
    files = reference.files()
    names = {path.relative_to(ROOT).as_posix() for path in files}
    assert {"README.md", "configs/schema.json", "gallery/reference/keys.md"} <= names
    assert {f"convanim/api/{name}.py" for name in ("names", "keys", "__init__")} <= names
    pages = {path for path in files if path.suffix == ".html"}
    assert pages == {*reference.REFERENCE.glob("*.html")}
    # In a process of its own, since other tests bring plug-ins along, which help texts list.
    command = [sys.executable, "-m", "tests.reference", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_readme_and_the_reference_have_every_part_once():
    assert sorted(reference.names()) == sorted(blocks())


def test_a_table_lists_spellings_words_and_owners():
    rows = tables()["keys"].splitlines()
    assert "| `s` | `stride`, `strides` | stride, 1 by default |" in rows
    assert any(row.startswith("| `timing.tween` |") for row in rows)
    (mode,) = (row for row in rows if row.startswith("| `padding_mode` |"))
    assert mode.endswith(": `zeros`, `reflect`, `replicate`, `circular` (`conv`) |")
