"""The hook of MkDocs, in a strict build."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys

import pytest

from tests.support.runs import ROOT

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("mkdocs") is None, reason="needs mkdocs, of the extra dev"
)

FENCE = "```convanim\ni: 4\nk: {k}\n```\n"


@pytest.fixture
def build(tmp_path):
    def run(**pages):
        (tmp_path / "mkdocs.yml").write_text("site_name: x\nhooks: [hooks.py]\n")
        page = (ROOT / "gallery/reference/documents.md").read_text(encoding="utf-8")
        (line,) = re.findall(r"^from convanim\.documents\.mkdocs import .*$", page, re.MULTILINE)
        (tmp_path / "hooks.py").write_text(f"{line}\n")
        for name, text in pages.items():
            path = tmp_path / "docs" / f"{name.replace('__', '/')}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=200,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    return run


def test_a_fence_becomes_a_figure_on_pages_at_any_depth(build, tmp_path):
    text = f"# One\n\n{FENCE.format(k=3)}\nBetween.\n\n{FENCE.format(k=2)}"
    (tmp_path / "docs/deep").mkdir(parents=True)
    (tmp_path / "docs/deep/own.yaml").write_text("extends: clear\ninput: '#ffe8a0'\n")
    fence = FENCE.format(k="3\ntheme: ./own.yaml")
    done = build(index=text, deep__er=f"# Two\n\n{fence}")
    assert done.returncode == 0, done.stderr
    site = tmp_path / "site"
    for page, count in (("index.html", 2), ("deep/er/index.html", 1)):
        html = (site / page).read_text(encoding="utf-8")
        assert "```" not in html
        found = re.findall(r'srcset="([^"]*)">\s*<img src="([^"]*)" alt="([^"]*)">', html)
        assert len(found) == count
        assert found[0][2] == "conv i=4 k=3, output 2 x 2; 4 steps"
        for still, moving, _ in found:
            folder = (site / page).parent
            assert (folder / still).read_bytes().startswith(b"\x89PNG")
            assert (folder / moving).read_text(encoding="utf-8").startswith("<svg ")
    assert "Between." in (site / "index.html").read_text(encoding="utf-8")
    drawn = sorted(path.name.split("-")[0] for path in (site / "assets/convanim").glob("*.svg"))
    (own,) = (site / "assets/convanim").glob("er-*.svg")
    assert "#ffe8a0" in own.read_text(encoding="utf-8")
    assert drawn == ["er", "index", "index"]  # a figure is named after its page


def test_an_error_has_its_line_in_the_page(build):
    done = build(index=f"# One\n\n{FENCE.format(k=9)}")
    assert done.returncode == 1
    assert "convanim: docs/index.md:5:4: kernel does not fit: kernel 9 is wider" in done.stderr
    assert "Traceback" not in done.stderr


def test_other_fences_stay(build, tmp_path):
    done = build(index="# One\n\n```yaml\ni: 4\n```\n")
    assert done.returncode == 0, done.stderr
    assert "<img" not in (tmp_path / "site/index.html").read_text(encoding="utf-8")
