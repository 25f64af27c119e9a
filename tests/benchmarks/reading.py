"""Time from the keys of a config to its layout, against parsing their YAML with ruamel.yaml.

    python -m tests.benchmarks.reading

prints one JSON object: for each case how many times as long as parsing the text it takes to read
and check its keys, and to lay the figure out. Processor time is compared, so that other processes
do not disturb the measurement.
"""

from __future__ import annotations

import json
import statistics
import time

from ruamel.yaml import YAML

import convanim
from tests.benchmarks.measuring import ROOT

LAYERS = """\
layers:
  - {i: 6, k: 3}
  - {operation: max_pool, k: 2}
values: {seed: 1}
view: flat
order: snake
frames: [0, 1, 2, 3]
"""


def cases():
    """Return the texts of each case."""
    one = ROOT / "configs/guide/padding_strides.yaml"
    shipped = sorted((ROOT / "configs").glob("*/*.yaml"))
    return {
        "one figure": [one.read_text(encoding="utf-8")],
        "two layers with an order": [LAYERS],
        "all shipped configs": [path.read_text(encoding="utf-8") for path in shipped],
    }


def lay_out(keys):
    return convanim.figure(**keys).layout


def parse(text):
    return YAML(typ="safe", pure=True).load(text)


def seconds(act, inputs, repeats):
    start = time.process_time()
    for _ in range(repeats):
        for each in inputs:
            act(each)
    return time.process_time() - start


def main():
    found = {}
    for name, texts in cases().items():
        keys = [parse(text) for text in texts]
        repeats = 20 if len(texts) == 1 else 1
        rounds = [
            seconds(lay_out, keys, repeats) / seconds(parse, texts, repeats) for _ in range(6)
        ]
        found[name] = statistics.median(rounds[1:])
    print(json.dumps(found))


if __name__ == "__main__":
    main()
