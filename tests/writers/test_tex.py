"""Snippets of LaTeX: what they show, that text in them is text, and that LaTeX compiles them."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

import convanim
from convanim.film.about import About
from convanim.film.latex import snippet
from tests.support.films import sheet

EVIL = r"a_b & 50% #1 $x$ {\input{x}} ^^5c ~ \end{figure}"


def lines(*arguments, use=None, **keys):
    return snippet(sheet(*arguments, **keys), use).splitlines()


def test_a_figure_shows_the_step_that_stands_for_it():
    fig = convanim.figure(i=5, k=3, poster=7)
    assert "page=8," in fig.to_bytes("tex", use="figure").decode()
    moving = convanim.figure(i=5, k=3, poster="last", timing={"tween": 2})
    assert "page=9," in moving.to_bytes("tex", use="figure").decode()


def test_a_figure_shows_the_middle_step():
    assert lines((50,) * 9, use="figure") == [
        "% film: 9 steps; convanim writes this file.",
        r"% \usepackage{graphicx}",
        r"\begin{figure}",
        r"  \centering",
        r"  \includegraphics[page=5,alt={Step 5 of 9: a square that walks}]{film.pdf}",
        r"  \caption{a square that walks}",
        r"  \label{fig:film}",
        r"\end{figure}",
    ]


def test_one_step_is_a_figure_and_several_are_subfigures():
    assert r"\begin{subfigure}" not in "".join(lines((50,)))
    assert "alt={a square that walks}" in "".join(lines((50,)))
    for count, pages in ((2, [1, 2]), (4, [1, 2, 3, 4]), (9, [1, 5, 9])):
        text = "\n".join(lines((50,) * count))
        assert [int(page) for page in re.findall(r"page=(\d+)", text)] == pages
        assert text.count(r"\begin{subfigure}") == len(pages)


def test_a_filmstrip_is_a_figure_at_its_own_size():
    about = About("film", lambda: "a square", strip="film_filmstrip")
    told = lines((50,) * 4, about=about)
    assert told[4:6] == [
        r"  \includegraphics[alt={a square}]{film_filmstrip.pdf}",
        r"  \caption{a square}",
    ]
    fig = convanim.figure(i=5, k=3, s=2, name="x", filmstrip=4)
    assert b"{x_filmstrip.pdf}" in fig.to_bytes("tex")
    assert b"{x.pdf}" in fig.to_bytes("tex", use="subfigures")


def test_steps_are_named_in_the_language_of_the_figure():
    told = convanim.figure(i=4, k=3, lang="zh", name="x").to_bytes("tex").decode()
    assert r"\caption{第 4 步，共 4 步}" in told
    assert "alt={第 1 步，共 4 步: 卷积 i=4 k=3" in told


def test_an_alternative_text_beyond_ascii_is_a_string_of_pdf():
    told = lines((50,) * 2, use="animate", about=About("film", lambda: "卷)"))[-1]
    assert r"alttext={\string\376\string\377\string\123\string\167\string\000\string\051}]" in told


def test_a_page_larger_than_a_slide_is_fitted():
    assert r"\linewidth" not in "".join(lines((50,), box=(0, 0, 299, 200)))
    for box in ((0, 0, 301, 9), (0, 0, 9, 221)):
        assert r"width=\linewidth,height=0.8\textheight" in "".join(lines((50,), box=box))


def test_a_slide_for_each_step_and_none_for_the_frames_between_them():
    text = "\n".join(lines((50, 4, 4, 50), use="beamer", steps=(0, 3)))
    assert re.findall(r"\\only<(\d)>\{\\includegraphics\[page=(\d)", text) == [
        ("1", "1"),
        ("2", "2"),
    ]


def test_an_animation_has_the_durations_of_the_film():
    told = lines((100, 100, 200), use="animate")
    start = told.index(r"\begin{filecontents*}[overwrite,noheader]{film.timeline}")
    assert told[start + 1 : start + 4] == [":1:0", ":1:1", ":0.5:2"]
    assert told[-1].endswith("timeline=film.timeline]{1}{film}{}{}")
    assert "timeline" not in "".join(lines((40,) * 3, use="animate"))
    assert lines((40,) * 3, use="animate")[-1].endswith("]{2.5}{film}{}{}")
    assert r"\animategraphics[controls,loop," in lines((40,) * 3, use="animate")[-1]


def test_a_film_that_plays_once_has_no_loop():
    figure = convanim.figure(i=4, k=3, loop=1)
    assert b"[controls,alttext=" in figure.to_bytes("tex", use="animate")


def test_an_animation_with_motion_is_in_the_folder_of_pdfs():
    told = lines((50, 4, 50), use="animate", steps=(0, 2))
    assert told[1] == (
        r"% \usepackage{graphicx,animate}, and the folder film that the format pdf/ makes"
    )
    assert told[-1].endswith("{2}{film/film_}{00}{02}")


@pytest.mark.parametrize("use", ["figure", "subfigures", "beamer"])
def test_text_is_text(use):
    told = "\n".join(lines((50,) * 2, use=use, about=About("film", lambda: EVIL)))
    assert r"\input{" not in told
    assert r"a\_b \& 50\% \#1 \$x\$ \{\textbackslash{}input\{x\}\}" in told
    assert r"\textasciicircum{}\textasciicircum{}5c \textasciitilde{} \textbackslash{}end" in told
    assert told.count("{") - told.count(r"\{") == told.count("}") - told.count(r"\}")


def test_a_wrong_use_is_refused():
    with pytest.raises(convanim.ConfigError) as caught:
        convanim.figure(i=4, k=3, outputs=[{"format": "tex", "use": "beamr"}])
    assert str(caught.value) == (
        "outputs[0].use must be one of animate, beamer, figure, subfigures, not 'beamr'; "
        "did you mean 'beamer'?"
    )


DOCUMENTS = {
    "figure": r"\documentclass{article}\usepackage{graphicx}",
    "subfigures": r"\documentclass{article}\usepackage{graphicx,subcaption}",
    "beamer": r"\documentclass{beamer}",
    "animate": r"\documentclass{article}\usepackage{graphicx,animate}",
}


def installed():
    if not shutil.which("pdflatex"):
        return False
    styles = ("animate.sty", "subcaption.sty", "beamer.cls")
    found = subprocess.run(["kpsewhich", *styles], capture_output=True, text=True, check=False)
    return len(found.stdout.split()) == len(styles)


@pytest.mark.skipif(not installed(), reason="needs pdflatex with animate, subcaption and beamer")
@pytest.mark.parametrize(
    ("use", "timing", "pages"),
    [
        ("figure", {}, 1),
        ("subfigures", {}, 1),
        ("beamer", {}, 4),
        ("animate", {}, 1),
        ("animate", {"last": 2}, 1),
        ("animate", {"tween": 1}, 1),
    ],
)
def test_latex_compiles_it(tmp_path, use, timing, pages):
    figure = convanim.figure(
        i=4,
        k=3,
        name="mine_1.0",
        alt=EVIL,
        timing=timing,
        outputs=["pdf", "pdf/", {"format": "tex", "use": use}],
    )
    figure.render(tmp_path)
    begin, end = (r"\begin{frame}", r"\end{frame}") if use == "beamer" else ("", "")
    body = rf"\begin{{document}}{begin}\input{{mine_1.0.tex}}{end}\end{{document}}"
    (tmp_path / "x.tex").write_text(DOCUMENTS[use] + "\n" + body + "\n")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "x.tex"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, timeout=200, check=False, text=True
    )
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Overfull" not in done.stdout
    told = subprocess.check_output(["pdfinfo", tmp_path / "x.pdf"], text=True)
    assert re.search(r"^Pages:\s+(\d+)$", told, re.MULTILINE)[1] == str(pages)
