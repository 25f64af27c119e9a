"""A call of a framework's layer: its arguments, by their places and names, as config keys."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from convanim.config.text.scalars import shown
from convanim.config.text.signatures import IDLE, KEYS, SIGNATURES
from convanim.config.text.tree import Item, Node
from convanim.errors import ConfigError, Report, did_you_mean, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.config.text.signatures import Signature
    from convanim.config.text.tokens import Token
    from convanim.errors import Mark

_LINEAR = (None, "linear")
_INPUT_SHAPE = "input_shape"


@dataclass(slots=True)
class Call:
    """The arguments of a call as they are read.

    Attributes
    ----------
    name : str
        The layer's, without the module it is in.
    signature : Signature
        Its parameters.
    mark : Mark
        The place of the name.
    """

    name: str
    signature: Signature
    mark: Mark
    given: dict[str, Item] = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)
    count: int = 0

    @classmethod
    def of(cls, token: Token) -> Call:
        """Begin a call of the layer with this name.

        Raises
        ------
        ConfigError
            No layer is called so.
        """
        name = token.text.rpartition(".")[2]
        if name not in SIGNATURES:
            hint = did_you_mean(name, SIGNATURES) or (
                "; give its keys instead, as in conv i=5 k=3 s=2"
            )
            raise ConfigError([Report(f"no layer {shown(name)} is known{hint}", token.mark)])
        return cls(name, SIGNATURES[name], token.mark)

    def named(self, parameter: Token, value: Node) -> None:
        """Take an argument with a name."""
        known = self.signature.parameters
        if parameter.text not in known:
            hint = did_you_mean(parameter.text, known) or f"; it has {', '.join(self._shown())}"
            message = f"{self.name} has no parameter {shown(parameter.text)}{hint}"
            self.reports.append(Report(message, parameter.mark))
        elif parameter.text in self.given:
            message = f"{parameter.text} is given twice; keep one"
            self.reports.append(Report(message, parameter.mark))
        else:
            self.given[parameter.text] = Item(parameter.text, value, parameter.mark)

    def placed(self, token: Token, value: Node) -> None:
        """Take an argument without a name."""
        places = self.signature.places
        if self.count == len(places):
            count = f"{len(places)} positional {plural(len(places), 'argument')}"
            message = (
                f"{self.name} takes at most {count}; write this one as name=value, or delete it"
            )
            self.reports.append(Report(message, token.mark))
            return
        self.given[places[self.count]] = Item(places[self.count], value, token.mark)
        self.count += 1

    def items(self) -> Iterator[Item]:
        """Yield the config keys that the call means.

        Raises
        ------
        ConfigError
            With every argument that has no meaning, or is missing.
        """
        missing = [name for name in self.signature.required if name not in self.given]
        if missing:
            wanted = f"{self.name}({', '.join(self.signature.required)})"
            verb = "is" if len(missing) == 1 else "are"
            message = f"{', '.join(missing)} {verb} missing: write {wanted}"
            self.reports.append(Report(message, self.mark))
        made = list(self._items())
        if self.reports:
            raise ConfigError(self.reports)
        yield Item("operation", Node(self.name, self.mark), self.mark)
        yield from made

    def _items(self) -> Iterator[Item]:
        given = {name: each for name, each in self.given.items() if each.node.value is not None}
        self._add_defaults(given)
        for parameter, item in given.items():
            if parameter == "activation":
                yield from self._activation(item)
            elif parameter == _INPUT_SHAPE:
                yield from self._input(item)
            elif parameter == "size" and self.name == "Upsample":
                yield item
            elif parameter not in (*IDLE[self.signature.framework], "keepdims"):
                yield replace(item, spelling=KEYS.get(parameter, parameter))

    def _add_defaults(self, given: dict[str, Item]) -> None:
        """Add what the framework takes where the call says nothing."""
        for parameter, value in self.signature.defaults:
            if parameter not in given:
                given[parameter] = Item(parameter, Node(value, self.mark), self.mark)
        for parameter, other in self.signature.alike:
            if parameter not in given and other in given:
                given[parameter] = replace(given[other], spelling=parameter)

    def _activation(self, item: Item) -> Iterator[Item]:
        word = item.node.value
        if word == "relu":
            yield Item("relu", replace(item.node, value=True), item.mark)
        elif word not in _LINEAR:
            found = shown(item.node.plain())
            message = f"activation {found} is not supported; remove it, or use relu"
            self.reports.append(Report(message, item.node.mark))

    def _input(self, item: Item) -> Iterator[Item]:
        """Yield the sizes and channels of Keras' ``input_shape``, which has channels last."""
        entries = item.node.value
        form = self.given.get("data_format")
        is_first = form is not None and form.node.value == "channels_first"
        if not isinstance(entries, tuple) or len(entries) < 2 or is_first:
            message = "input_shape must be (rows, columns, channels); or append i and in_channels"
            self.reports.append(Report(message, item.mark))
            return
        yield Item("i", replace(item.node, value=entries[:-1]), item.mark)
        yield Item("in_channels", entries[-1], item.mark)

    def _shown(self) -> tuple[str, ...]:
        return self.signature.places + self.signature.named
