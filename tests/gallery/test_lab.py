"""The lab: its files, what is refused, and the package itself running in a browser."""

from __future__ import annotations

import abc
import functools
import http.server
import importlib.util
import io
import json
import os
import subprocess
import sys
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from convanim.errors import ConvanimError
from convanim.gallery.lab import PYODIDE, START, Lab, packages
from convanim.serving import bytecode
from convanim.serving.text import drawn
from tests.support.accessibility import violations
from tests.support.runs import command

pytestmark = pytest.mark.xdist_group("player")

ROOT = Path(__file__).parents[2]
WITHOUT_LIBRARIES = """
import json, sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"numpy", "matplotlib", "PIL", "imageio", "click", "jinja2"}:
            raise ImportError(name)
sys.meta_path.insert(0, Missing())
from convanim.serving.text import drawn
for text in json.load(sys.stdin):
    print(drawn(text, 0, json.dumps({"k": 2})))
"""
PLACES = (os.environ.get("PYODIDE", ""), "node_modules/pyodide")
PATIENCE = 240
NO_NODE = {"PATH": ""}


def pyodide():
    for place in filter(None, PLACES):
        if (ROOT / place / "pyodide.mjs").is_file():
            return ROOT / place
    return pytest.skip("pyodide is missing: npm install --no-save pyodide")


@pytest.fixture
def unpacked(tmp_path):
    """Return a folder that has the files of Pyodide by name."""
    folder = tmp_path / "package"
    folder.mkdir()
    for name in PYODIDE:
        (folder / name).write_text(name)
    return folder


def test_its_files_are_written_once(unpacked, tmp_path):
    (tmp_path / "one.yaml").write_text("i: 4\nk: 3\n")
    words = ("gallery", "one.yaml", "-o", "out", "--lab", "package")
    done = command(tmp_path, *words, env=NO_NODE)
    assert done.returncode == 0
    assert done.stderr == (
        "node is not installed: the lab works, but takes about twice as long to load\n"
    )
    names = {"lab.html", "lab/lab.js", "lab/worker.js", "lab/packages.zip"}
    names |= {f"lab/{name}" for name in PYODIDE}
    assert names <= {path.removeprefix("out/") for path in done.stdout.split()}
    assert 'href="lab.html"' in (tmp_path / "out/index.html").read_text()
    done = command(tmp_path, *words, env=NO_NODE)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "1 figure up to date\n")
    assert command(tmp_path, *words, "--check", env=NO_NODE).returncode == 0
    (tmp_path / "out/lab/worker.js").unlink()
    done = command(tmp_path, *words, "--check", env=NO_NODE)
    assert done.returncode == 1
    assert "out/lab/worker.js: differs from what --lab would write" in done.stderr
    assert command(tmp_path, *words, env=NO_NODE).stdout == "out/lab/worker.js\n"
    without = command(tmp_path, "gallery", "one.yaml", "-o", "other")
    assert without.returncode == 0
    assert "lab.html" not in (tmp_path / "other/index.html").read_text()
    assert not list((tmp_path / "other").rglob("lab*"))


def test_a_folder_without_pyodide_is_refused(unpacked, tmp_path):
    (unpacked / "pyodide.asm.wasm").unlink()
    with pytest.raises(ConvanimError, match=r"there is no pyodide\.asm\.wasm .* npm pack pyodide"):
        Lab(tmp_path, unpacked)


def node_that(tmp_path, does):
    """Return the environment whose only program is a node that does this."""
    program = tmp_path / "bin" / "node"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    return {"PATH": str(program.parent)}


def test_a_pyodide_that_node_cannot_load_is_refused(unpacked, tmp_path):
    (tmp_path / "one.yaml").write_text("i: 4\nk: 3\n")
    env = node_that(tmp_path, "echo 'at x.mjs' >&2; echo 'SyntaxError: bad' >&2; exit 1")
    done = command(tmp_path, "gallery", "one.yaml", "-o", "out", "--lab", "package", env=env)
    assert done.returncode == 1
    node = tmp_path / "bin/node"
    assert (
        f"--lab package: {node} cannot load Pyodide from this folder: SyntaxError: bad; unpack the "
        "npm package pyodide again, or install a newer node"
    ) in done.stderr
    assert not (tmp_path / "out/lab/packages.zip").exists()


def test_node_compiles_what_drawing_takes_and_is_asked_again_only_for_other_modules(tmp_path):
    lab = Lab(tmp_path, pyodide())
    if not lab.node:
        pytest.skip("node is missing")
    lab.write()
    for name, draws, spare in (
        ("packages.zip", "convanim/views/isometric", "convanim/views/row"),
        ("python_stdlib.zip", "dataclasses", "turtle"),
    ):
        archive = zipfile.ZipFile(tmp_path / "lab" / name)
        names = archive.namelist()
        assert f"{draws}.pyc" in names and f"{draws}.py" not in names
        assert f"{spare}.pyc" not in names
    assert not replace(lab).stale
    assert set(replace(lab, node=None).stale) == {"lab/packages.zip", "lab/python_stdlib.zip"}
    (tmp_path / "lab/packages.zip").write_bytes(packages())
    assert replace(lab).stale == ["lab/packages.zip"]


def test_the_first_drawing_is_what_the_package_answers(unpacked, tmp_path):
    Lab(tmp_path, unpacked, node=None).write()
    script = (tmp_path / "lab/lab.js").read_text(encoding="utf-8")
    (line,) = (line for line in script.splitlines() if line.startswith("const START = "))
    assert json.loads(line[14:-1]) == [START, drawn(START, 0, "{}")]


def test_the_archive_is_the_same_each_time_and_has_what_runs():
    assert packages() == packages()
    names = zipfile.ZipFile(io.BytesIO(packages())).namelist()
    assert {"convanim/serving/text.py", "convanim/themes/clear.yaml"} <= set(names)
    assert {"convanim/errors/catalogue.toml", "convanim/backends/_letters/faces.json"} <= set(names)
    assert any(name.startswith("ruamel/yaml/") for name in names)
    assert not any(name.startswith("convanim/gallery") for name in names)


def test_bytecode_of_imported_modules_runs_without_its_source(tmp_path):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.write(abc.__file__, "abc.py")
        archive.write(bytecode.__file__, "convanim/serving/bytecode.py")
        archive.writestr("convanim/never_imported.py", "1 +")
        archive.writestr("convanim/words.json", "[]")
    compiled = zipfile.ZipFile(io.BytesIO(bytecode.compiled(content.getvalue(), "from here")))
    assert compiled.comment == b"from here"
    assert compiled.namelist() == [
        "abc.pyc",
        "convanim/serving/bytecode.pyc",
        "convanim/never_imported.py",
        "convanim/words.json",
    ]
    path = compiled.extract("abc.pyc", tmp_path)
    loaded = importlib.util.module_from_spec(importlib.util.spec_from_file_location("abc2", path))
    loaded.__spec__.loader.exec_module(loaded)
    assert loaded.ABCMeta.__doc__ is None and abc.ABCMeta.__doc__


def test_a_text_is_drawn_without_the_libraries_that_a_browser_lacks():
    texts = ["i: 5\nk: 3\nshow: [formula]\n", "i: 5\nk: 9\n", "i: [3, 3, 3]\nk: 3\n", "- x\n"]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_LIBRARIES],
        input=json.dumps(texts),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    good, wrong, volume, bad = map(json.loads, done.stdout.splitlines())
    assert good["book"]["films"][0]["shown"] == 16  # k is 2
    words = [part for shape in good["book"]["shapes"] for part in shape if shape[0] == "start"]
    assert any("relationship 1" in str(part) for part in words)
    assert [(each["line"], each["column"]) for each in wrong["errors"]] == [(2, 4)]
    assert volume["book"]["films"][0]["shown"] == 8
    assert bad["errors"] and "book" not in bad


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


def test_a_config_is_edited_and_drawn_in_the_browser(chromium, tmp_path):
    folder = pyodide()
    (tmp_path / "one.yaml").write_text("i: 4\nk: 3\n")
    assert command(tmp_path, "gallery", "one.yaml", "-o", "out", "--lab", folder).returncode == 0
    handler = functools.partial(Quiet, directory=tmp_path / "out")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    told, asked = [], []
    context = chromium.new_context(bypass_csp=False)
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/packages.zip", lambda route: None)  # Python never comes
    page.goto(f"{address}/lab.html")
    page.locator("#step").get_by_text("1 / 9").wait_for(state="attached")
    assert page.locator("#status").text_content() == "Loading Python …"
    assert page.locator("#count").text_content() == ""
    page.emulate_media(color_scheme="dark")
    page.reload()
    page.locator("html.dark").wait_for()
    page.emulate_media(color_scheme="light")
    page.unroute("**/packages.zip")
    page.goto(f"{address}/pages/one.html#step=1")
    page.get_by_role("link", name="Change it in the lab").click()
    assert page.get_by_label("Config").input_value() == "i: 4\nk: 3\n"
    page.locator("#step").get_by_text("1 / 4").wait_for(state="attached")
    page.get_by_label("Config").fill("i: 5\nk: 9\n")
    page.locator("#errors").get_by_text("line 2, column 4: kernel does not fit").wait_for()
    assert page.locator("#errors").text_content().endswith("  k: 9\n     ^")
    page.get_by_label("Config").fill("i: [5, 7]\nk: 3\nshow: [labels, formula]\n")
    page.locator("#step").get_by_text("/ 15").wait_for(state="attached")
    assert page.locator("#drawing text").all_text_contents() == ["input", "output"]
    assert page.locator("#drawing foreignObject mfrac, #drawing foreignObject math").count()
    page.get_by_label("stride").fill("2")
    page.locator("#step").get_by_text("/ 6").wait_for(state="attached")
    page.get_by_role("button", name="Put it into the address").click()
    assert "config=i%3A+%5B5%2C+7%5D%0Ak%3A+3%0Ashow" in page.url
    assert all(each.startswith((address, "data:", "blob:")) for each in asked)
    assert not told
    assert not violations(page)
    context.close()
    server.shutdown()
    server.server_close()
