"""The frames, steps, durations and pages of a figure, and the pages of its PDF."""

from __future__ import annotations

import shutil
import subprocess

import pytest

import convanim

MOVING = {"i": 4, "k": 3, "timing": {"step": 0.5, "row": 0.5, "last": 2, "tween": 2, "move": 0.1}}


def test_each_step_has_its_frame_page_and_time():
    film = convanim.figure(**MOVING, frames="3,0-1").explain().as_dict()["film"]
    assert film["frames"] == 7
    assert film["durations"] == [0.5, 0.1, 0.1, 0.5, 0.1, 0.1, 2]
    assert film["seconds"] == 3.4
    assert film["steps"] == [
        {"page": 1, "frame": 0, "step": 3, "start": 0, "seconds": 0.7},
        {"page": 2, "frame": 3, "step": 0, "start": 0.7, "seconds": 0.7},
        {"page": 3, "frame": 6, "step": 1, "start": 1.4, "seconds": 2},
    ]
    assert "filmstrip" not in film


def test_the_page_is_that_of_the_file(tmp_path):
    figure = convanim.figure(i=4, k=3, filmstrip=[2, 2], outputs=["pdf"])
    film = figure.explain().as_dict()["film"]
    left, bottom, right, top = figure.layout.box
    assert film["page"]["pt"] == [round(right - left, 2), round(top - bottom, 2)]
    assert film["page"]["mm"][0] == pytest.approx((right - left) / 72 * 25.4, abs=0.01)
    if shutil.which("pdfinfo"):
        book, strip = figure.render(tmp_path)
        for path, page in ((book, "page"), (strip, "filmstrip")):
            words = subprocess.check_output(["pdfinfo", path], text=True)
            line = next(each for each in words.splitlines() if each.startswith("Page size"))
            size = [float(word) for word in line.split() if word[0].isdigit()]
            assert size == pytest.approx(film[page]["pt"], abs=0.01)


def test_the_text():
    figure = convanim.figure(**MOVING)
    left, bottom, right, top = figure.layout.box
    sides = right - left, top - bottom
    pt = " x ".join(f"{round(side, 2):g}" for side in sides)
    mm = " x ".join(f"{round(side / 72 * 25.4, 2):g}" for side in sides)
    height, width, _ = figure.frame(0).shape
    text, _, estimate = str(figure.explain()).rpartition("\n")
    assert estimate.startswith("  estimate               about ")
    assert (
        text.split("film\n")[1]
        == f"""\
  frames                 10 for 4 steps
  pages of a PDF         4, one per step
  duration               4.1 s, 0.1 to 2 s each
  page                   {pt} pt, {mm} mm, {width} x {height} pixels"""
    )
    assert "  frames                 4, one per step\n" in str(convanim.figure(i=4, k=3).explain())


def test_what_cannot_be_drawn_has_no_film():
    assert "film" not in convanim.figure(i=2000, k=3, excerpt=False).explain().as_dict()


def test_page_n_of_a_pdf_is_step_n(tmp_path):
    figure = convanim.figure(**MOVING)
    still = figure.with_(timing={"step": 0.5})
    figure.save(tmp_path / "moving.pdf")
    still.save(tmp_path / "still.pdf")
    assert (tmp_path / "moving.pdf").read_bytes() == (tmp_path / "still.pdf").read_bytes()


def test_a_folder_of_pdfs_has_the_frames_of_motion(tmp_path):
    figure = convanim.figure(**MOVING, outputs=["pdf/", "pdf", "txt"])
    ticks = []
    paths = figure.render(tmp_path, tick=lambda: ticks.append(1))
    assert sum(path.parent != tmp_path for path in paths) == 10
    assert len(ticks) == figure.ticks(figure.outputs) == 10 + 4 + 4
