"""Contact sheets show three frames of a figure in three ways, and all figures of a topic."""

from __future__ import annotations

import pytest
from PIL import Image

import convanim
from tests import contact_sheet


def height(path):
    with Image.open(path) as picture:
        return picture.height


def test_three_frames_in_colour_in_grey_and_as_printed():
    figure = convanim.figure(i=5, k=3)
    found = contact_sheet.pictures(figure)
    assert [each.mode for each in found] == ["RGB"] * 3 + ["L"] * 3 + ["RGB"] * 3
    first, middle, last = (each.tobytes() for each in found[:3])
    assert first == figure.frame(0, 100).tobytes()
    assert middle == figure.frame(figure.poster, 100).tobytes()
    assert last == figure.frame(8, 100).tobytes()
    assert [each.width for each in found[6:]] == [figure.frame(0, 300).shape[1]] * 3


def test_a_wide_figure_is_scaled_to_the_column():
    wide = contact_sheet.in_column(Image.new("RGB", (1984, 100)), 300)
    assert wide.size == (992, 50)


def test_a_topic_fits_on_sheets_of_a_dozen(tmp_path, monkeypatch, capsys):
    configs = tmp_path / "configs"
    (configs / "few").mkdir(parents=True)
    for name in "abc":
        (configs / "few" / f"{name}.yaml").write_text("i: 3\nk: 2\n")
    monkeypatch.setattr(contact_sheet, "CONFIGS", configs)
    monkeypatch.setattr(contact_sheet, "ROWS", 2)
    contact_sheet.main(["few", "-o", str(tmp_path / "out")])
    paths = capsys.readouterr().out.split()
    assert paths == [str(tmp_path / "out" / f"few_{n}.png") for n in (1, 2)]
    two, one = map(height, paths)
    assert two == 2 * one


def test_an_unknown_topic_is_an_error(tmp_path, capsys):
    with pytest.raises(SystemExit):
        contact_sheet.main(["no_such_topic", "-o", str(tmp_path)])
    assert "there is no topic no_such_topic" in capsys.readouterr().err
