"""The script that unpacks books, in node where it is installed: it gives what Python has packed."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from convanim.film import player

NODE = shutil.which("node")

ASKED = """
const wanted = JSON.parse(require("fs").readFileSync(0, "utf8"));
Promise.all(wanted.map(unpack)).then(found => console.log(JSON.stringify(found)));
"""


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_what_python_packs_is_what_the_script_unpacks():
    texts = [{"x": "0" * length, "n": list(range(length))} for length in range(60)]
    films = [{"size": [1, 2], "tracks": [{"s": 0}, {"l": [1]}]}, {"size": [3, 4], "tracks": []}]
    packed = [player.packed(each) for each in texts]
    assert {len(each) % 2 for each in packed} == {0, 1}
    script = player.unpacker() + ASKED
    done = subprocess.run(
        [NODE, "-e", script], input=json.dumps(packed), capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == texts
    asked = f"filmsOf({json.dumps(player.in_columns(films))})"
    script = f"{player.unpacker()}console.log(JSON.stringify({asked}))"
    done = subprocess.run([NODE, "-e", script], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert [each["size"] for each in found] == [[1, 2], [3, 4]]
    assert found[0]["tracks"] == [{"s": 0, "l": None}, {"s": None, "l": [1]}]
    assert found[1]["tracks"] == []
