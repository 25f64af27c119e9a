"""Outlines of texts without matplotlib: data made from the fonts of Computer Modern.

Other texts, such as mathematics of more than one sign, are typeset by matplotlib, which is imported
only for them. The data are made by ``python -m tests.letters``.
"""
