"""Measures speed, size and memory against the targets; run by hand, never a test.

``python -m tests.benchmarks`` prints a table and writes ``benchmarks.json``. Every speed is a
ratio of whole processes run in turn, on one processor, so that machines can be compared.
"""
