"""Measures targets, prints a table and writes JSON.

``python -m tests.benchmarks [-o FILE] [NAME...]`` measures those with these names, or all.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from tests.benchmarks import targets


def main():
    known = {each.__name__: each for each in targets.ALL}
    parser = argparse.ArgumentParser("python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(known)}")
    parser.add_argument("-o", "--out", default="benchmarks.json", help="the JSON to write")
    given = parser.parse_args()
    if unknown := {*given.names} - known.keys():
        parser.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    measure_all([known[name] for name in given.names or known], given.out)


def measure_all(chosen, path):
    rows = []
    print(f"{'target':<7}{'figure':<58}{'measured':>10}{'at most':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for measure in chosen:
            for row in measure(Path(folder)):
                rows.append(row)
                verdict = "pass" if row["passed"] else "FAIL"
                print(
                    f"{row['target']:<7}{row['figure']:<58}{row['measured']:>10.2f}"
                    f"{row['limit']:>10.2f}  {verdict}",
                    flush=True,
                )
    Path(path).write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    failed = sum(not row["passed"] for row in rows)
    print(f"{len(rows) - failed} of {len(rows)} within their limit; written to {path}")


if __name__ == "__main__":
    main()
