"""README and the reference: links that lead somewhere, and examples that work to the letter."""

from __future__ import annotations

import re
import shlex
import shutil

import click
import pytest

import convanim
from convanim import cli
from convanim.api import Figure
from tests.reference import README, written
from tests.support import menus
from tests.support.drafts import read_text
from tests.support.html_pages import anchor, html_page
from tests.support.runs import ROOT

PAGES = written()
NAMES = [path.relative_to(ROOT).as_posix() for path in PAGES]
TEXTS = dict(zip(PAGES, (path.read_text(encoding="utf-8") for path in PAGES), strict=True))

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
PICTURE = re.compile(r'(?:src|srcset)="([^"]+)"')
OTHER_YAML = ("on: [push", "repos:", "# lab.theme.yaml")
"""What is in YAML that is no config: a workflow, hooks, and a theme."""


def fences(kind):
    return [
        pytest.param(path, text, id=f"{path.stem}-{n}")
        for path in PAGES
        for n, (found, text) in enumerate(FENCE.findall(TEXTS[path]))
        if found == kind
    ]


def anchors(path):
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    return {anchor(found) for found in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}


def test_readme_is_short():
    assert len(TEXTS[README].splitlines()) <= 200


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_links_lead_somewhere(path):
    for link in LINK.findall(CODE.sub("", FENCE.sub("", TEXTS[path]))):
        if link.startswith("https://"):
            continue
        name, _, heading = link.partition("#")
        target = path.parent / name if name else path
        assert target.exists(), link
        assert not heading or heading in anchors(target), link


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_pictures_are_of_shipped_figures(path):
    shipped = {
        path.relative_to(ROOT / "configs").with_suffix("").as_posix()
        for path in (ROOT / "configs").rglob("*.yaml")
    }
    for link in PICTURE.findall(FENCE.sub("", TEXTS[path])):
        place = (path.parent / link).resolve().relative_to(ROOT / "gallery")
        assert place.with_suffix("").as_posix() in shipped


@pytest.mark.parametrize(("path", "text"), fences("yaml"))
def test_each_config_is_a_figure(path, text, tmp_path):
    if any(begin in text for begin in OTHER_YAML):
        return
    (tmp_path / "mine").mkdir()
    (tmp_path / "house_style.yaml").write_text("theme: paper\n")
    (tmp_path / "mine/lab.theme.yaml").write_text("extends: clear\n")
    place = tmp_path / "mine/mine.yaml"
    place.write_text(text)
    for figure in convanim.load_all(place):
        assert len(figure)


@pytest.mark.parametrize("kind", menus.KINDS)
def test_each_entry_of_a_menu_is_a_figure(kind):
    assert list(menus.examples()[kind]) == sorted(menus.names(kind))
    for name, example in menus.examples()[kind].items():
        spec = Figure.of(read_text(example.line, "x.yaml")).spec.drawable()
        panel = spec.panels[0]
        shown = {
            "operations": [layer.name for layer in panel.layers],
            "views": [panel.view.name],
            "overlays": [each.name for each in panel.overlays],
            "themes": [spec.theme.name],
        }
        assert name in shown[kind]


@pytest.mark.parametrize(("path", "text"), fences("sh"))
def test_each_command_is_one(path, text):
    """Every line that begins with convanim has a command and options that exist."""
    for line in text.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if words[:1] != ["convanim"]:
            continue
        top = click.Context(cli.convanim, info_name="convanim")
        name, command, rest = cli.convanim.resolve_command(top, words[1:])
        parser = command.make_parser(click.Context(command, parent=top, info_name=name))
        parser.parse_args(list(rest))


def test_the_first_figure_is_the_one_shown(tmp_path):
    text = FENCE.findall(TEXTS[README])[2][1]
    (tmp_path / "mine.yaml").write_text(text)
    shipped = convanim.load(ROOT / "configs/basics/first_figure.yaml")
    written = convanim.load(tmp_path / "mine.yaml")
    assert written.spec.panels == shipped.spec.panels
    assert written.spec.page == shipped.spec.page


@pytest.mark.parametrize("path", [README, ROOT / "gallery/reference/python.md"])
def test_the_library_is_used_as_shown(path, tmp_path, monkeypatch):
    pytest.importorskip("matplotlib")
    (code,) = (text for kind, text in FENCE.findall(TEXTS[path]) if kind == "python")
    shutil.copy(ROOT / "configs/guide/padding_strides.yaml", tmp_path / "mine.yaml")
    monkeypatch.chdir(tmp_path)
    exec(code, {})
    assert [each for each in tmp_path.iterdir() if each.name != "mine.yaml"]


def test_a_page_leads_to_pages():
    links = "[two](two.md#a-b), [first](README.md), [x](https://x.org/y.md)"
    page = html_page(f"# One\n\n{links}\n\n## A b\n")
    assert '<a href="two.html#a-b">' in page
    assert '<a href="index.html">' in page
    assert '<a href="https://x.org/y.md">' in page
    assert '<h2 id="a-b">' in page
    assert "<title>One | convanim</title>" in page


def test_every_file_that_contributors_are_sent_to_is_there():
    text = (ROOT / ".github/CONTRIBUTING.md").read_text(encoding="utf-8")
    named = {
        path
        for path in re.findall(r"`((?:convanim|tests|configs|gallery)/[\w/.*]*)`", text)
        if not re.search(r"NAME|TOPIC", path)
    }
    assert len(named) > 20
    assert [path for path in sorted(named) if not list(ROOT.glob(path))] == []
