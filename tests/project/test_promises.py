"""The promises in the reference name tests that exist."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.support.command import GOOD, ROOT, environment

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_promise_has_its_test():
    text = (ROOT / "gallery/reference/promises.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|")][2:]
    assert len(rows) > 10
    for row in rows:
        tests = NAMED.findall(row.rsplit("|", 2)[1])
        assert tests, row
        for path, name in tests:
            assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), name


SCRIPT = """
import sys
started = []
def watch(event, arguments):
    assert not event.startswith(("socket.", "os.system", "urllib.", "http.")), (event, arguments)
    if event == "subprocess.Popen":
        started.append(arguments[0])
sys.addaudithook(watch)
from convanim.__main__ import main
try:
    main(["render", "good.yaml", "-o", "out", "-f", "mp4", "-f", "gif", "-f", "pdf", "-f", "svg"])
except SystemExit as ending:
    assert not ending.code
    print(started)
"""


def test_no_network_and_no_shell(tmp_path):
    """Only ffmpeg is started, and once the program that lists fonts for matplotlib."""
    (tmp_path / "good.yaml").write_text(GOOD)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    started = done.stdout.splitlines()[-1]
    assert "ffmpeg" in started
    assert all("ffmpeg" in each or "fc-list" in each for each in started[1:-1].split(", "))
