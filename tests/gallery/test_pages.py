"""The pages of a gallery: valid tables, captions, alternative texts and the order of topics."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

import convanim
from convanim import batch, config
from convanim.errors import ConvanimError
from convanim.film.player import unpacked
from convanim.gallery import OUTPUTS, Pages
from convanim.gallery.card import caption
from convanim.gallery.topics import TOPICS, order
from tests.support.runs import command

ROOT = Path(__file__).parents[2]
COLUMNS = 8


def pages(folder, configs):
    refused = []
    outputs = tuple(config.output(name, **given) for name, given in OUTPUTS)
    sources = batch.sources([configs])
    figures = batch.read(sources, (), refused.append)
    jobs = list(batch.plan(figures, sources, folder, outputs, None, refused.append))
    assert refused == []
    return Pages.of(jobs, folder, {})


@pytest.fixture
def made(tmp_path):
    """Return a function that returns the texts of both pages for some configs."""

    def make(**texts):
        for name, text in texts.items():
            path = tmp_path / "configs" / f"{name.replace('__', '/')}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        pages(tmp_path / "out", tmp_path / "configs").write()
        return [
            (tmp_path / "out" / name).read_text(encoding="utf-8")
            for name in ("README.md", "index.html")
        ]

    return make


def yaml(folder, name):
    """Return the config that the page of a figure shows."""
    held = unpacked((folder / "out/site/books.js").read_text().rsplit('"', 2)[1])
    return held["films"]["code"][held["names"].index(name)]["YAML"]


def listed(folder, name):
    """Return what the list of the figures says of one."""
    figures = unpacked((folder / "out/site/figures.js").read_text().rsplit('"', 2)[1])["figures"]
    number = figures["name"].index(name)
    return {key: column[number] for key, column in figures.items()}


def rows(table):
    return [line.split("|")[1:-1] for line in table.splitlines() if line.startswith("| [")]


PANELS = "panels:\n- {i: 5, k: 3}\n- {i: 7, k: 3, s: 2, p: 1}\n"


def test_each_figure_of_a_config_has_its_own_line_and_its_own_keys(made, tmp_path):
    table, page = made(many="# A sentence.\ni: 5\nk: 3\nmatrix: {s: [1, 2]}\n")
    assert [row[1].strip() for row in rows(table)] == ["many_s1", "many_s2"]
    assert [row[6].strip() for row in rows(table)] == ["1", "5"]
    assert re.findall('<h3><a href="(.*?)">', page) == [
        "pages/many_s1.html",
        "pages/many_s2.html",
    ]
    assert yaml(tmp_path, "many_s2") == "i: 5\nk: 3\ns: 2\n"


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


def test_an_alternative_text_in_another_language_than_the_page_says_so(made):
    _, page = made(one="i: 4\nk: 3\n", two="i: 5\nk: 3\nlang: zh\n")
    assert '<html lang="en">' in page
    assert re.findall(r'<img[^>]* lang="(\w+)" alt="(.*?)"', page) == [
        ("zh", "卷积 i=5 k=3，输出 3 x 3；9 步")
    ]


def test_a_page_is_in_a_language_that_a_file_adds(made, tmp_path):
    (tmp_path / "de.yaml").write_text(
        "Gallery: Galerie\nconvanim gallery: Figuren\nposter: Standbild\n"
        "'output {}': 'Ausgabe {}'\n"
    )
    made(one="i: 4\nk: 3\n", two="i: 5\nk: 3\nlang: ../de.yaml\n")
    page = (tmp_path / "out/pages/two.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in page
    assert '<nav aria-label="Galerie"><a href="../index.html">Figuren</a>' in page
    two, one = listed(tmp_path, "two"), listed(tmp_path, "one")
    assert two["lines"] == ["conv: i=5 k=3; Ausgabe 3 x 3, relationship 1"]
    assert dict(two["files"]) == {"animated svg": "two.svg", "Standbild": "two.png"}
    assert one["lines"] is None
    assert '<html lang="en">' in (tmp_path / "out/pages/one.html").read_text(encoding="utf-8")


def test_channels_and_groups_are_given(made, tmp_path):
    text = "i: 4\nk: 3\nin_channels: 4\nout_channels: 8\n"
    table, page = made(groups=f"{text}groups: 2\n", dense=text)
    dense, groups = (row[4].strip() for row in rows(table))
    assert (dense, groups) == ("4 to 8 channels", "4 to 8 channels in 2 groups")
    assert "conv i=4 k=3, 4 to 8 channels in 2 groups, output 2 x 2" in page
    assert listed(tmp_path, "groups")["layers"] == [
        "conv: i=4 k=3, 4 to 8 channels in 2 groups; output 2 x 2, relationship 1"
    ]


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
    found = pages(out, tmp_path / "configs")
    found.refuse_foreign()
    for name in found.site.sheets:
        mine = (out / name).read_text()
        (out / name).write_text("# My project\n")
        with pytest.raises(
            ConvanimError, match=rf"{name}: was not written by convanim .* --force$"
        ):
            found.refuse_foreign()
        (out / name).write_text(mine)


def test_a_gallery_in_a_project_leaves_its_readme(tmp_path):
    (tmp_path / "one.yaml").write_text("i: 4\nk: 3\n")
    (tmp_path / "README.md").write_text("# Mine\n")
    done = command(tmp_path, "gallery", "one.yaml", "-o", ".")
    assert (done.returncode, done.stdout) == (1, "")
    assert (tmp_path / "README.md").read_text() == "# Mine\n"
    assert not (tmp_path / "one.svg").exists()
    assert command(tmp_path, "gallery", "one.yaml", "-o", ".", "--force").returncode == 0
    assert (tmp_path / "README.md").read_text().startswith("# Gallery\n")


def test_further_formats_have_links(tmp_path):
    (tmp_path / "one two.yaml").write_text("i: 4\nk: 3\nname: one\nfilmstrip: 2\n")
    formats = [part for name in ("html", "pdf", "gif") for part in ("--also", name)]
    done = command(tmp_path, "gallery", "one two.yaml", "-o", "out", *formats)
    assert (done.returncode, done.stderr) == (0, "")
    files = listed(tmp_path, "one")["files"]
    assert files == [
        ["animated svg", "one.svg"],
        ["poster", "one.png"],
        ["filmstrip", "one_filmstrip.png"],
        ["play it", "one.html"],
        ["pdf", "one.pdf"],
        ["gif", "one.gif"],
    ]
    assert all((tmp_path / "out" / path).is_file() for _, path in files)


def test_a_format_that_does_not_exist_is_refused(tmp_path):
    (tmp_path / "one.yaml").write_text("i: 4\nk: 3\n")
    done = command(tmp_path, "gallery", "one.yaml", "--also", "htm")
    assert done.returncode != 0
    assert "no format 'htm'; did you mean 'html'?" in done.stderr


def test_the_animated_svg_is_what_the_pages_show(made):
    table, page = made(one="i: 4\nk: 3\n")
    assert "](one.svg) |" in table
    assert '<img src="one.png"' in page


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
    table = (tmp_path / "out/README.md").read_text()
    files = {path.name for path in (tmp_path / "out").iterdir() if path.is_file()}
    assert {name for name in files if name.startswith("still")} == {"still.png"}
    assert {name for name in files if name.startswith("film")} == {
        "film.png",
        "film.svg",
    }
    assert "](still.png)" in table
    moves = {name: listed(tmp_path, name)["moves"] for name in ("still", "film")}
    assert moves == {"still": False, "film": True}


def parsed(table):
    """Return the rows of all tables as GitHub parses them: for each cell its inline tokens."""
    markdown = pytest.importorskip("markdown_it").MarkdownIt("commonmark", {"html": True})
    found, row = [], None
    for token in markdown.enable("table").parse(table):
        if token.type == "tr_open":
            row = []
        elif token.type == "inline" and row is not None:
            row.append(token)
        elif token.type == "tr_close":
            found.append(row)
            row = None
    return [each for each in found if "<img" in each[0].content]


def test_the_table_of_the_shipped_gallery_as_github_parses_it():
    table = (ROOT / "gallery" / "README.md").read_text(encoding="utf-8")
    found = parsed(table)
    assert len(found) == sum(line.startswith("| [") for line in table.splitlines()) > 100
    for figure, name, *columns in found:
        assert len(columns) == COLUMNS - 2, name.content
        assert {child.type for child in name.children} == {"text"}, name.content
        (image,) = re.findall("<img[^>]*>", figure.content)
        assert re.search(r' width="\d+"', image) and "height" not in image, name.content
        assert len(unescape(re.search(' alt="(.*?)"', image)[1]).split()) >= 5, name.content
        operations, sizes, _, outputs, relationships, frames = (each.content for each in columns)
        counts = {len(each.split("<br>")) for each in (operations, sizes, outputs, relationships)}
        assert len(counts) == 1, name.content
        assert int(frames) >= 1


def test_the_caption_of_every_shipped_figure_is_a_sentence_that_tells_something():
    for path in sorted((ROOT / "configs").rglob("*.yaml")):
        sentence = caption(path.read_text(encoding="utf-8"))
        assert sentence.endswith("."), path
        assert len(sentence.split()) >= 6, path


def test_a_course_begins_with_the_basics_and_the_guide():
    table = (ROOT / "gallery" / "README.md").read_text(encoding="utf-8")
    headings = re.findall("^## (.*)$", table, re.MULTILINE)
    known = [name.replace("_", " ") for name in TOPICS]
    assert headings == [name for name in known if name in headings]
    assert headings[:4] == ["basics", "guide", "compare", "channels"]


def test_a_gallery_has_the_formats_that_its_configs_name(tmp_path):
    (tmp_path / "film.yaml").write_text("i: 3\nk: 2\noutputs: [gif, {format: asvg, loop: 1}]\n")
    (tmp_path / "still.yaml").write_text("i: 3\nk: 3\noutputs: pdf\n")
    done = command(tmp_path, "gallery", "still.yaml", "film.yaml", "-o", "out")
    assert done.returncode == 0, done.stderr
    files = {path.name for path in (tmp_path / "out").iterdir()}
    assert files >= {"film.gif", "film.svg", "film.png", "still.pdf", "still.png"}
    assert "still.svg" not in files
    assert (
        command(tmp_path, "gallery", "still.yaml", "film.yaml", "-o", "out", "--check").returncode
        == 0
    )
