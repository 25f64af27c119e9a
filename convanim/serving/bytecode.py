"""An archive of modules, of which those that have been imported are compiled.

Whoever imports them from the new archive need not wait until Python has compiled them; the others
stay as they are, since their source is smaller. The bytecode is for the Python that runs.
"""

from __future__ import annotations

import io
import marshal
import sys
import zipfile
from importlib.util import MAGIC_NUMBER, source_hash

UNCHECKED = (1).to_bytes(4, "little")
"""Says that bytecode has the hash of its source, and that nobody compares them; see PEP 552."""


def compiled(archive: bytes, comment: str) -> bytes:
    """Return an archive whose imported modules are bytecode without docstrings.

    Parameters
    ----------
    archive : bytes
        A zip file of modules.
    comment : str
        What the new zip file says of itself, in ASCII.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(content, "w") as new:
        new.comment = comment.encode("ascii")
        for info in old.infolist():
            found = old.read(info)
            if _module(info.filename) in sys.modules:
                found = _bytecode(found, info.filename)
                info = zipfile.ZipInfo(f"{info.filename}c", info.date_time)  # noqa: PLW2901
                info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, found)
    return content.getvalue()


def _module(name: str) -> str | None:
    """Return the name of the module that a file has; None if it has none."""
    if not name.endswith(".py"):
        return None
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _bytecode(source: bytes, name: str) -> bytes:
    code = compile(source, name, "exec", dont_inherit=True, optimize=2)
    return MAGIC_NUMBER + UNCHECKED + source_hash(source) + marshal.dumps(code)
