"""The targets, each a function that yields rows of what was measured and the limit."""

from __future__ import annotations

import itertools
import json
from operator import attrgetter

from tests.benchmarks import pictures
from tests.benchmarks.measuring import ROOT, ratio, run, said

IMPORTS = ["-c", "import matplotlib.figure, matplotlib.backends.backend_agg"]
NOTHING = ["-c", "pass"]
GUIDE = ROOT / "configs/guide"
CONVANIM = ["-m", "convanim"]


def row(target, figure, measured, limit):
    return {
        "target": target,
        "figure": figure,
        "measured": round(measured, 3),
        "limit": limit,
        "passed": measured <= limit,
    }


def render(*arguments):
    """Every run draws everything, even what is up to date."""
    return [*CONVANIM, "render", *arguments, "--force", "-q", "-j", "1"]


def config(folder, name, text):
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def whole_guide(folder):
    made, other = folder / "guide", folder / "plain"
    ours = render(GUIDE, "-f", "gif", "-o", made)
    measured = ratio(ours, IMPORTS, outputs=[made])
    yield row("1", "all 358 frames, against importing matplotlib", measured, 1.7)
    plain = ["-m", "tests.benchmarks.plain_matplotlib", GUIDE, other]
    measured = ratio(ours, plain, outputs=[made, other])
    yield row("1", "all 358 frames, against plain matplotlib", measured, 0.1)
    run(ours)


def work(_):
    spent = json.loads(said(["-m", "tests.benchmarks.work", GUIDE]))
    yield row("2", "work a frame, against Pillow encoding", spent["ours"] / spent["pillow"], 1)
    yield row("2", "drawing, against a full redraw", spent["drawing"] / spent["redraw"], 1 / 3)


def size_and_quality(folder):
    made = folder / "guide"
    sizes = {name: (made / f"{name}.gif").stat().st_size for name in pictures.PUBLISHED}
    published = pictures.PUBLISHED
    yield row(
        "3",
        "bytes of 15 GIFs, against those published",
        sum(sizes.values()) / sum(published.values()),
        0.6,
    )
    yield row(
        "3",
        "largest of the 15 against its own",
        max(sizes[name] / published[name] for name in published),
        1,
    )
    found = [pictures.quality(name, made / f"{name}.gif") for name in published]
    yield row("3", "48 dB, less the worst of the 15 GIFs", 48 - min(d for d, _, _ in found), 0)
    yield row("3", "largest error of a pixel, of 255", max(error for _, error, _ in found), 24)
    yield row("3", "GIFs whose flat colours are not exact", sum(not e for _, _, e in found), 0)


def scale(folder):
    """The cost of a frame depends on what changes; start-up is subtracted by adding frames."""

    def per_frame(size):
        few, many = (
            config(
                folder,
                f"grid{size}_{count}",
                f"i: {size}\nk: 3\nview: isometric\nframes: '0-{count - 1}'\n"
                "outputs: [{format: gif, width: 1000}]\n",
            )
            for count in (10, 190)
        )
        spent = []
        for path in (few, many):
            command = render(path, "-o", folder)
            spent.append(min(run(command).worked for _ in range(5)))
        return spent[1] - spent[0]

    yield row("4", "a frame at input 128, against input 16", per_frame(128) / per_frame(16), 3)
    for kind, limit in (("gif", 6), ("mp4", None)):
        path = config(
            folder,
            f"alexnet_{kind}",
            "i: 227\nk: 11\ns: 4\ntiming: {step: 0.1}\nframes: all\n"
            f"outputs: [{{format: {kind}, width: 700}}]\n",
        )
        ours = render(path, "-o", folder)
        against = IMPORTS if limit else ["-m", "tests.benchmarks.encoding", path]
        figure = "against importing matplotlib" if limit else "against encoding ready frames"
        measured = ratio(ours, against, runs=3 if limit else 1)
        yield row("4", f"AlexNet's 3025 frames as {kind}, {figure}", measured, limit or 1.1)
        yield row("4", f"MB of memory for AlexNet as {kind}", run(ours).megabytes, 250)


def memory(folder):
    for kind in ("gif", "mp4", "png/", "pdf/"):
        peaks = []
        for count in (100, 400):
            path = config(
                folder,
                f"many_{count}",
                f"i: 22\nk: 3\ntiming: {{step: 0.1}}\nframes: '0-{count - 1}'\n",
            )
            peaks.append(run(render(path, "-f", kind, "-o", folder)).megabytes)
        yield row("5", f"MB of 400 frames against 100, {kind}", peaks[1] / peaks[0], 1.1)


def start(folder):
    one = render(GUIDE / "same_padding_no_strides.yaml", "-f", "gif", "-o", folder)
    yield row("6", "25 frames, cold, against importing matplotlib", ratio(one, IMPORTS, 9), 1.5)
    path = GUIDE / "same_padding_no_strides.yaml"
    validate = [*CONVANIM, "validate", "-q", path]
    for kind in ("svg", "html"):
        measured = ratio(render(path, "-f", kind, "-o", folder), validate, 9)
        yield row("6", f"one figure as {kind}, cold, against validate", measured, 1.5)
    for option, most in (("--help", 5.0), ("--version", 4.6)):
        measured = ratio([*CONVANIM, option], NOTHING, 20)
        yield row("6", f"convanim {option}, against python -c pass", measured, most)


def two_processors(folder):
    many = folder / "many"
    many.mkdir()
    sizes = itertools.product((5, 6, 7, 8), (2, 3), (1, 2), (0, 1, 2), (5, 6, 7, 8, 9))
    for n, (i, k, s, p, width) in enumerate(itertools.islice(sizes, 200)):
        config(many, f"figure_{n:03}", f"i: [{i}, {width}]\nk: {k}\ns: {s}\np: {p}\n")
    command = [*CONVANIM, "render", many, "-o", folder / "out", "--force", "-q", "-j"]
    pair = [[*command, count] for count in ("1", "2")]
    one_against_two = ratio(*pair, runs=3, processors=(1, 2), spent=attrgetter("seconds"))
    yield row("7", "200 figures, two processors against one", 1 / one_against_two, 1 / 1.7)


READING = {
    "one figure": 0.74,
    "two layers with an order": 5.07,
    "all shipped configs": 2.2,
}
"""0.6 of the time that it took while sweeps and layouts were made several times for a figure."""


def reading(_):
    found = json.loads(said(["-m", "tests.benchmarks.reading"]))
    for case, limit in READING.items():
        yield row("8", f"keys to layout, against parsing their YAML: {case}", found[case], limit)


def matrix(folder, name, figures, is_shared=True):
    """Write a config of some of the 10 000 combinations of sizes and of durations.

    Figures that differ in their duration share their layers; where none are to be shared, inputs
    of other shapes take the place of the durations.
    """
    inputs, others = (
        [*range(5, 15)][: max(1, figures // 100)],
        range(1, max(1, figures // 1000) + 1),
    )
    sizes = {"i": inputs, "k": [*range(1, 6)], "s": [*range(1, 5)], "p": [*range(5)]}
    if is_shared:
        sizes["timing.step"] = [n / 10 for n in others]
    else:
        sizes["i"] = [[size, size + n] for size in inputs for n in others]
    lines = [f"  {key}: {values}" for key, values in sizes.items()]
    return config(folder, name, "\n".join(["matrix:", *lines, "outputs: [txt]", ""]))


COUNTS = (100, 1000, 10_000)


def growths(found, what):
    """Yield the work for ten times as many figures, against that for these."""
    for few, many in itertools.pairwise(COUNTS):
        growth = found[many].worked / found[few].worked
        yield row("9", f"work to {what} {many} figures, against {few}", growth, 11)


def many_in_one_file(folder):
    """Ten sizes, five kernels, four strides and five paddings are a thousand figures."""
    for is_shared, kind in ((True, "ten times each"), (False, "all different")):
        found = {
            count: run([*CONVANIM, "validate", "-q", matrix(folder, "many", count, is_shared)])
            for count in COUNTS
        }
        most = found[COUNTS[-1]]
        yield row("9", f"seconds of work to validate 10 000 layers, {kind}", most.worked, 20)
        yield row("9", f"MB of memory to validate them, {kind}", most.megabytes, 500)
        yield from growths(found, "validate")


def drawn_and_again(folder):
    """Draw a matrix as text, and run again; the cost of both follows the number of figures."""
    drawn, again = {}, {}
    for count in COUNTS:
        path, out = matrix(folder, f"drawn_{count}", count), folder / f"drawn_{count}"
        command = [*CONVANIM, "render", path, "-o", out, "-q", "-j", "1"]
        drawn[count] = run(command)
        again[count] = run(command)
    few, many = (drawn[count].megabytes for count in COUNTS[1:])
    yield from growths(drawn, "draw")
    yield row("9", "MB to draw 10 000 figures as text, against 1000", many / few, 3)
    yield row(
        "10", "seconds of work for 10 000 figures with nothing to do", again[10_000].worked, 3
    )
    yield row("10", "MB of memory for that", again[10_000].megabytes, 500)
    yield row(
        "10", "work for that, against 1000 figures", again[10_000].worked / again[1000].worked, 11
    )


EDITS = {"watch, svg": 50, "watch, gif": 100, "serve": 50}


def editing(_):
    found = json.loads(said(["-m", "tests.benchmarks.editing"]))
    for name, limit in EDITS.items():
        yield row("11", f"milliseconds from an edit to its drawing: {name}", found[name], limit)


ALL = (
    whole_guide,
    work,
    size_and_quality,
    scale,
    memory,
    start,
    two_processors,
    reading,
    many_in_one_file,
    drawn_and_again,
    editing,
)
