"""The pages of a gallery: valid tables, captions, alternative texts and the order of topics."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest

import convanim
from convanim import batch, config
from convanim.errors import ConvanimError
from convanim.gallery import OUTPUTS, Pages, refuse_foreign
from convanim.gallery.card import caption
from convanim.gallery.topics import TOPICS, order
from tests.support.runs import command

ROOT = Path(__file__).parents[2]
COLUMNS = 8
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")


def pages(folder, configs):
    refused = []
    outputs = tuple(config.output(name, **given) for name, given in OUTPUTS)
    sources = batch.sources([configs])
    figures = batch.read(sources, (), refused.append)
    jobs = list(batch.plan(figures, sources, folder, outputs, None, refused.append))
    assert refused == []
    return Pages.of(jobs, folder)


@pytest.fixture
def made(tmp_path):
    """Return a function that returns the texts of both pages for some configs."""

    def make(**texts):
        for name, text in texts.items():
            path = tmp_path / "configs" / f"{name.replace('__', '/')}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        found = pages(tmp_path / "out", tmp_path / "configs")
        found.write(("README.md", "index.html"))
        return [
            (tmp_path / "out" / name).read_text(encoding="utf-8")
            for name in ("README.md", "index.html")
        ]

    return make


def rows(table):
    return [line.split("|")[1:-1] for line in table.splitlines() if line.startswith("| [")]


PANELS = "panels:\n- {i: 5, k: 3}\n- {i: 7, k: 3, s: 2, p: 1}\n"


def test_each_figure_of_a_config_has_its_own_line_and_its_own_keys(made):
    table, page = made(many="# A sentence.\ni: 5\nk: 3\nmatrix: {s: [1, 2]}\n")
    assert [row[1].strip() for row in rows(table)] == ["many_s1", "many_s2"]
    assert [row[6].strip() for row in rows(table)] == ["1", "5"]
    assert "<pre>i: 5\nk: 3\ns: 2\n</pre>" in page
    assert "matrix" not in page


def test_each_panel_has_its_own_line_in_every_column(made):
    (row,) = rows(made(pair=f"# a | b *c*.\n{PANELS}")[0])
    assert len(row) == COLUMNS
    operation, sizes, channels, output, relationship = (part.strip() for part in row[2:7])
    assert operation == "conv<br>conv"
    assert sizes == "i=5 k=3<br>i=7 k=3 s=2 p=1"
    assert channels == ""
    assert output == "3 x 3<br>4 x 4"
    assert relationship == "1<br>6"
    assert "<br>a &#124; b &#42;c&#42;. " in row[0]


def test_channels_and_groups_are_given(made):
    text = "i: 4\nk: 3\nin_channels: 4\nout_channels: 8\n"
    table, page = made(groups=f"{text}groups: 2\n", dense=text)
    dense, groups = (row[4].strip() for row in rows(table))
    assert (dense, groups) == ("4 to 8 channels", "4 to 8 channels in 2 groups")
    assert "i=4 k=3, 4 to 8 channels in 2 groups; output 2 x 2, relationship 1" in page


def test_the_groups_of_a_transposed_convolution(made):
    text = "op: transposed_conv\ni: 3\nk: 3\nin_channels: 2\nout_channels: 4\ngroups: 2\n"
    (row,) = rows(made(x=text)[0])
    assert row[4].strip() == "2 to 4 channels in 2 groups"


def test_pictures_keep_their_proportions(made):
    table, _ = made(wide="i: [3, 40]\nk: 3\nview: flat\n", small="i: 3\nk: 2\n")
    for tag in re.findall("<img[^>]*>", table):
        assert "height" not in tag
        assert 1 <= int(re.search(r'width="(\d+)"', tag)[1]) <= 240


def test_the_alternative_text_says_what_is_seen(made):
    for text in made(one="i: 4\nk: 3\n"):
        assert 'alt="conv i=4 k=3, output 2 x 2; 4 steps"' in text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("# One. Two.\ni: 4\n", "One."),
        ("# yaml-language-server: $schema=x\n# Figures 2.6 and 2.7: a\n# b. c.\ni: 4\n", None),
        ("# no full stop\n# at all\n\n# later\n", "no full stop at all"),
        ("i: 4\n# Not at the top.\n", ""),
    ],
)
def test_the_caption_is_the_first_sentence_of_the_config(text, sentence):
    assert caption(text) == ("Figures 2.6 and 2.7: a b." if sentence is None else sentence)


def test_topics_are_in_the_order_of_a_course(made):
    good = "i: 4\nk: 3\n"
    table, page = made(zebra__x=good, apple__x=good, compare__x=good, basics__x=good, guide__x=good)
    names = ["basics", "guide", "compare", "apple", "zebra"]
    assert re.findall("^## (.*)$", table, re.MULTILINE) == names
    assert re.findall('<h2 id="(.*?)">', page) == names
    for text in (table, page):
        assert TOPICS["basics"] in text


def test_every_shipped_topic_has_its_place_and_its_sentence():
    shipped = {path.name for path in (ROOT / "configs").iterdir() if path.is_dir()}
    assert shipped <= set(TOPICS)
    assert sorted(TOPICS, key=order) == list(TOPICS)


def test_pages_that_convanim_has_not_written_are_not_overwritten(made, tmp_path):
    made(one="i: 4\nk: 3\n")
    out = tmp_path / "out"
    refuse_foreign(out, {})
    (out / "README.md").write_text("# My project\n")
    with pytest.raises(ConvanimError, match=r"README.md: not written by convanim .* --force$"):
        refuse_foreign(out, {})


def test_a_gallery_in_a_project_leaves_its_readme(tmp_path):
    (tmp_path / "one.yaml").write_text("i: 4\nk: 3\n")
    (tmp_path / "README.md").write_text("# Mine\n")
    done = command(tmp_path, "gallery", "one.yaml", "-o", ".")
    assert (done.returncode, done.stdout) == (1, "")
    assert (tmp_path / "README.md").read_text() == "# Mine\n"
    assert not (tmp_path / "one.gif").exists()
    assert command(tmp_path, "gallery", "one.yaml", "-o", ".", "--force").returncode == 0
    assert (tmp_path / "README.md").read_text().startswith("# Gallery\n")


def test_further_formats_have_links_and_the_page_of_a_figure_its_title(tmp_path):
    (tmp_path / "one two.yaml").write_text("i: 4\nk: 3\nname: one\n")
    done = command(
        tmp_path, "gallery", "one two.yaml", "-o", "out", "--also", "html", "--also", "pdf"
    )
    assert (done.returncode, done.stderr) == (0, "")
    page = (tmp_path / "out/index.html").read_text()
    assert '<strong><a href="one.html">one</a></strong>' in page
    links = re.search('class="links">(.*)</div>', page)[1]
    assert re.findall('href="(.*?)">(.*?)<', links) == [
        ("one.svg", "svg"),
        ("one.gif", "gif"),
        ("one.png", "poster"),
        ("one.html", "play it"),
        ("one.pdf", "pdf"),
    ]
    assert all((tmp_path / "out" / f"one.{ending}").is_file() for ending in ("html", "pdf"))


def test_a_format_that_does_not_exist_is_refused(tmp_path):
    (tmp_path / "one.yaml").write_text("i: 4\nk: 3\n")
    done = command(tmp_path, "gallery", "one.yaml", "--also", "htm")
    assert done.returncode != 0
    assert "no format 'htm'; did you mean 'html'?" in done.stderr


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
def test_the_index_finds_figures_by_words_of_their_cards_and_topics(made, tmp_path):
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    one = "# The sea.\ni: 4\nk: 3\n"
    made(basics__a=one, basics__b="operation: max_pool\ni: 4\nk: 2\n", guide__c=one)
    with api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto((tmp_path / "out/index.html").as_uri())
        found = []
        for words in ("SEA", "pool basics", "sea guide", "none", ""):
            page.get_by_label("Find").fill(words)
            found.append(page.locator("strong:visible").all_text_contents())
            headings = page.locator("h2:visible").count()
            assert headings == len({name in "ab" for name in found[-1]}), words
        browser.close()
    assert found == [["a", "c"], ["b"], ["c"], [], ["a", "b", "c"]]


def test_the_animated_svg_is_what_the_pages_show(made):
    table, page = made(one="i: 4\nk: 3\n")
    assert "](one.svg) [gif](one.gif)" in table
    assert 'data-film="one.svg" data-poster="one.png"' in page


def test_the_html_for_a_page_has_a_still_picture_for_reduced_motion(made):
    _, page = made(one="i: 4\nk: 3\nalt: '\"a\" & <b>'\n")
    shown = unescape(re.search("HTML for a page</summary><pre>(.*?)</pre>", page, re.DOTALL)[1])
    assert '<source media="(prefers-reduced-motion: reduce)" srcset="one.png">' in shown
    image = re.search('<img src="one.svg" width="[0-9]+" height="[0-9]+" alt="([^"]*)">', shown)
    assert unescape(image[1]) == '"a" & <b>'


def test_a_document_that_takes_any_suffix_finds_no_still_svg(tmp_path):
    """Sphinx takes the first of svg, png and gif that a name with any suffix matches."""
    outputs = ["svg", "asvg", "png", "svg/"]
    convanim.figure(i=4, k=3, name="x", filmstrip=2, outputs=outputs).render(tmp_path)
    (found,) = tmp_path.glob("x.svg")
    assert found.read_text(encoding="utf-8").startswith("<svg ")
    assert {path.name for path in tmp_path.glob("x.*")} == {"x.svg", "x.png"}
    assert (tmp_path / "x_still.svg").exists()


def test_a_figure_of_one_frame_is_a_picture_without_a_button(tmp_path):
    (tmp_path / "still.yaml").write_text("i: 3\nk: 3\n")
    (tmp_path / "film.yaml").write_text("i: 4\nk: 3\n")
    done = command(tmp_path, "gallery", "still.yaml", "film.yaml", "-o", "out")
    assert (done.returncode, done.stderr) == (0, "")
    table, page = ((tmp_path / "out" / name).read_text() for name in ("README.md", "index.html"))
    files = {path.name for path in (tmp_path / "out").iterdir()}
    assert {name for name in files if name.startswith("still")} == {"still.png"}
    assert {name for name in files if name.startswith("film")} == {
        "film.gif",
        "film.png",
        "film.svg",
    }
    assert "](still.png)" in table
    assert page.count('class="play"') == page.count('class="still"') == 1
