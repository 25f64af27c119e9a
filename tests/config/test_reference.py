"""README and the schema agree with the keys and plug-ins that there are."""

from __future__ import annotations

import pytest

from convanim.config.keys.reference import tables
from tests import reference
from tests.support.runs import ROOT


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "configs/schema.json",
        *(f"convanim/api/{name}.py" for name in ("names", "keys", "__init__")),
    ],
)
def test_a_generated_file_is_up_to_date(name):
    path = ROOT / name
    current = path.read_text(encoding="utf-8")
    assert current == reference.files()[path], f"{name} is not up to date: {reference.COMMAND}"


def test_readme_has_every_table_once():
    assert sorted(reference.names()) == sorted(tables())


def test_a_table_lists_spellings_words_and_owners():
    rows = tables()["keys"].splitlines()
    assert "| `s` | `stride`, `strides` | stride, 1 unless given |" in rows
    assert any(row.startswith("| `timing.tween` |") for row in rows)
    (mode,) = (row for row in rows if row.startswith("| `padding_mode` |"))
    assert mode.endswith(": `zeros`, `reflect`, `replicate`, `circular` (`conv`) |")
