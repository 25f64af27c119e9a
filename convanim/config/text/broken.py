"""What is wrong with text that is not YAML, and the fix, in place of the parser's own words."""

from __future__ import annotations

import re
from typing import Any

_END = "the end of the file"
_TUPLE = re.compile(r"\(('[^']*'),\)")

_CAUSES = (
    (
        r"while parsing a flow sequence.*",
        "the list that opens on line {line} is not closed; add ']', and commas between its entries",
    ),
    (
        r"while parsing a flow mapping.*",
        "the mapping that opens on line {line} is not closed; add '}}', and commas between its "
        "entries",
    ),
    (
        r"while scanning a (?:double-)?quoted scalar, found unexpected (?:end|document).*",
        "the text that opens on line {line} has no closing quote; add it",
    ),
    (
        r".*found unknown escape character '(.*)'",
        "'\\{found}' means nothing in double quotes; write '\\\\{found}', or use single quotes",
    ),
    (
        r".*found character '(.*)' that cannot start any token",
        "a value cannot start with '{found}'; put it in quotes",
    ),
    (
        r".*(?:expected <block end>|sequence entries are not allowed|<block mapping start>).*",
        "this does not line up with the lines above; start the keys of a mapping, or the entries "
        "of a list, in one column",
    ),
    (
        r".*expected the node content, but found (.*)",
        "there is no value before {found}; write it, or remove the bracket or comma",
    ),
    (
        r".*could not find expected ':'.*",
        "a key has no value; write a colon and a space after it, as in k: 3",
    ),
)
"""What the parser says, and what to say instead."""

_IN_A_LINE = "a text with ': ' is read as another key; put it in quotes, as in title: 'a: b'"
_AFTER_QUOTES = (
    "text follows a closing quote; put the whole text in one pair of quotes, in which a quote is "
    "written twice"
)
_INDENTED = (
    "this line is indented further than the key above, which has a value; start both in one column"
)


def sentence(error: Any, before: str) -> str:
    """Return what is wrong with a text, and the fix.

    Parameters
    ----------
    error : ruamel.yaml.error.MarkedYAMLError
        What the parser says.
    before : str
        The line up to the place where the parser stopped.
    """
    problem = _TUPLE.sub(r"\1", str(error.problem))
    problem = problem.replace("'<stream end>'", _END).replace("\0", _END)
    if "'\\t'" in problem:
        return "YAML cannot be indented with tabs; use spaces"
    if problem == "mapping values are not allowed here":
        return f"not valid YAML: {_IN_A_LINE if ': ' in before else _INDENTED}"
    if "expected <block end>" in problem and before.rstrip()[-1:] in ("'", '"'):
        return f"not valid YAML: {_AFTER_QUOTES}"
    start = error.context_mark
    said = f"{error.context}, {problem}" if start else problem
    for pattern, fix in _CAUSES:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            line = start.line + 1 if start else ""
            return f"not valid YAML: {fix.format(line=line, found=found[found.re.groups])}"
    doing = f"{error.context} that starts on line {start.line + 1}, " if start else ""
    return f"not valid YAML: {doing}{problem}"
