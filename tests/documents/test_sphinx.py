"""The directive of Sphinx, in builds of HTML and LaTeX in which a warning is an error."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from html import unescape

import pytest

from tests.support.runs import ROOT

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("sphinx") is None, reason="needs sphinx, of the extra sphinx"
)

CONFIG = "i: 4\nk: 3\n"

PAGE = """\
Figures
=======

.. convanim:: figures/mine.yaml
   :width: 60%
   :name: mine

   A *caption* for it.

   And a legend.

See :ref:`mine`.

.. convanim::
   :include-source:
   :alt: what <is> "seen"
   :frames: 0,3

   i: 4
   k: 2
   s: 2
   # yaml
"""


class Project:
    def __init__(self, folder):
        self.folder = folder
        (folder / "figures").mkdir()
        (folder / "conf.py").write_text('extensions = ["convanim.sphinx"]\nnumfig = True\n')
        (folder / "figures/mine.yaml").write_text(CONFIG)
        self.write(PAGE)

    def write(self, text, name="index.rst"):
        (self.folder / name).write_text(text, encoding="utf-8")

    def build(self, builder="html", *options):
        words = ["-W", "--keep-going", "-d", "_build/doctrees", *options]
        return subprocess.run(
            [sys.executable, "-m", "sphinx", "-b", builder, *words, ".", f"_build/{builder}"],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def page(self, name="index.html"):
        return (self.folder / "_build/html" / name).read_text(encoding="utf-8")

    def drawn(self):
        return sorted(path.name for path in (self.folder / "_build/doctrees/convanim").iterdir())


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A project with its pages as HTML."""
    project = Project(tmp_path_factory.mktemp("built"))
    done = project.build()
    assert done.returncode == 0, done.stderr
    return project


def images(page):
    return [
        (unescape(re.search('alt="([^"]*)"', tag)[1]), re.search('src="([^"]*)"', tag)[1])
        for tag in re.findall("<img[^>]*>", page)
    ]


def test_html_shows_the_animation_with_its_alternative_text(built):
    page = built.page()
    (first, source), (second, other) = images(page)
    assert first == "conv i=4 k=3, output 2 x 2; 4 steps"
    assert second == 'what <is> "seen"'
    for name in (source, other):
        content = (built.folder / "_build/html" / name).read_text(encoding="utf-8")
        assert content.startswith("<svg ")
        assert "@keyframes" in content
    assert re.search("width: 60%", page)
    assert "A <em>caption</em> for it." in page
    assert "And a legend." in page
    assert '<div class="highlight-yaml' in page


def test_latex_takes_the_pdf_of_the_middle_step(built):
    done = built.build("latex")
    assert done.returncode == 0, done.stderr
    (tex,) = (built.folder / "_build/latex").glob("*.tex")
    names = re.findall(
        r"\\sphinxincludegraphics(?:\[[^]]*\])?\{\{([^}]*)\}\.(\w+)\}", tex.read_text()
    )
    assert [suffix for _, suffix in names] == ["pdf", "pdf"]
    content = (built.folder / "_build/latex" / f"{names[0][0]}.pdf").read_bytes()
    assert content.startswith(b"%PDF-")


def test_a_build_in_parallel(project):
    for n in range(6):
        project.write(f"Page {n}\n======\n\n.. convanim:: figures/mine.yaml\n", f"p{n}.rst")
    names = "\n".join(f"   p{n}" for n in range(6))
    project.write(f"{PAGE}\n.. toctree::\n\n{names}\n")
    done = project.build("html", "-j", "2")
    assert done.returncode == 0, done.stderr
    assert len(images(project.page("p5.html"))) == 1


def test_a_page_is_read_again_when_what_its_configs_read_changes(project):
    """Here a theme that the second config names, then a parent of the first one."""
    figures = project.folder / "figures"
    (figures / "mine.yaml").write_text("extends: base.yaml\ni: 4\n")
    (figures / "base.yaml").write_text("k: 3\n")
    (figures / "own.yaml").write_text("extends: clear\ninput: '#ffe8a0'\n")
    project.write(PAGE.replace("# yaml", "theme: ./figures/own.yaml"))
    before = redrawn(project)
    (figures / "own.yaml").write_text("extends: clear\ninput: '#ffe0a0'\n")
    after = redrawn(project)
    assert {name[:4] for name in {*after} - {*before}} == {"inde"}
    (figures / "base.yaml").write_text("k: 2\n")
    assert {name[:4] for name in {*redrawn(project)} - {*after}} == {"mine"}


def redrawn(project):
    """Return the files of two figures after another build, which deletes those of earlier ones."""
    done = project.build("dummy")
    assert done.returncode == 0, done.stderr
    after = project.drawn()
    assert len(after) == 6
    return after


ERRORS = {
    "Title\n=====\n\n.. convanim::\n\n   i: 4\n   k: 9\n": (
        ":7:4: kernel does not fit: kernel 9 is wider than i + 2p = 4"
    ),
    "Title\n=====\n\n.. convanim:: no.yaml\n": "no.yaml: cannot be read: No such file or directory",
    "Title\n=====\n\n.. convanim:: figures/mine.yaml\n   :frames: 9\n": (
        "no step 9: there are 4, numbered from 0 to 3"
    ),
    "Title\n=====\n\n.. convanim:: figures/mine.yaml\n\n   - a list\n": (
        "convanim: the caption must begin with a paragraph"
    ),
}


def test_errors_have_their_place(project):
    for n, page in enumerate(ERRORS):
        project.write(page, f"p{n}.rst")
    names = "\n".join(f"   p{n}" for n in range(len(ERRORS)))
    project.write(f"Title\n=====\n\n.. toctree::\n\n{names}\n")
    done = project.build("dummy")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    told = re.split(r"(?m)^.*/(p\d\.rst):4: ERROR: ", done.stderr)
    said = dict(zip(told[1::2], told[2::2], strict=True))
    for n, message in enumerate(ERRORS.values()):
        assert message in said.pop(f"p{n}.rst")
    assert not said
