"""The page that plays a figure, driven in a real browser: what it draws, answers and keeps."""

from __future__ import annotations

import io
import itertools
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

import convanim
from convanim.backends._letters.outlines import digit_height, width
from convanim.scene.baselines import baselines
from convanim.scene.motion import drawing
from convanim.scene.shapes import Labels, Polygons
from tests.support.accessibility import violations
from tests.support.browser import until

pytestmark = pytest.mark.xdist_group("player")

GUIDE = {"i": 5, "k": 3, "s": 2, "p": 1, "theme": "guide"}
NUMBERS = {"i": 4, "k": 3, "p": 1, "view": "flat", "values": {"seed": 3}, "name": "numbers"}
PAIR = {
    "panels": [
        {"i": 5, "k": 3, "s": 2, "p": 1, "title": "<img src=x onerror=alert(1)>"},
        {"operation": "transposed_conv", "i": 2, "k": 3, "s": 2, "title": "</script><b>back</b>"},
    ],
    "title": '"><script>alert(1)</script>',
    "show": ["labels", "formula"],
}
STACK = {
    "values": {"seed": 2},
    "layers": [{"operation": "conv", "i": 6, "k": 3}, {"operation": "max_pool", "k": 2, "s": 2}],
}
REFUSED = (
    "kernel does not fit: effective kernel 7 is wider than i + 2p = 4; the output would be -2 x -2"
)
FORMULAS = {
    r"\frac{1}{2}": "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>",
    r"\hat{k}": "<mover><mrow><mi>k</mi></mrow><mo>^</mo></mover>",
    "-3": "<mn>\N{MINUS SIGN}3</mn>",
    "2 - 3": "<mn>2</mn><mo>\N{MINUS SIGN}</mo><mn>3</mn>",
    "2 (-1)": "<mn>2</mn><mo>(</mo><mn>\N{MINUS SIGN}1</mn><mo>)</mo>",
    "x_{1,0}": "<msub><mi>x</mi><mrow><mn>1</mn><mo>,</mo><mn>0</mn></mrow></msub>",
    r"\mathrm{(6)}\quad": "<mtext>(6)</mtext><mspace></mspace>",
    "i'": "<mi>i</mi><mo>\N{PRIME}</mo>",
    r"\max(1;": "<mi>max</mi><mo>(</mo><mn>1</mn><mo>;</mo>",
    "<b>": "<mo>&lt;</mo><mi>b</mi><mo>&gt;</mo>",
}
DRAWN = {
    "guide": GUIDE,
    "numbers": NUMBERS,
    "pair": PAIR,
    "stack": STACK,
    "channels": {"i": 4, "k": 3, "in_channels": 2, "view": "channels", "values": {"seed": 2}},
    "stamps": {"operation": "transposed_conv", "i": 2, "k": 3, "view": "scatter"},
    "tween": {"i": 4, "k": 3, "timing": {"tween": 2, "row": 0.8}},
    "hatched": {"i": [6], "k": 3, "theme": "paper", "view": "row"},
    "field": {"layers": [{"i": 7, "k": 3}, {"k": 3}], "view": "receptive_field"},
}

FILLS = """() => [...player.drawing.body.children]
    .filter(node => node.getAttribute("visibility") !== "hidden")
    .map(node => node.localName === "path" && getComputedStyle(node).fill)
    .filter(fill => fill && fill !== "none")"""


@pytest.fixture
def opened(chromium, tmp_path):
    """Open the page of a figure; afterwards there is no console message and no request."""
    told = []

    def told_of(page):
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: told.append(request.url))

    contexts = []

    def open_page(keys, address="#step=1", sliders=0, **options):
        figure = convanim.figure(**keys)
        (path,) = figure.save(tmp_path / "x.html", sliders=sliders)
        options.setdefault("viewport", {"width": 1280, "height": 800})
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        told_of(page)
        page.goto(path.as_uri() + address)
        until(page, "!!window.player")
        return figure, page

    yield open_page
    for context in contexts:
        context.close()
    own = re.compile(r"file:.*/x\.html.*|data:.*|blob:.*")
    assert not [each for each in told if not own.fullmatch(each)]


WORDS = """() => [
    ...[...document.querySelectorAll("#whole [aria-label], #whole [title]")]
        .flatMap(each => [each.getAttribute("aria-label"), each.getAttribute("title")]),
    ...[...document.querySelectorAll("#whole *")].filter(each => !each.closest("#code, style"))
        .flatMap(each => [...each.childNodes]).filter(node => node.nodeType === 3)
        .map(node => node.data)
].filter(Boolean)"""


def test_a_page_speaks_the_language_of_its_figure(opened):
    keys = {**NUMBERS, "lang": "zh", "p": "half", "name": "7", "show": ["formula"]}
    figure, page = opened(keys, sliders=3)
    assert page.evaluate("document.documentElement.lang") == "zh"
    said = page.evaluate(WORDS)
    plain = {text for text in said if re.search(r"(?<![\w.])[a-z]{3,}", text)}
    assert not plain
    assert {"播放", "下一步\N{FULLWIDTH LEFT PARENTHESIS}右箭头\N{FULLWIDTH RIGHT PARENTHESIS}"} < {
        *said
    }
    assert re.fullmatch(r"\d+ 幅图，文件大小 \d+ kB", page.locator("#count").text_content())
    page.keyboard.press("ArrowRight")
    assert page.locator("#said").text_content().startswith(f"第 2 步，共 {len(figure)} 步。")
    page.locator("#drawing .map").first.focus()
    page.keyboard.press("ArrowLeft")
    assert "填充 (" in page.locator("#cell-head").text_content()
    page.evaluate("player.replace({...player.book, language: 'en', texts: {}})")
    assert page.locator("#next").get_attribute("title") == "Next step (right arrow)"
    assert page.locator("#whole").get_attribute("lang") == "en"


LAYERS = """() => [...player.drawing.body.children]
    .filter(node => node.getAttribute("visibility") !== "hidden")
    .map(node => [node.localName, node.getAttribute("class"), node.getAttribute("d") || "",
        node.getAttribute("transform") || ""])"""


def drawn(page):
    """Return the role, kind and points of each layer that the page shows."""
    roles = page.evaluate("player.book.roles")
    for kind, name, d, transform in page.evaluate(LAYERS):
        x, y = map(
            float, re.match(r"translate\((\S+) (\S+)\)", transform or "translate(0 0)").groups()
        )
        yield kind, roles[int(name[1:])], [(a + x, b + y) for a, b in points(d)] or [(x, y)]


def points(d):
    at, start, found = (0.0, 0.0), (0.0, 0.0), []
    for command, text in re.findall(r"([MmLlz])([^MmLlz]*)", d):
        numbers = list(map(float, re.findall(r"-?\d+(?:\.\d+)?", text)))
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            at = (at[0] + x, at[1] + y) if command in "ml" else (x, y)
            found.append(at)
        start = found[-1] if command in "Mm" else start
        at = start if command == "z" else at
    return found


def expected(figure, layers):
    """Return the same for the layers of a drawing of the figure."""
    left, _, _, top = figure.layout.box
    for layer in layers:
        if not layer.points():
            continue
        if isinstance(layer, Labels):
            paint = figure.spec.theme.paint(layer.role)
            line = [next(baselines(layer, paint, width, digit_height))[1]]
        else:
            line = layer.points()
        kind = "g" if isinstance(layer, Labels) else "path"
        yield kind, layer.role, [((x - left) * 100, (top - y) * 100) for x, y in line]


def check_vertices(figure, page, layers, where):
    """Check that the page shows these layers."""
    shown, wanted = list(drawn(page)), list(expected(figure, layers))
    assert [each[:2] for each in shown] == [each[:2] for each in wanted]
    for (*_, one), (*_, other) in zip(shown, wanted, strict=True):
        assert len(one) == len(other)
        apart = max(
            abs(a - b) for p, q in zip(one, other, strict=True) for a, b in zip(p, q, strict=True)
        )
        assert apart < 2.6, where  # hundredths of a point


def test_every_vertex_of_every_frame_is_where_python_has_it(opened):
    for keys in DRAWN.values():
        figure, page = opened(keys)
        for t, n in enumerate(figure.timeline.drawings):
            page.evaluate("t => player.go(t)", t)
            check_vertices(figure, page, figure.layout.scene(n).layers, (keys, t))


def test_a_fade_has_the_frames_of_python_and_leaves_no_trace(opened):
    figure, page = opened(
        {"i": 4, "k": 3, "p": 1, "values": NUMBERS["values"], "timing": {"tween": 3}}
    )
    moments = figure.timeline.moments
    fading = [each for each in moments if each.fades]
    assert {each.drawing for each in fading} == {3, 7, 11}
    for moment in fading:
        page.evaluate("([t, part]) => player.show(t, part)", [moment.drawing, moment.part])
        check_vertices(figure, page, drawing(figure.layout, moment).layers, moment)
        assert page.evaluate(FILLS) == [
            "rgb({}, {}, {})".format(*figure.spec.theme.paint(layer.role).fill[:3])
            for layer in drawing(figure.layout, moment).layers
            if isinstance(layer, Polygons)
        ]
    for t in (fading[-1].drawing, 0):
        page.evaluate("t => player.go(t)", t)
        check_vertices(figure, page, figure.layout.scene(t).layers, t)


def test_it_looks_like_the_raster(opened):
    for keys in (GUIDE, NUMBERS):
        figure, page = opened(keys, "?embed#step=3", viewport={"width": 790, "height": 762})
        shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        height, width, _ = figure.frame(2).shape
        scale = min(790 / width, 762 / height)
        size = round(width * scale), round(height * scale)
        left, top = (790 - size[0]) // 2, (762 - size[1]) // 2
        shot = shot.crop((left, top, left + size[0], top + size[1])).resize((width, height))
        apart = np.abs(np.asarray(shot).astype(int) - figure.frame(2)).max(axis=2)
        assert np.mean(apart > 110) < 0.02


def step(page):
    return int(page.locator("#step").text_content().split(" / ")[0])


def test_each_control_does_what_it_says(opened):
    figure, page = opened(GUIDE)
    count = len(figure)
    for name, now in (("last", count), ("back", count - 1), ("first", 1), ("next", 2)):
        page.locator(f"#{name}").click()
        assert step(page) == now
    page.locator("#scrub").fill("4")
    assert step(page) == 5
    assert "step=5" in page.url
    assert page.locator("#scrub").get_attribute("aria-valuetext") == f"Step 5 of {count}"
    assert page.locator("#drawing").get_attribute("aria-label") == f"figure, Step 5 of {count}"
    assert page.locator("#said").text_content().startswith(f"Step 5 of {count}")
    page.locator("#speed").select_option("4")
    page.locator("#play").click()
    assert page.locator("#play").get_attribute("aria-label") == "Pause"
    until(page, "player.t !== 4")
    page.locator("#play").click()
    assert page.locator("#play").get_attribute("aria-label") == "Play"
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("#theme").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    assert "theme=dark" in page.url and "speed=4" in page.url
    page.locator("#full").click()
    until(page, "document.fullscreenElement?.id === 'screen'")


def test_the_keyboard_alone_is_enough(opened):
    figure, page = opened(NUMBERS)
    for key, now in (
        ("End", len(figure)),
        ("ArrowLeft", len(figure) - 1),
        ("Home", 1),
        ("ArrowRight", 2),
        ("PageDown", 3),
    ):
        page.keyboard.press(key)
        assert step(page) == now
    page.keyboard.press("]")
    assert page.locator("#speed").input_value() == "2"
    page.keyboard.press(" ")
    assert page.locator("#play").get_attribute("aria-label") == "Pause"
    page.keyboard.press(" ")
    page.keyboard.press("t")
    assert page.locator("#theme").text_content() == "Light"
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("input, 6")
    assert page.locator("#cell-head").text_content() == "input (0, 0)"
    page.keyboard.press("ArrowUp")
    assert page.locator("#cell-head").text_content() == "input, padding (-1, 0)"
    for _ in range(2):
        page.keyboard.press("Tab")  # past the kernel, where it is drawn
        if page.locator("#cell-head").text_content().startswith("output"):
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.locator("#cell-head").text_content() == "output (1, 1)"
    page.keyboard.press("Enter")
    assert step(page) == 6
    assert page.locator("#pin").text_content() == "Unpin"
    page.keyboard.press("Escape")
    assert page.locator("#pin").text_content() == "Pin"


def test_what_is_typed_into_a_text_is_no_command(opened):
    _, page = opened(GUIDE)
    page.evaluate("document.body.append(document.createElement('textarea'))")
    page.locator("textarea").focus()
    page.keyboard.type("p: 1 f t [3]")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("2")
    assert page.locator("textarea").input_value() == "p: 1 f t [32]"
    assert step(page) == 1 and not page.evaluate("player.pinned")
    assert page.locator("#theme").text_content() == "Dark"


def centre(figure, page, role, cell, part=0):
    """Return where the middle of a cell is on the screen."""
    shown = figure.layout.parts[part]
    x, y = shown.places[role, ()].centre(cell)
    left, _, _, top = figure.layout.box
    return page.evaluate(
        """([x, y]) => { const at = new DOMPoint(x, y).matrixTransform(
        document.getElementById("drawing").getScreenCTM()); return [at.x, at.y]; }""",
        [(x - left) * 100, (top - y) * 100],
    )


def lit(page):
    """Return the cells that are lit, by their map's name and position."""
    return {
        (name, tuple(at))
        for name, at in page.evaluate(
            """() => player.maps.connected(player.hovered || player.pinned).map(
            each => [player.maps.maps[each.map].name, player.maps.position(each)])"""
        )
    }


def cells(of):
    return {(of.role, cell) for cell in of}


def test_a_cell_lights_what_it_is_connected_to_and_shows_its_arithmetic(opened):
    figure, page = opened(NUMBERS)
    step_of = figure.sweep.steps[5]
    page.mouse.move(*centre(figure, page, "output", step_of.writes.first))
    assert lit(page) == set().union(*map(cells, step_of.reads))
    assert page.locator(".lit").get_attribute("d").count("M") >= 9
    target = figure.sweep.map("output").value(step_of.writes.first)
    text = page.locator("#terms").text_content()
    assert text.replace("\N{MINUS SIGN}", "-").endswith(f"= {target}")
    assert text.count("\N{DOT OPERATOR}") == 9
    page.mouse.move(*centre(figure, page, "input", (1, 1)))
    readers = [each for each in figure.sweep.steps if (1, 1) in set(each.read("input"))]
    assert {each for each in lit(page) if each[0] == "output"} == set().union(
        *(cells(each.writes) for each in readers)
    )
    assert page.locator("#terms").text_content().startswith("holds ")
    page.mouse.move(*centre(figure, page, "output", (3, 3)))
    page.mouse.down()
    page.mouse.up()
    assert step(page) == 16
    page.mouse.move(5, 5)
    assert page.locator("#cell-head").text_content() == "output (3, 3)"
    assert "cell=" in page.url
    page.reload()
    until(page, "!!window.player")
    assert page.locator("#cell-head").text_content() == "output (3, 3)" and step(page) == 16
    page.locator("#pin").click()
    assert page.locator("#cell-head").text_content() == "This step"


def test_a_tap_lights_cells_through_layers_and_panels(opened):
    figure, page = opened(STACK, viewport={"width": 390, "height": 844}, has_touch=True)
    page.touchscreen.tap(*centre(figure, page, "output", (0, 0), part=1))
    found = lit(page)
    assert {name for name, _ in found} == {
        "layer 1 input",
        "layer 1 kernel",
        "layer 1 output",
        "layer 2 input",
    }
    assert {at for name, at in found if name == "layer 1 input"} == set(
        itertools.product(range(4), repeat=2)
    )
    assert step(page) == 17
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, select, input, summary")].filter(each => {
        const {width, height} = each.getBoundingClientRect();
        return width && (width < 24 || height < 24); }).map(each => each.outerHTML)"""
    )
    assert not small


def test_formulas_are_set_as_mathml(opened):
    _, page = opened(GUIDE)
    shown = page.locator("#formulas").inner_html()
    assert shown.count('<mfrac displaystyle="true">') == 2
    for text, wanted in FORMULAS.items():
        found = page.evaluate("text => formula(text).innerHTML", text)
        assert re.sub(r' (stretchy|width|form)="[^"]*"', "", found) == wanted
    broken = page.evaluate("sum('1 \\\\cdot 2 + 3 = 5').map(each => each.textContent ?? each)")
    assert broken == ["1\N{DOT OPERATOR}2+", " ", "3=", " ", "5"]


def test_every_command_of_a_label_has_its_sign(opened):
    """The lab and the page of serve set labels with formulas as MathML."""
    sources = [
        path.read_text(encoding="utf-8") for path in Path(convanim.__file__).parent.rglob("*.py")
    ]
    labels = {text for source in sources for text in re.findall(r'\$[^$"\n{}]*\$', source)}
    names = {name for text in labels for name in re.findall(r"\\([A-Za-z]{2,})", text)}
    assert {"ast", "to", "times"} <= names
    _, page = opened(GUIDE)
    shown = {name: page.evaluate(f"formula('\\\\{name} x').textContent") for name in names}
    kept = {name for name, text in shown.items() if name in text}
    assert kept <= {"max", "min"}


CORNER = r"= 0 \cdot w_{0,0} + 0 \cdot w_{0,1} + 0 \cdot w_{1,0} + x_{0,0} \cdot w_{1,1}"


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        (
            {"i": 3, "k": 2, "p": 1},
            CORNER,
        ),
        (
            {"operation": "transposed_conv", "i": 2, "k": 2, "s": 2},
            CORNER,
        ),
        (
            {"operation": "max_pool", "i": 4, "k": 3, "p": 1},
            r"x_{0,0},  x_{0,1},  x_{1,0},  x_{1,1}",
        ),
    ],
)
def test_zeros_of_padding_are_written_as_such_and_pooling_passes_over_them(opened, keys, wanted):
    _, page = opened({**keys, "fill": False})
    found = page.evaluate("player.maps.sum(player.current()[0])")
    assert wanted.replace(" ", "") in found.replace(" ", "")
    assert "-1" not in found
    assert ("max" in keys.get("operation", "")) == ("0\\cdot" not in found.replace(" ", ""))


def test_titles_stay_text(opened):
    figure, page = opened(PAIR)
    page.mouse.move(*centre(figure, page, "output", (0, 0), part=1))
    assert page.locator("#cell-head").text_content() == "</script><b>back</b>: output (0, 0)"
    assert page.evaluate("document.querySelectorAll('img, b, #stage script').length") == 0
    assert "alert(1)" in page.locator("#text").text_content()


def test_a_step_is_saved_as_svg_and_png(opened):
    figure, page = opened(GUIDE, "#step=2")
    saved = {}
    for name in ("svg", "png"):
        with page.expect_download() as download:
            page.locator(f"#{name}").click()
        saved[name] = download.value
        assert download.value.suggested_filename == f"figure_step_2.{name}"
    root = ElementTree.parse(saved["svg"].path()).getroot()
    left, bottom, right, top = figure.layout.box
    assert float(root.get("width")[:-2]) == pytest.approx(right - left, abs=0.01)
    assert not root.findall(".//{*}path[@class='map']")
    with Image.open(saved["png"].path()) as picture:
        assert picture.size == pytest.approx(
            (300 * (right - left) / 72, 300 * (top - bottom) / 72), abs=1
        )
        assert len(picture.convert("RGB").getcolors(1 << 20)) > 10


def test_the_code_is_shown_and_copied(opened):
    figure, page = opened(GUIDE, permissions=["clipboard-read", "clipboard-write"])
    frameworks = figure.explain().as_dict()["frameworks"]
    assert page.locator("#text").text_content() == figure.to_yaml()
    for name in ("torch", "keras", "jax", "onnx"):
        page.get_by_role("tab", name=name).click()
        assert page.locator("#text").text_content().startswith(frameworks[name]["code"])
    page.locator("#copy").click()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#text").text_content()
    page.get_by_role("tab", name="Link").click()
    assert page.locator("#text").text_content() == page.url
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "YAML"


def test_it_plays_by_itself_but_not_for_readers_who_prefer_reduced_motion(opened):
    keys = {"i": 4, "k": 3, "timing": {"step": 0.1}}
    _, page = opened(keys, "")
    until(page, "player.t > 0")
    _, page = opened(keys, "", reduced_motion="reduce")
    assert not page.evaluate("player.playback.isPlaying")


COUNTED = """which => {
    const show = player.show;
    count = 0;
    player.show = (t, part) => {
        count += t === which && !part;
        return show.call(player, t, part);
    };
}"""


def test_a_film_that_plays_once_stops_at_its_end_and_begins_again(opened):
    keys = {"i": 4, "k": 3, "timing": {"step": 0.05}}
    _, page = opened({**keys, "loop": 1}, "")
    until(page, "player.t === 3 && !player.playback.isPlaying")
    assert page.get_by_role("button", name="Play", exact=True).is_visible()
    page.evaluate(COUNTED, 0)
    page.keyboard.press(" ")
    until(page, "count > 0")
    until(page, "player.t === 3 && !player.playback.isPlaying")
    assert page.evaluate("count") == 1
    _, page = opened({**keys, "loop": 2})
    page.evaluate(COUNTED, 0)
    page.keyboard.press(" ")
    until(page, "player.t === 3 && !player.playback.isPlaying")
    assert page.evaluate("count") == 1
    _, page = opened(keys, "")
    page.evaluate(COUNTED, 3)
    until(page, "count > 2 && player.playback.isPlaying")


def test_a_page_begins_with_the_theme_that_its_reader_prefers(opened):
    keys = {"i": 4, "k": 3, "dark": {"extends": "clear-dark", "page": "#123456"}}
    background = "getComputedStyle(document.getElementById('stage')).backgroundColor"
    _, page = opened(keys, color_scheme="dark")
    assert page.evaluate(background) == "rgb(18, 52, 86)"
    page.keyboard.press("t")
    assert page.evaluate(background) == "rgb(255, 255, 255)"
    assert "theme=clear" in page.url
    page.reload()
    until(page, "!!window.player")
    assert page.evaluate(background) == "rgb(255, 255, 255)"
    _, page = opened(keys, color_scheme="light")
    assert page.evaluate(background) == "rgb(255, 255, 255)"
    _, page = opened({"i": 4, "k": 3}, color_scheme="dark")
    assert page.evaluate(background) == "rgb(255, 255, 255)"


def test_slides_show_the_drawing_alone_and_step_it(opened, chromium, tmp_path):
    _, page = opened(GUIDE, "?embed")
    assert not page.locator("#bar").is_visible() and not page.locator("#side").is_visible()
    assert not page.evaluate("player.playback.isPlaying")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("player.t") == 1
    slide = tmp_path / "slide.html"
    listen = "told = []; onmessage = event => told.push(event.data);"
    slide.write_text(f'<script>{listen}</script><iframe src="x.html?embed"></iframe>')
    page = chromium.new_page()
    page.goto(slide.as_uri())
    until(page, "told.length > 0")
    for message in (
        {"convanim": "next"},
        {"convanim": "go", "step": 9},
        {"convanim": "next"},
        {"convanim": "constructor"},
    ):
        page.evaluate(f"frames[0].postMessage({json.dumps(message)}, '*')")
    until(page, "told.some(each => each.end)")
    steps = page.evaluate("told.map(each => each.step)")
    assert 2 in steps and steps[-1] == 9
    assert page.evaluate("told.at(-1).steps") == 9
    page.close()


def test_a_notebook_shows_the_player_in_a_frame_of_its_own(chromium):
    figure = convanim.figure(**NUMBERS)
    player = figure.player(height=500)
    shown = player._repr_html_()
    assert len(shown) < 1.08 * len(player.page)
    page = chromium.new_page()
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.set_content(shown)
    frame = page.frame_locator("iframe")
    frame.locator("#last").click()
    assert frame.locator("#step").text_content() == f"{len(figure)} / {len(figure)}"
    assert frame.get_by_role("tab").all_text_contents()[-1] == "ONNX"
    assert page.locator("iframe").bounding_box()["height"] == 500
    assert not told
    page.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_while_it_plays_answers_refuses_and_in_full_screen(opened, width):
    keys = {"i": 3, "k": 3, "theme": "guide", "fill": False}
    size = {"width": width, "height": 844}
    _, page = opened(keys, "", sliders=12, viewport=size, has_touch=width < 500, bypass_csp=True)
    page.get_by_label("input size").fill("4")
    page.locator("#play").click()
    assert page.evaluate("player.playback.isPlaying")
    assert not violations(page)
    page.locator(".map").last.focus()
    page.keyboard.press("Enter")
    page.locator("#keys summary").click()
    page.get_by_label("input size").fill("3")
    page.get_by_label("kernel size").fill("4")
    assert page.locator("#refusal").text_content().startswith("kernel does not fit")
    page.locator("#theme").click()
    assert not violations(page)
    page.locator("#full").click()
    until(page, "document.fullscreenElement")
    assert not violations(page)


def test_sliders_choose_sizes_and_say_why_there_is_no_figure(opened, tmp_path):
    _, page = opened({**GUIDE, "fill": False}, sliders=170)
    assert (tmp_path / "x.html").stat().st_size < 60_000
    sizes = page.evaluate("player.sliders.ranges.map(each => [each.letter, each.range.value])")
    assert dict(sizes) == {"i": "5", "k": "3", "s": "2", "p": "1", "d": "1"}
    page.get_by_label("stride").fill("1")
    changed = convanim.figure(**{**GUIDE, "fill": False, "s": 1})
    assert page.locator("#step").text_content() == f"1 / {len(changed)}"
    wanted = list(expected(changed, changed.layout.scene(0).layers))
    assert [each[:2] for each in drawn(page)] == [each[:2] for each in wanted]
    assert "5 + 2" not in page.locator("#formulas").text_content().replace("\N{DOT OPERATOR}", "+")
    page.get_by_role("tab", name="torch").click()
    assert "stride" not in page.locator("#text").text_content()
    assert "s=1" in page.url
    page.reload()
    until(page, "window.player")
    assert page.locator("#step").text_content() == f"1 / {len(changed)}"
    page.get_by_label("padding").fill("0")
    page.get_by_label("kernel size").fill("2")
    assert page.locator("#refusal").text_content() == ""
    page.get_by_label("dilation").fill("2")
    page.get_by_label("kernel size").fill("4")
    page.get_by_label("input size").fill("4")
    assert page.locator("#refusal").text_content() == REFUSED
    assert "stale" in page.locator("#drawing").get_attribute("class")
    page.get_by_label("dilation").fill("1")
    assert page.locator("#refusal").text_content() == ""
    assert page.locator("#step").text_content() == "1 / 1"
