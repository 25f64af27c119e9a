"""What the messages of errors can say, read from the sources of the package.

``python -m tests.support.messages`` records the codes that each module's messages have.
"""

from __future__ import annotations

import ast
import itertools
from dataclasses import dataclass
from pathlib import Path

import convanim
from convanim.errors.codes import codes_of, kinds

RECORD = Path(__file__).parent.parent / "errors" / "published.toml"
"""The title of every code, and the modules whose messages have it."""

PACKAGE = Path(convanim.__file__).parent

ERRORS = (
    "ClickException",
    "ConvanimError",
    "ForeignManifestError",
    "LostClusterError",
    "NoFrameError",
    "OutputError",
    "RefusalError",
    "SelfCheckError",
    "StaleError",
    "UnknownNameError",
    "UsageError",
)
SAYS = {
    "Fault": 1,
    "UnsuitedFault": 1,
    "Report": 0,
    "refuse": 0,
    "_refuse": 0,
    "fail": 0,
    **dict.fromkeys(ERRORS, 0),
}
"""What makes an error, and which of its arguments it says."""

BEFORE = {
    "fail": ("convanim.batch.executors.cluster", "the dask scheduler at x "),
    "RefusalError": ("convanim.models.onnx", "net.onnx: layer 'a', Op: "),
}
"""What comes before a message of a module."""

OF_A_KEY = ("has ", "is ", "must ")
"""Beginnings of a message whose subject is a key."""

ANY = "3"
"""Stands for a value that is written into a message: a word to patterns, and a number."""

MOST_WAYS = 64
DEEPEST = 3
"""How many names and calls are followed to the text that one stands for."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message, each value in it replaced, and its place."""

    module: str
    line: int
    text: str


def said() -> list[Said]:
    """Return every message that the package's sources spell out, in the order of its files."""
    return [each for path in sorted(PACKAGE.rglob("*.py")) for each in _in_file(path)]


def codes_by_module() -> dict[str, set[str]]:
    """Return the modules whose messages have a code, by code."""
    found: dict[str, set[str]] = {code: set() for code in kinds()}
    for each in said():
        for code in codes_of(each.text):
            found[code].add(each.module)
    return found


def _record() -> None:
    modules = codes_by_module()
    entries = [
        "\n".join(
            [f"[{kind.code}]", f'title = "{kind.title}"', f"modules = {_list(modules[kind.code])}"]
        )
        for kind in kinds().values()
    ]
    RECORD.write_text("\n\n".join(entries) + "\n", encoding="utf-8")


def _list(words):
    return "[" + "".join(f'\n    "{each}",' for each in sorted(words)) + "\n]"


def _in_file(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    words = _Words(tree)
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef):
            for call in _own(scope):
                if (of := _message(call)) is not None:
                    for text in words.of(of, scope):
                        yield Said(module, call.lineno, _whole(module, _name(call.func), text))


def _whole(module, name, text):
    """Return a message with its subject, which comes from where it is passed on."""
    place, before = BEFORE.get(name, ("", ""))
    if before and module.startswith(place):
        return before + text
    return f"key {text}" if text.startswith(OF_A_KEY) else text


def _own(scope):
    """Yield the calls of a function without those of functions in it."""
    inner = {
        id(each)
        for other in ast.walk(scope)
        if isinstance(other, ast.FunctionDef) and other is not scope
        for each in ast.walk(other)
    }
    for each in ast.walk(scope):
        if isinstance(each, ast.Call) and id(each) not in inner:
            yield each


def _message(call):
    """Return what a call says to the user, if it makes an error."""
    name = _name(call.func)
    at = SAYS.get(name)
    if name == "refuse" and isinstance(call.func, ast.Attribute):
        at = 2  # of a text's lines: line, column, message
    return call.args[at] if at is not None and len(call.args) > at else None


def _name(function):
    return getattr(function, "id", None) or getattr(function, "attr", "")


class _Words:
    """The texts that an expression of a module can be."""

    def __init__(self, tree):
        self.tree = tree
        self.functions = {
            each.name: each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)
        }

    def of(self, node, scope, depth=0):
        """Return the texts; none where nothing of them is spelled out."""
        match node:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.JoinedStr(values=parts):
                return self._joined(parts, scope, depth)
            case ast.BinOp(op=ast.Add()):
                return self._joined([node.left, node.right], scope, depth)
            case ast.IfExp():
                return [*self.of(node.body, scope, depth), *self.of(node.orelse, scope, depth)]
        return self._elsewhere(node, scope, depth + 1) if depth < DEEPEST else []

    def _elsewhere(self, node, scope, depth):
        """Return the texts of a name or a call that the module spells out in another place."""
        if isinstance(node, ast.Name):
            return self._assigned(node.id, scope, depth)
        function = self.functions.get(_name(node.func)) if isinstance(node, ast.Call) else None
        return self._returned(function, depth) if function else []

    def _joined(self, parts, scope, depth):
        known = [
            self.of(part.value if isinstance(part, ast.FormattedValue) else part, scope, depth)
            for part in parts
        ]
        if not any(text.strip() for texts in known for text in texts):
            return []
        ways = [texts or [_value(part)] for texts, part in zip(known, parts, strict=True)]
        return ["".join(each) for each in itertools.islice(itertools.product(*ways), MOST_WAYS)]

    def _assigned(self, name, scope, depth):
        found = []
        for place in (scope, self.tree):
            for each in ast.walk(place) if place is scope else place.body:
                for value in _given(each, name):
                    found += self.of(value, scope, depth)
            if found:
                return found
        return found

    def _returned(self, function, depth):
        return [
            text
            for each in ast.walk(function)
            if isinstance(each, ast.Return) and each.value is not None
            for text in self.of(each.value, function, depth)
        ]


def _given(node, name):
    """Yield what an assignment gives a name."""
    for target in node.targets if isinstance(node, ast.Assign) else ():
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = zip(target.elts, node.value.elts, strict=True)
            yield from (value for each, value in pairs if _name(each) == name)
        elif _name(target) == name:
            yield node.value


def _value(node):
    """Return what stands for a value: quotes for what is shown of the user's."""
    node = node.value if isinstance(node, ast.FormattedValue) else node
    if isinstance(node, ast.Call) and _name(node.func) == "shown":
        return "''"
    return "" if _name(node) in ("hint", "way", "words") else ANY


if __name__ == "__main__":
    _record()
