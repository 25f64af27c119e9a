"""Writes what is generated from the keys and plug-ins: README's tables, the schema, the types.

``python -m tests.reference`` brings all files up to date.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from convanim.config import schema
from convanim.config.keys import typed
from convanim.config.keys.reference import tables
from tests.support.runs import ROOT

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = "python -m tests.reference"

_LISTING = re.compile(r"(Other Parameters\n    -+\n).*?(\n\n    Returns)", re.DOTALL)
_TABLE = re.compile(r"(<!-- table: (\w+) -->\n).*?(\n<!-- end of table -->)", re.DOTALL)


def files() -> dict[Path, str]:
    """Return the text that each generated file should have."""
    readme, current = ROOT / "README.md", tables()
    api = ROOT / "convanim" / "api"
    text, code = (path.read_text(encoding="utf-8") for path in (readme, api / "__init__.py"))
    return {
        readme: _TABLE.sub(lambda found: found[1] + current[found[2]] + found[3], text),
        api / "names.py": typed.names_module(),
        api / "keys.py": typed.keys_module(),
        api / "__init__.py": _LISTING.sub(rf"\1{typed.listing()}\2", code),
        ROOT / "configs" / "schema.json": json.dumps(schema(), indent=1, sort_keys=True) + "\n",
    }


def names() -> list[str]:
    """Return the names of the tables in README."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return [found[1] for found in _TABLE.findall(text)]


if __name__ == "__main__":
    for path, content in files().items():
        path.write_text(content, encoding="utf-8")
