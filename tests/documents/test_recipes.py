"""The recipes for slides: they name files that exist, and the tools that are installed build them.

npm packages are those in ``node_modules``, or in the folder that NODE_MODULES names.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import convanim
from tests.support.browser import until
from tests.support.runs import ROOT

RECIPES = ROOT / "gallery/reference/recipes"
DECKS = ("beamer.tex", "reveal.html", "marp.md", "quarto.qmd")
NAMED = re.compile(
    r'(?:src|href)="([^"?]+)|\]\(([^)]+)\)|\\(?:input|includegraphics)[^{]*\{([^}]+)\}'
)
STEPS = 9

PACKAGES = Path(os.environ.get("NODE_MODULES", ROOT / "node_modules"))
"""The folder of npm packages, of which reveal.js and Marp are used."""

STAND_IN = """
const slides = [...document.querySelectorAll("section")], keys = {};
let at = 0;
const turn = by => {
  at = Math.max(0, Math.min(slides.length - 1, at + by));
  slides.forEach((slide, n) => (slide.hidden = n !== at));
};
globalThis.Reveal = {
  initialize: () => {
    for (const each of document.querySelectorAll("[data-src]")) each.src = each.dataset.src;
    turn(0);
    addEventListener("keydown", event => keys[event.keyCode]?.());
  },
  addKeyBinding: (key, act) => (keys[key] = act),
  getCurrentSlide: () => slides[at],
  getIndices: () => ({h: at}),
  next: () => turn(1), right: () => turn(1), prev: () => turn(-1), left: () => turn(-1),
};
"""
"""What the script of a deck asks of reveal.js, where the package is not installed."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The recipes with their figure, and reveal.js or a script that stands in for it."""
    folder = tmp_path_factory.mktemp("recipes")
    shutil.copytree(RECIPES, folder, dirs_exist_ok=True)
    convanim.load(folder / "stride.yaml").render(folder)
    if (PACKAGES / "reveal.js").is_dir():
        (folder / "node_modules").symlink_to(PACKAGES)
    else:
        for name, text in (("reveal.js", STAND_IN), ("reveal.css", ""), ("theme/white.css", "")):
            path = folder / "node_modules/reveal.js/dist" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return folder


@pytest.mark.parametrize("name", DECKS)
def test_what_a_recipe_names_exists(folder, name):
    text = (folder / name).read_text(encoding="utf-8")
    named = {part for found in NAMED.findall(text) for part in found if part}
    assert any(each.startswith("stride.") for each in named)
    assert not [each for each in named if not (folder / each).is_file()]


def test_keys_step_the_figure_of_a_slide_and_then_the_deck(folder, chromium):
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((folder / "reveal.html").as_uri())
    until(page, "document.querySelector('iframe').src.endsWith('?embed')")
    frame = next(each for each in page.frames if each.url.endswith("stride.html?embed"))
    until(frame, "!!window.player")

    def press(key, slide, step):
        page.keyboard.press(key)
        until(page, f"Reveal.getIndices().h === {slide}")
        until(frame, f"player.t === {step}")

    press("ArrowRight", 1, 0)
    for step in range(1, STEPS):
        press("ArrowRight" if step % 2 else "PageDown", 1, step)
    press("Space", 2, STEPS - 1)
    press("ArrowLeft", 1, STEPS - 1)
    for step in reversed(range(STEPS - 1)):
        press("PageUp", 1, step)
    press("ArrowLeft", 0, 0)
    assert not faults
    page.close()


@pytest.mark.skipif(not shutil.which("latexmk"), reason="needs latexmk and beamer")
def test_latex_builds_a_slide_for_each_step(folder):
    command = ["latexmk", "-pdf", "-interaction=nonstopmode", "-halt-on-error", "beamer.tex"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Overfull" not in (folder / "beamer.log").read_text(errors="replace")
    told = subprocess.check_output(["pdfinfo", folder / "beamer.pdf"], text=True)
    assert re.search(r"^Pages:\s+(\d+)$", told, re.MULTILINE)[1] == str(STEPS + 1)


@pytest.mark.skipif(
    not (PACKAGES / "@marp-team/marp-cli").is_dir(), reason="needs the npm package marp-cli"
)
def test_marp_builds_the_slides(folder):
    script = PACKAGES / "@marp-team/marp-cli/marp-cli.js"
    subprocess.run(
        ["node", script, "marp.md", "-o", "marp.html"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=200,
        check=True,
    )
    page = (folder / "marp.html").read_text(encoding="utf-8")
    assert page.count("<section") == 2
    (image,) = re.findall("<img[^>]*>", page)
    assert 'src="stride.svg"' in image
    assert "height:480px" in image
    assert 'alt="A window of 3 x 3 moves' in image


def test_quarto_takes_the_script_and_the_page_along(folder):
    _, head, body = (folder / "quarto.qmd").read_text(encoding="utf-8").split("---\n", 2)
    told = YAML(typ="safe").load(head)
    assert {*told["resources"]} == {"stride.html", "steps.js"}
    assert told["format"]["revealjs"]["include-after-body"] == [
        {"text": '<script src="steps.js"></script>'}
    ]
    assert body.count(":::") == 2 * body.count("::: {.content-visible when-format=")


@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
def test_pandoc_which_quarto_calls_reads_the_slides_as_they_are_meant(folder):
    def made(kind):
        command = ["pandoc", "quarto.qmd", "--from", "markdown", "--to", kind]
        return subprocess.check_output(command, cwd=folder, text=True)

    page, latex = made("revealjs"), made("beamer")
    shown = re.findall(
        r'<div class="content-visible" data-when-format="revealjs">(.*?)</div>', page, re.S
    )
    assert len(re.findall('<section id="[^"]*" class="slide', page)) == page.count("<section") == 3
    assert ['data-src="stride.svg"' in shown[0], 'data-src="stride.html?embed"' in shown[1]] == [
        True
    ] * 2
    for line in (r"\includegraphics[page=9]{stride.pdf}", r"\input{stride.tex}"):
        assert latex.count(line) == 1 and line not in page


@pytest.mark.skipif(not shutil.which("quarto"), reason="Quarto is not installed")
def test_quarto_builds_the_slides(folder):
    subprocess.run(
        ["quarto", "render", "quarto.qmd", "--to", "revealjs"], cwd=folder, timeout=300, check=True
    )
    page = (folder / "quarto.html").read_text(encoding="utf-8")
    assert 'class="convanim"' in page
    assert '<script src="steps.js">' in page
    assert r"\input" not in page
