"""The page of a figure as a file: small, closed, and without anything of a config in its markup."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from pathlib import Path

import pytest

import convanim
from convanim.film import player
from convanim.film.player import page

ROOT = Path(__file__).parents[2]
GUIDE = sorted((ROOT / "configs/guide").glob("*.yaml"))


def written(figure, folder):
    (path,) = figure.save(folder / "x.html")
    return path.read_text(encoding="utf-8")


def unpacked(text):
    return player.unpacked(re.search(r'id="packed">([^<]*)<', text)[1])


LARGE = [
    ROOT / "configs" / name for name in ("channels/cs231n.yaml", "volume/transposed_conv_3d.yaml")
]


@pytest.mark.parametrize("path", [*GUIDE[::5], *LARGE], ids=lambda path: path.stem)
def test_a_figure_without_sliders_is_under_40_kilobytes(path, tmp_path):
    assert len(written(convanim.load(path), tmp_path).encode()) < 40_000


def test_its_policy_allows_its_own_two_scripts_and_no_request(tmp_path):
    text = written(convanim.figure(i=4, k=3), tmp_path)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'" and rules["img-src"] == "data: blob:"
    loaders = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    made = unpacked(text)
    scripts = [*loaders, made["script"]]
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}'"
        for each in scripts
    ]
    assert rules["script-src"].split() == hashes
    for part in (text, made["script"], made["style"], made["controls"]):
        assert not re.search(r"https?://(?!www\.w3\.org/)", part)
    assert "eval(" not in made["script"]


def test_the_same_figure_gives_the_same_bytes(tmp_path):
    assert len({written(convanim.figure(i=4, k=3), tmp_path / name) for name in "ab"}) == 1


def test_the_name_stays_text():
    text = page(
        {
            "name": "<b>{{style}}</b>",
            "alt": '"><b>',
            "language": "en",
            "texts": {},
            "films": [{"tracks": []}],
        }
    )
    assert "<b>" not in text
    assert f"<title>{html.escape('<b>{{style}}</b>')}</title>" in text


def test_a_map_without_a_number_is_valid_json(tmp_path):
    figure = convanim.figure(operation="max_pool", i=3, k=2, p=1, values={"seed": 1})
    book = unpacked(written(figure, tmp_path))["book"]
    assert r"-\infty" in book["films"]["maps"][0][0]["values"]
