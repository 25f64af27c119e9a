"""The report of a check shows old and new pictures, and where they differ."""

from __future__ import annotations

import html.parser

import pytest

from convanim.gallery import report
from convanim.writers.png import Png
from tests.support.runs import command


class Sources(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name in ("src", "href")]


@pytest.fixture
def folder(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.yaml").write_text("i: 4\nk: 3\noutputs: [png, txt]\n")
    command(tmp_path, "render", ".", "-o", "out")
    (tmp_path / "b.yaml").write_text("i: 4\nk: 3\ntheme: grey\noutputs: [png, txt]\n")
    (tmp_path / "c.yaml").write_text("i: 4\nk: 3\nname: d\noutputs: [txt]\n")
    return tmp_path


def test_a_page_with_what_is_not_up_to_date(folder):
    before = sorted((folder / "out").rglob("*"))
    done = command(folder, "render", ".", "-o", "out", "--check", "--report", "seen")
    assert done.returncode == 1
    assert done.stdout == "seen/index.html\n"
    page = (folder / "seen/index.html").read_text()
    links = Sources(page).found
    assert {"old/000/b.png", "new/000/b.png", "difference/000/b.png"} <= set(links)
    assert all((folder / "seen" / link).is_file() for link in links)
    assert "of its pixels differ" in page
    assert "a.png" not in page
    assert "new/002/d.txt" in links
    (pixels,) = Png.pixels(folder / "seen/difference/000/b.png")
    assert (pixels == report.RED).all(axis=-1).any()
    assert sorted((folder / "out").rglob("*")) == before


def test_it_needs_a_check_and_is_not_written_if_all_is_well(folder):
    done = command(folder, "render", ".", "-o", "out", "--report", "seen")
    assert (done.returncode, "--report needs --check" in done.stderr) == (2, True)
    done = command(folder, "render", "a.yaml", "-o", "out", "--check", "--report", "seen")
    assert (done.returncode, done.stdout) == (0, "")
    assert not (folder / "seen").exists()
