"""Measures all targets, prints a table and writes JSON: ``python -m tests.benchmarks [FILE]``."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import targets


def main(path="benchmarks.json"):
    rows = []
    print(f"{'target':<7}{'figure':<58}{'measured':>10}{'at most':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for measure in targets.ALL:
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
    main(*sys.argv[1:])
