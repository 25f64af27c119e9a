"""The widget of a notebook: sliders whose figures the kernel draws."""

from __future__ import annotations

import base64
import sys
from importlib import resources

import pytest

import convanim
from convanim.api.slider_ranges import chosen
from convanim.errors import ConvanimError, MissingExtraError
from tests.support.notebooks import executed, needs_nbconvert

FIGURE = {"i": 4, "k": 3}


def test_there_is_a_slider_for_each_size_around_that_of_the_config():
    figure = convanim.figure(**FIGURE, s=2, p=1)
    found = {each.letter: (*each.values,) for each in chosen(figure.spec, {})}
    assert found == {
        "i": (1, 2, 3, 4, 5, 6, 7),
        "k": (1, 2, 3, 4, 5, 6),
        "s": (1, 2, 3, 4, 5),
        "p": (0, 1, 2, 3, 4),
        "d": (1, 2, 3, 4),
    }


def test_ranges_choose_the_sliders():
    figure = convanim.figure(**FIGURE)
    found = chosen(figure.spec, {"k": (2, 9), "p": (0, 1)})
    assert [(each.letter, each.values, each.start) for each in found] == [
        ("k", range(2, 10), 3),
        ("p", range(2), 0),
    ]


WRONG = "k must be the first and the last of at most 1000 values from 1 on that include 3, as in "


@pytest.mark.parametrize(
    ("ranges", "message"),
    [
        ({"q": (1, 2)}, "no slider for 'q'; choose one of d, i, k, p, s"),
        ({"k": (4, 5)}, f"{WRONG}k=(1, 6), not (4, 5)"),
        ({"k": (0, 5)}, f"{WRONG}k=(1, 6), not (0, 5)"),
        ({"k": (3, 3)}, f"{WRONG}k=(1, 6), not (3, 3)"),
        ({"k": (1, 1001)}, f"{WRONG}k=(1, 6), not (1, 1001)"),
        ({"k": 5}, f"{WRONG}k=(1, 6), not 5"),
        ({"k": ("1", "5")}, f"{WRONG}k=(1, 6), not ('1', '5')"),
    ],
)
def test_a_range_has_the_size_of_the_config(ranges, message):
    with pytest.raises(ConvanimError) as caught:
        chosen(convanim.figure(**FIGURE).spec, ranges)
    assert str(caught.value) == message


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.delitem(sys.modules, "convanim.api.slider_widget", raising=False)
    with pytest.raises(MissingExtraError) as caught:
        convanim.figure(**FIGURE).widget()
    assert str(caught.value) == (
        "a widget needs a package: python -m pip install 'convanim[notebook]'"
    )


@pytest.fixture
def traitlets():
    pytest.importorskip("anywidget", reason="anywidget is not installed")
    return pytest.importorskip("traitlets")


def drawn(widget):
    return base64.b64decode(widget.source.removeprefix("data:image/svg+xml;base64,"))


def test_the_kernel_draws_what_the_sliders_choose(traitlets):
    figure = convanim.figure(**FIGURE, theme="guide")
    widget = figure.widget(k=(1, 4), s=(1, 2))
    assert widget.values == {"k": 3, "s": 1}
    assert drawn(widget) == figure.to_bytes("asvg")
    widget.values = {"k": 2, "s": 2}
    assert drawn(widget) == figure.with_(k=2, s=2).to_bytes("asvg")
    assert widget.alt == "conv i=4 k=2 s=2, output 2 x 2; 4 steps"
    assert widget.message == ""


def test_where_no_kernel_draws_a_notebook_shows_the_picture(traitlets):
    figure = convanim.figure(**FIGURE, alt='a "window"')
    widget = figure.widget(k=(1, 4))
    # An alternative text of the config would not be true of other sizes.
    assert widget.alt == "conv i=4 k=3, output 2 x 2; 4 steps"
    widget.alt = figure.alt
    bundle, _ = widget._repr_mimebundle_()
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"]
    assert bundle["text/plain"] == 'a "window"'
    image = f'<img id="{widget.still}" alt="a &quot;window&quot;" src="{widget.source}">'
    assert bundle["text/html"] == image
    plain = convanim.figure(**FIGURE, name=figure.name)
    assert base64.b64decode(bundle["image/png"]) == plain.to_bytes("png")


@needs_nbconvert
@pytest.mark.xdist_group("player")
def test_a_page_made_of_a_notebook_shows_the_last_picture_offline(traitlets, chromium, tmp_path):
    make = "import convanim\nwidget = convanim.figure(i=4, k=3).widget(k=(1, 4))\nwidget"
    page = chromium.new_page(offline=True)
    page.goto(executed([make, "widget.values = {'k': 2}"], tmp_path).as_uri())
    # The saved notebook has the state of the widget, so that nbconvert asks for what draws it.
    assert page.locator("script[type='application/vnd.jupyter.widget-state+json']").count() == 1
    (alt,) = [each.get_attribute("alt") for each in page.locator("img:visible").all()]
    assert alt == "conv i=4 k=2, output 3 x 3; 9 steps"
    assert page.locator("img:visible").evaluate("image => image.naturalWidth") > 50
    page.close()


def test_sizes_that_do_not_go_together_leave_the_picture(traitlets):
    widget = convanim.figure(**FIGURE).widget(i=(1, 6), k=(1, 6))
    before = widget.source
    widget.values = {"i": 2, "k": 5}
    assert widget.message.startswith("kernel does not fit: kernel 5 is wider than i + 2p = 2")
    assert widget.source == before
    widget.values = {"i": 6, "k": 5}
    assert widget.message == ""
    assert widget.source != before


@pytest.mark.parametrize("values", [{"k": 7}, {"k": True}, {"k": "3"}, {}, {"k": 3, "s": 1}])
def test_a_page_cannot_ask_for_sizes_outside_of_the_ranges(traitlets, values):
    widget = convanim.figure(**FIGURE).widget(k=(1, 6))
    with pytest.raises(traitlets.TraitError, match="values must be k from 1 to 6, not"):
        widget.values = values
    assert widget.values == {"k": 3}


MODEL = """() => {
    const state = {
        values: {k: 3, s: 1}, source: "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
        alt: "three", message: "", still: "kept",
        sliders: [
            {letter: "k", words: "kernel size", first: 1, last: 5},
            {letter: "s", words: "stride", first: 1, last: 2},
        ],
    };
    const heard = {};
    window.saved = [];
    window.model = {
        get: name => state[name],
        set: (name, value) => {
            state[name] = value;
            for (const act of heard[`change:${name}`] ?? []) act();
        },
        on: (name, act) => (heard[name] ??= []).push(act),
        save_changes: () => saved.push(structuredClone(state.values)),
    };
    return import("data:text/javascript;base64,SCRIPT").then(
        script => script.default.render({model, el: document.body}));
}"""


@pytest.mark.xdist_group("player")
def test_a_page_shows_the_picture_and_sends_the_sizes(chromium):
    script = resources.files("convanim.api").joinpath("slider_widget.js").read_bytes()
    page = chromium.new_page()
    page.set_content("<img id=kept alt=kept src='data:,'>")
    page.evaluate(MODEL.replace("SCRIPT", base64.b64encode(script).decode()))
    assert page.get_by_role("img", name="kept").count() == 0
    assert page.get_by_role("img", name="three").count() == 1
    kernel = page.get_by_role("slider", name="k, kernel size")
    assert (kernel.get_attribute("min"), kernel.get_attribute("max")) == ("1", "5")
    assert kernel.input_value() == "3"
    kernel.press("ArrowRight")
    assert page.evaluate("saved") == [{"k": 4, "s": 1}]
    # JupyterLab leaves the keys of an element to it only if the element itself says so.
    assert kernel.get_attribute("data-lm-suppress-shortcuts") == "true"
    assert page.locator("output").all_text_contents() == ["4", "1"]
    page.evaluate("model.set('alt', 'four'); model.set('message', 'kernel <b>does</b> not fit')")
    assert page.get_by_role("img", name="four").count() == 1
    assert page.locator("p[role=status]").text_content() == "kernel <b>does</b> not fit"
    page.close()
