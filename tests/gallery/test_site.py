"""The pages of a gallery in a real browser, as files: previews, search, players, paper, phones."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from convanim import batch, config
from convanim.gallery import OUTPUTS, Pages, in_formats
from convanim.gallery.site import script
from tests.support.accessibility import violations
from tests.support.browser import until

pytestmark = pytest.mark.xdist_group("player")

ROOT = Path(__file__).parents[2]
HOSTILE = '"><img src=x onerror=alert(1)></script><b>'
CONFIGS = {
    "basics/film": "# The sea.\ni: 4\nk: 3\nvalues: {seed: 1}\ntiming: {step: 0.1}\n",
    "basics/still": "operation: max_pool\ni: 2\nk: 2\n",
    "basics/sizes": (
        "i: 6\nk: 3\ns: 2\np: 1\nfill: false\noutputs: [{format: html, sliders: 54}]\n"
    ),
    "guide/padding_strides": "# Waves.\ni: 5\nk: 3\ns: 2\np: 1\ntheme: guide\nfill: false\n",
    "guide/padding_strides_transposed": (
        "operation: transposed_conv\ntranspose_of: {i: 5, k: 3, s: 2, p: 1}\ntheme: guide\n"
    ),
    "odd & <b>/hostile": (
        f"# {HOSTILE}.\ni: 4\nk: 2\ntitle: {json.dumps(HOSTILE)}\nalt: {json.dumps(HOSTILE)}\n"
    ),
}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001000500010d0a2db40000000049454e44ae426082"
)


def planned(folder, configs):
    sources = batch.sources([configs])
    outputs = tuple(config.output(name, **given) for name, given in OUTPUTS)
    figures = batch.read(sources, (), raised)
    return list(in_formats(batch.plan(figures, sources, folder, outputs, None, raised)))


def raised(error):
    raise error


@pytest.fixture(scope="module")
def gallery(tmp_path_factory):
    """Return a gallery whose posters are single pixels: its pages, without the time to draw."""
    return built(tmp_path_factory.mktemp("a gallery #1"), CONFIGS)


def built(folder, configs):
    for name, text in configs.items():
        path = folder / "configs" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    out = folder / "out"
    jobs = planned(out, folder / "configs")
    for job in jobs:
        for target in job.targets:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(PIXEL)
    Pages.of(jobs, out, {}).write()
    return out


@pytest.fixture
def opened(chromium, gallery):
    """Open a page; afterwards there is no console message, and no request to elsewhere."""
    told, contexts = [], []

    def open_page(name, address="", **options):
        options.setdefault("viewport", {"width": 1280, "height": 800})
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: told.append(request.url))
        page.goto((gallery / name).as_uri() + address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    own = re.compile(rf"{re.escape(gallery.as_uri())}/.*|data:.*|blob:.*")
    assert not [each for each in told if not own.fullmatch(each)]


def test_a_page_is_in_the_language_of_its_figure(chromium, tmp_path):
    sizes = "i: 5\nk: 3\ns: 2\n"
    out = built(tmp_path, {"slides/zh": f"{sizes}lang: zh\n", "slides/en": sizes})
    page = chromium.new_page()
    page.goto((out / "pages/slides/zh.html").as_uri())
    assert page.locator("#explanation h2").text_content() == "说明"
    assert page.locator("html").get_attribute("lang") == "zh"
    assert page.title().endswith("convanim 图库")
    links = page.locator("header").get_by_label("图库").get_by_role("link")
    assert links.all_text_contents() == ["convanim 图库", "幻灯片"]
    assert page.locator(".about li").all_text_contents() == [
        "卷积：i=5 k=3 s=2；输出 2 x 2，关系式 5"
    ]
    assert page.locator(".about p").last.text_content().strip() == "文件： 动态 SVG 静态图"
    assert page.locator(".skip").text_content() == "跳到内容"
    assert page.get_by_role("tab", name="幻灯片").count() == 1
    assert page.get_by_role("button", name="第一步").count() == 1
    page.goto((out / "pages/slides/en.html").as_uri())
    assert page.locator("#explanation h2").text_content() == "Explanation"
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto((out / "index.html").as_uri())
    page.locator(".sizes").last.wait_for()
    assert (
        page.locator(".sizes").all_text_contents()
        == ["conv: i=5 k=3 s=2; output 2 x 2, relationship 5"] * 2
    )
    page.close()


def test_an_index_is_in_the_language_that_all_its_figures_have(chromium, tmp_path):
    sizes = "i: 5\nk: 3\ns: {}\nlang: zh\n"
    out = built(tmp_path, {"basics/one": sizes.format(1), "basics/two": sizes.format(2)})
    page = chromium.new_page()
    page.goto((out / "index.html").as_uri())
    page.get_by_label("查找").fill("卷积 stride 2")
    assert page.locator("#found").text_content() == "2 幅图中的 1 幅"
    assert page.locator("html").get_attribute("lang") == "zh"
    assert page.locator("header p").first.text_content().startswith("2 幅卷积算术图。")
    assert page.locator("h2").text_content() == "基础"
    assert page.get_by_role("button", name="播放 two").count() == 1
    words = re.findall("[A-Za-z]{3,}", page.locator("body").inner_text())
    # Those that a config would have, too.
    assert {*words} == {"convanim", "conv", "isometric", "two"}
    page.close()


def shown(page):
    return page.locator(".card:visible h3").all_text_contents()


def test_figures_are_found_by_words_operation_and_view(opened):
    page = opened("index.html")
    names = ["film", "sizes", "still", "padding strides", "padding strides transposed", "hostile"]
    assert shown(page) == names
    for words, found, topics in (
        ("SEA", ["film"], 1),
        ("strides guide", names[3:5], 1),
        ("i=4", ["film", "hostile"], 2),
        ("none", [], 0),
    ):
        page.get_by_label("Find").fill(words)
        assert shown(page) == found
        assert page.locator("#found").text_content() == f"{len(found)} of 6 figures"
        assert page.locator("h2:visible").count() == topics
    for words, found in (
        ("transposed convolution, stride 2", names[4:5]),
        ("deconvolution", names[4:5]),
        ("stride 2", ["sizes", *names[3:5]]),
        ("Padding=1 3x3 kernel", ["sizes", *names[3:5]]),
        ("kernel 2", ["still", "hostile"]),
        ("conv2d", names),
        ("conv1d", []),
        ("atrous", []),
    ):
        page.get_by_label("Find").fill(words)
        assert (words, shown(page)) == (words, found)
    page.get_by_label("Find").fill("")
    page.get_by_label("Operation").select_option("transposed_conv")
    assert shown(page) == ["padding strides transposed"]
    assert page.url.endswith("#operation=transposed_conv")
    page.reload()
    assert shown(page) == ["padding strides transposed"]
    page.get_by_label("Operation").select_option("")
    page.get_by_label("View").select_option("isometric")
    assert "film" not in shown(page)
    page.get_by_role("link", name="basics").click()
    assert shown(page) == names


def playing(page, number):
    """Return whether the preview of a card moves."""
    card = page.locator(".card").nth(number)
    first = card.evaluate(MOVED)
    for _ in range(40):
        page.wait_for_timeout(50)
        if card.evaluate(MOVED) != first:
            return True
    return False


MOVED = """card => { const screen = card.querySelector(".screen");
    return !screen || screen.hidden ? "" : screen.shadowRoot.querySelector("svg").innerHTML; }"""


def test_cards_play_when_pointed_at_or_focused_or_by_their_button(opened):
    page = opened("index.html")
    card = page.locator(".card").first
    assert not page.locator(".screen").count()
    card.hover()
    assert playing(page, 0)
    page.mouse.move(5, 5)
    assert card.locator(".screen").is_hidden()
    page.get_by_label("View").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "picture"
    assert playing(page, 0)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    button = page.get_by_role("button", name="Play film")
    assert button.evaluate("each => each === document.activeElement")
    page.keyboard.press("Enter")
    page.get_by_label("Find").focus()
    assert button.get_attribute("aria-pressed") == "true"
    assert playing(page, 0)
    button.click()
    assert card.locator(".screen").is_hidden()
    assert page.get_by_role("button").count() == 5  # a figure of one step has none


def test_readers_who_prefer_reduced_motion_start_figures_themselves(opened):
    page = opened("index.html", reduced_motion="reduce")
    page.locator(".card").first.hover()
    page.wait_for_timeout(300)
    assert not page.locator(".screen").count()
    page.get_by_role("button", name="Play film").click()
    assert playing(page, 0)


def test_each_figure_has_a_page_that_leads_to_its_transpose_and_its_neighbours(opened, gallery):
    page = opened("pages/guide/padding_strides.html", "#step=3")
    until(page, "window.player.film")
    assert page.locator("#step").text_content() == "3 / 9"
    assert page.get_by_role("tab").all_text_contents() == [
        *("YAML", "torch", "Keras", "JAX", "ONNX", "TeX"),
        *("Slides", "HTML", "Sphinx", "Notebook", "Link"),
    ]
    assert page.locator("#text").text_content() == CONFIGS["guide/padding_strides"]
    page.get_by_role("tab", name="Slides").click()
    words = page.locator("#text").text_content().splitlines()
    assert "convanim deck padding_strides.yaml -o padding_strides.pptx" in words
    assert r"\includegraphics[page=1]{padding_strides.pdf}" in words[4]
    page.get_by_role("tab", name="Sphinx").click()
    assert page.locator("#text").text_content().startswith(".. convanim:: padding_strides.yaml\n")
    page.get_by_role("tab", name="HTML").click()
    assert page.locator("#text").text_content().count('alt="conv i=5 k=3 s=2 p=1, output') == 1
    page.get_by_role("tab", name="TeX").click()
    assert "{padding_strides.pdf}" in page.locator("#text").text_content()
    assert "o = floor((5 + 2*1 - 3) / 2) + 1 = 3" in page.locator("#explanation").text_content()
    for link in page.locator("a").evaluate_all("all => all.map(each => each.href)"):
        place = link.split("#")[0].removeprefix(gallery.as_uri())
        assert (gallery / place.lstrip("/").replace("%26", "&")).exists() or "odd" in place
    page.get_by_role("link", name="padding strides transposed", exact=True).click()
    until(page, "window.player.film")
    assert page.locator("#name").text_content() == "padding strides transposed"
    assert page.get_by_role("link", name="padding strides", exact=True).count() == 1
    page.get_by_role("link", name="hostile").click()
    until(page, "window.player.film")
    assert page.locator("h1").text_content() == "hostile"
    page.get_by_role("link", name="odd & <b>").click()
    assert page.locator("h2").last.text_content() == "odd & <b>"


class Reader:
    """Uses the page of a figure as a reader does, and counts what it takes."""

    def __init__(self, page):
        self.page = page
        self.acts = 0

    def point(self, name):
        """Point at a cell."""
        self.acts += 1
        x, y = self.page.evaluate(
            """name => { const {maps} = player, cells = maps.drawn.flat();
            const [, corners] = cells.find(([cell]) => maps.name(cell) === name);
            const middle = n => (corners[n] + corners[n + 4]) / 2;
            const at = new DOMPoint(middle(0), middle(1)).matrixTransform(
                document.getElementById("drawing").getScreenCTM()); return [at.x, at.y]; }""",
            name,
        )
        self.page.mouse.move(x, y)

    def slide(self, words, value):
        self.acts += 1
        self.page.get_by_label(words).fill(str(value))

    def click(self, role, name):
        self.acts += 1
        self.page.get_by_role(role, name=name, exact=True).click()

    def reads(self, place):
        return self.page.locator(place).inner_text()


def test_which_inputs_make_an_output_takes_one_act_and_no_counting(opened):
    """convolution-visualizer and CNN Explainer: one act, and cells are counted by eye."""
    page = opened("pages/basics/sizes.html", "#step=1")
    until(page, "window.player.film")
    reader = Reader(page)
    reader.point("output (1, 2)")
    assert reader.reads("#cell-head") == "output (1, 2)"
    assert page.locator("#terms mi").all_text_contents().count("x") == 9
    assert page.evaluate("player.maps.connected(player.hovered).length") == 9
    assert reader.acts == 1


def test_why_a_stride_drops_a_column_takes_one_act(opened):
    """convolution-visualizer: three acts, no reason; CNN Explainer refuses such a stride."""
    page = opened("pages/basics/sizes.html", "#step=1")
    until(page, "window.player.film")
    reader = Reader(page)
    reader.slide("padding", 0)
    assert reader.reads("#notes").splitlines() == [
        "Never read: row 5; column 5",
        "A further step of 2 does not fit",
    ]
    assert reader.acts == 1
    reader.point("input (2, 5)")
    assert "No step reads it." in reader.reads("#more")


def test_the_padding_that_keeps_the_size_takes_one_act(opened):
    """convolution-visualizer: one act, outputs are counted; CNN Explainer: two, also counted."""
    page = opened("pages/basics/sizes.html", "#step=1")
    until(page, "window.player.film")
    reader = Reader(page)
    reader.slide("stride", 1)
    assert page.evaluate("document.querySelector('#notes mn:last-of-type').textContent") == "1"
    assert reader.reads("#notes").endswith("keeps the size")
    assert reader.acts == 1
    assert page.evaluate("player.maps.maps.at(-1).shape") == [6, 6]
    assert page.evaluate("Object.keys(player.film.code).includes('HTML')") is False
    assert page.url.endswith("s=1")


def test_to_put_a_figure_on_a_slide_takes_an_act_or_two(opened):
    """The others have no export: a picture of the screen is taken, cut and inserted."""
    permissions = ["clipboard-read", "clipboard-write"]
    page = opened("pages/basics/sizes.html", "#step=3", permissions=permissions)
    until(page, "window.player.film")
    reader = Reader(page)
    with page.expect_download() as download:
        reader.click("button", "PNG")
    assert download.value.suggested_filename == "sizes_step_3.png"
    assert reader.acts == 1
    reader.click("tab", "HTML")
    reader.click("button", "Copy")
    assert '<img src="basics/sizes.svg"' in page.evaluate("navigator.clipboard.readText()")
    assert reader.acts == 3


def test_hostile_texts_stay_texts(opened):
    for name in ("index.html", "pages/odd%20%26%20%3Cb%3E/hostile.html"):
        page = opened(name) if "%" not in name else opened("pages/odd & <b>/hostile.html")
        page.wait_for_timeout(300)
        assert page.locator("b").count() == 0
        assert page.locator("img[src=x]").count() == 0
        assert HOSTILE in page.locator("main").text_content()
    page.get_by_role("tab", name="HTML").click()
    shown = page.locator("#text").text_content()
    source = (
        '<source media="(prefers-reduced-motion: reduce)" srcset="odd%20%26%20%3Cb%3E/hostile.png">'
    )
    assert source in shown
    image = re.search('<img src="[^"]*.svg" width="[0-9]+" height="[0-9]+" alt="([^"]*)">', shown)
    assert unescape(image[1]) == HOSTILE
    page.get_by_role("tab", name="Sphinx").click()
    assert page.locator("#text").text_content().endswith(f":alt: {HOSTILE}\n")


def test_the_film_lies_on_paper_as_a_strip(opened):
    page = opened("pages/guide/padding_strides.html", "#step=2")
    until(page, "window.player.film")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#strip img:visible").count() == 9
    assert page.locator("#strip figure").last.text_content() == "Step 9 of 9"
    assert not page.locator("#bar").is_visible()
    assert page.evaluate("player.t") == 1
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#strip img").count() == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_fit_any_width_and_targets_can_be_hit(opened, width):
    size = {"width": width, "height": 844}
    for name in ("index.html", "pages/guide/padding_strides.html"):
        page = opened(name, viewport=size, has_touch=width < 500)
        page.wait_for_timeout(500)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, select, input, summary")].filter(
            each => { const {width, height} = each.getBoundingClientRect();
            return width && (width < 24 || height < 24); }).map(each => each.outerHTML)"""
        )
        assert not small


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened, scheme):
    page = opened("index.html", color_scheme=scheme, bypass_csp=True)
    page.get_by_role("button", name="Play film").click()
    assert not violations(page)
    page.get_by_label("Find").fill("none")
    assert not violations(page)
    figure = "pages/guide/padding_strides.html"
    page = opened(figure, "#step=2", color_scheme=scheme, bypass_csp=True)
    until(page, "window.player.film")
    is_dark = page.evaluate("document.documentElement.classList.contains('dark')")
    assert is_dark == (scheme == "dark") and "theme" not in page.url
    assert not violations(page)
    page.locator(".map").last.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#keys summary").click()
    page.get_by_role("tab", name="torch").click()
    assert not violations(page)


def test_only_the_books_of_a_topic_that_changed_are_made_again(gallery, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(gallery.parent, folder)
    out = folder / "out"
    jobs = planned(out, folder / "configs")
    known = Pages.of(jobs, out, {}).write()
    again = Pages.of(jobs, out, known)
    assert (again.reasons, again.differ()) == ({}, [])
    (folder / "configs/basics/film.yaml").write_text("i: 4\nk: 3\nvalues: {seed: 2}\n")
    changed = Pages.of(planned(out, folder / "configs"), out, known)
    books = {name for name in changed.reasons if name.startswith("site/")}
    assert books == {"site/books/basics.js", "site/letters.js"}
    before = {path: path.read_bytes() for path in (out / "site").rglob("*.js")}
    fresh = Pages.of(planned(out, folder / "configs"), out, {})
    assert set(fresh.differ()) <= set(changed.reasons)
    changed.write()
    assert Pages.of(planned(out, folder / "configs"), out, {}).differ() == []
    kept = {path.name for path, content in before.items() if path.read_bytes() == content}
    assert kept >= {"guide.js", "site.js"}


def test_the_site_of_a_figure_takes_few_bytes(gallery):
    pages = list((gallery / "pages").rglob("*.html"))
    books = list((gallery / "site/books").rglob("*.js"))
    assert max(path.stat().st_size for path in pages) < 2000
    assert sum(path.stat().st_size for path in books) / len(pages) < 6000
    assert len(script()) < 60_000


def test_all_pages_of_the_shipped_gallery_take_less_than_a_megabyte():
    sizes = [
        path.stat().st_size
        for path in (ROOT / "gallery").rglob("*")
        if path.suffix in {".html", ".js", ".css"}
        and path.relative_to(ROOT / "gallery").parts[0]
        in {"index.html", "pages", "site", "reference"}
    ]
    assert sum(sizes) < 1_000_000


def test_no_two_scripts_of_a_page_give_a_name_to_different_things():
    package = ROOT / "convanim"
    for rooms in (("film/player", "gallery/site"), ("film/player", "serving")):
        files = [path for room in rooms for path in (package / room).glob("*.js")]
        text = "\n".join(path.read_text(encoding="utf-8") for path in files)
        names = re.findall(r"^(?:async )?(?:function|const|class) (\w+)", text, re.MULTILINE)
        assert len(names) == len(set(names)) > 40
