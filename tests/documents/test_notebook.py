"""A widget in JupyterLab, where that is installed; nbconvert is tried by the tests of the API."""

from __future__ import annotations

import importlib.util
import json
import socket
import subprocess
import sys
import time

import pytest

from tests.support.notebooks import notebook

pytestmark = pytest.mark.skipif(
    not all(map(importlib.util.find_spec, ("jupyterlab", "anywidget"))),
    reason="needs jupyterlab and anywidget",
)

CODE = "import convanim\nconvanim.figure(i=5, k=3, s=1).widget(k=(1, 5))"
SETTINGS = {
    "open_browser": False,
    "allow_root": True,
    "IdentityProvider.token": "",
    "root_dir": ".",
}


@pytest.fixture
def lab(tmp_path):
    """Return the address of a notebook in a JupyterLab that runs."""
    (tmp_path / "x.ipynb").write_text(json.dumps(notebook([CODE])))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--{'' if '.' in key else 'ServerApp.'}{key}={of}" for key, of in SETTINGS.items()]
    command = [sys.executable, "-m", "jupyterlab", *options, f"--ServerApp.port={port}"]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}/lab/tree/x.ipynb?reset"
    finally:
        server.terminate()
        server.wait()


def _wait(port):
    for _ in range(900):
        with socket.socket() as tried:
            if not tried.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    raise AssertionError("JupyterLab does not start")


@pytest.mark.xdist_group("player")
def test_arrow_keys_move_a_slider_and_the_kernel_draws(chromium, lab):
    page = chromium.new_page()
    page.goto(lab)
    page.get_by_text("| Idle").wait_for(timeout=60_000)
    page.locator(".jp-Cell .cm-content").click()
    page.keyboard.press("Shift+Enter")
    slider = page.get_by_role("slider", name="k, kernel size")
    slider.press("ArrowRight", timeout=60_000)
    picture = page.get_by_role("img", name="conv i=5 k=4, output 2 x 2; 4 steps")
    picture.wait_for(timeout=60_000)
    assert picture.get_attribute("src").startswith("data:image/svg+xml;base64,")
    # The picture that the notebook keeps has changed, too, and is hidden behind the widget.
    kept = page.locator("img[id^=convanim-]")
    assert kept.get_attribute("alt") == picture.get_attribute("alt")
    assert not kept.is_visible()
    page.close()
