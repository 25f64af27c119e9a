"""The server: what it answers, to whom, and its page in a real browser."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import threading
import urllib.request

import pytest

import convanim
from convanim.serving.desk import Desk
from convanim.serving.knobs import knobs, turned
from convanim.serving.server import Server
from tests.cli.test_watch import Watching, with_extra
from tests.support.accessibility import violations
from tests.support.browser import until

pytestmark = pytest.mark.xdist_group("player")

GOOD = "i: 5\nk: 3\ns: 2\np: 1\n"
PAIR = (
    "panels:\n- {i: [5, 7], k: 3, expect: {o: [3, 5]}}\n- {i: 6, k: 2, s: 2, p: [[1, 0], [0, 0]]}\n"
)


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "configs"
    (path / "sub").mkdir(parents=True)
    (path / "one.yaml").write_text(GOOD)
    (path / "sub/two.yaml").write_text("i: 4\nk: 3\nmatrix: {s: [1, 2]}\n")
    (tmp_path / "secret.yaml").write_text("i: 9\nk: 3\n")
    return path


@pytest.fixture
def server(folder):
    made = Server(Desk([folder]), 0)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def asked(server, path, host=None, method="GET"):
    link = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    link.putrequest(method, path, skip_host=True)
    link.putheader("Host", host or f"127.0.0.1:{server.server_port}")
    link.endheaders()
    with contextlib.closing(link):
        answer = link.getresponse()
        return answer, answer.read().decode()


def state(server, query):
    answer, text = asked(server, f"/state?{query}")
    assert answer.status == 200
    return json.loads(text)


def test_only_this_machine_and_its_own_page_are_answered(server):
    assert server.server_address[0] == "127.0.0.1"
    port = server.server_port
    for host, status in (
        (f"127.0.0.1:{port}", 200),
        (f"localhost:{port}", 200),
        ("127.0.0.1", 403),
        (f"evil.example:{port}", 403),
        (f"127.0.0.1.evil.example:{port}", 403),
    ):
        for path in ("/", "/state", "/serve.js"):
            assert asked(server, path, host)[0].status == status, (host, path)
    answer, text = asked(server, "/")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "{{" not in text
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert asked(server, "/", method=method)[0].status == 501


def test_no_other_file_is_read(server, folder):
    (folder / "link.yaml").symlink_to(folder.parent / "secret.yaml")
    for path in ("/../secret.yaml", "/etc/passwd", "/configs/one.yaml", "/%2e%2e/secret.yaml"):
        assert asked(server, path)[0].status == 404
    for name in ("../secret.yaml", "/etc/passwd", str(folder / "one.yaml"), "sub/../one.yaml", "x"):
        assert asked(server, f"/state?config={name}")[0].status == 404
    linked = state(server, "config=link.yaml")
    assert "is a link that leads out of" in linked["errors"][0]["message"]
    assert "9" not in linked["text"] and "book" not in linked


def test_a_config_comes_with_its_figures_its_numbers_and_a_book(server):
    found = state(server, "config=sub/two.yaml&number=1")
    assert found["configs"] == ["one.yaml", "sub/two.yaml"]
    assert found["figures"] == ["two_s1", "two_s2"]
    assert found["book"]["name"] == "two_s2"
    assert found["text"] == "i: 4\nk: 3\nmatrix: {s: [1, 2]}\n"
    assert state(server, "")["config"] == "one.yaml"


def test_numbers_are_changed_and_refused_in_the_librarys_words(server):
    found = state(server, "config=one.yaml&s=1&nothing=3&k=x")
    wanted = convanim.figure(i=5, k=3, s=1, p=1)
    assert found["book"]["films"][0]["shown"] == len(wanted)
    refused = state(server, "config=one.yaml&k=9")
    assert refused["refusal"].startswith("kernel does not fit: kernel 9 is wider than i + 2p = 7")
    assert "book" not in refused and refused["errors"] == []
    assert "book" in state(server, "config=one.yaml&k=99999999999999999999")


def test_errors_have_their_lines(server, folder):
    (folder / "one.yaml").write_text("i: 5\nk: 9\nq: 1\n")
    found = state(server, "config=one.yaml")
    told = [(each["line"], each["column"], each["source"]) for each in found["errors"]]
    assert told == [(2, 4, f"{folder}/one.yaml"), (3, 1, f"{folder}/one.yaml")]
    assert "book" not in found
    (folder / "one.yaml").write_bytes(b"\xff\xfe\x00")
    assert state(server, "config=one.yaml")["errors"]
    (folder / "one.yaml").unlink()
    assert asked(server, "/state?config=one.yaml")[0].status == 404


def test_sliders_are_for_every_number_of_layers_and_panels():
    figure = convanim.figure(
        panels=[
            {"i": [5, 7], "k": 3, "expect": {"o": [3, 5]}},
            {"i": 6, "k": 2, "s": 2, "p": [[1, 0], [0, 0]]},
        ]
    )
    found = {knob.name: (knob.label, knob.value, *knob.range) for knob in knobs(figure)}
    assert found["panels.0.i.1"] == ("input size, panel 1, axis 1", 7, 1, 18)
    assert found["panels.1.p.0.0"] == ("padding, panel 2, axis 0, before", 1, 0, 6)
    assert found["panels.1.s"] == ("stride, panel 2", 2, 1, 8)
    other = turned(figure, {"panels.0.i.1": 8, "panels.1.p.0.0": 2})
    axes = [layer.axes for layer in other.spec.layers]
    assert (axes[0][1].i, axes[1][0].p_before, axes[1][1].p_before) == (8, 2, 0)
    stack = convanim.figure(layers=[{"i": 7, "k": 3}, {"operation": "max_pool", "k": 2}])
    assert [knob.name for knob in knobs(stack)] == ["layers.0.i", "layers.0.k", "layers.1.k"]
    twin = convanim.figure(operation="transposed_conv", transpose_of={"i": 5, "k": 3, "s": 2})
    assert turned(twin, {"transpose_of.s": 1}).spec.layers[0].axes[0].stretch == 1
    bare = convanim.figure(i=5, k=3)
    assert [knob.name for knob in knobs(bare)] == ["i", "k", "s", "p", "d"]
    assert turned(bare, {}) is bare


def test_a_page_follows_a_save(server, folder, chromium):
    told = []
    context = chromium.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    page = context.new_page()
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(server.address)
    until(page, "window.player")
    assert page.locator("#step").text_content().endswith("/ 9")
    (folder / "one.yaml").write_text("i: 5\nk: 3\np: 1\n")
    server.changed()
    until(page, "player.count === 25")
    page.get_by_label("kernel size").fill("9")
    until(page, "document.querySelector('#refusal').textContent")
    assert "kernel does not fit" in page.locator("#refusal").text_content()
    assert "stale" in page.locator("#drawing").get_attribute("class")
    page.get_by_label("kernel size").fill("5")
    until(page, "player.count === 9")
    assert page.locator("#refusal").text_content() == ""
    (folder / "one.yaml").write_text("i: 5\nk: <b>\n")
    server.changed()
    until(page, "document.querySelector('.faulty')")
    assert page.locator(".faulty").text_content().startswith("k: <b>   ^ ")
    assert page.locator("#status").text_content() == "1 error"
    assert not violations(page)
    page.locator("#config").select_option("sub/two.yaml")
    until(page, "player.book.name === 'two_s1'")
    page.locator("#number").select_option("two_s2")
    until(page, "player.book.name === 'two_s2'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not told
    context.close()


@with_extra
def test_the_command_serves_until_an_interrupt(folder):
    run = Watching(folder.parent, command="serve")
    try:
        address = run.drawn()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        with urllib.request.urlopen(f"{address}state?config=one.yaml") as answer:
            assert json.load(answer)["figures"] == ["one"]
        news = urllib.request.urlopen(f"{address}news")
        assert news.readline() == b": here\n"
        (folder / "one.yaml").write_text("i: 4\nk: 3\n")
        while news.readline() != b"data: changed\n":
            pass
        news.close()
        port = address.rpartition(":")[2].strip("/")
        taken = Watching(folder.parent, "--port", port, command="serve")
        assert (
            taken.told("cannot be used")
            == f"Error: port {port} cannot be used: Address already in use [E710]"
        )
        assert taken.process.wait() == 2
        taken.ended()
        assert run.interrupted() == 130
    finally:
        run.ended()
