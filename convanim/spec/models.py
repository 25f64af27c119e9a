"""A pydantic model for each section of keys: it checks all of them, and gives the JSON Schema."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Annotated, Any

from convanim.errors import Fault, Report
from convanim.spec.rules import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel, ValidationError

    from convanim.spec.rules import Check, Rule, Section
    from convanim.spec.tree import Node


@functools.cache
def model(section: Section) -> type[BaseModel]:
    """Return the model of a section; its fields are numbered, so that any word may be a key."""
    from pydantic import ConfigDict, create_model

    fields: dict[str, Any] = {
        f"key_{n}": _field(key, rule) for n, (key, rule) in enumerate(section.rules.items())
    }
    strict = ConfigDict(strict=True, extra="forbid", title=section.name)
    made: type[BaseModel] = create_model(section.name, __config__=strict, **fields)
    return made


def _field(key: str, rule: Rule) -> tuple[Any, Any]:
    from pydantic import BeforeValidator, Field, WithJsonSchema

    check = BeforeValidator(_answering(rule.check))
    kind: Any = Annotated[Any, check, WithJsonSchema(rule.schema)]
    if rule.section and not rule.is_whole:
        inner: Any = model(rule.section)
        kind = Annotated[inner, check]
    default: Any = ... if rule.required else None
    return kind, Field(default, alias=key, description=rule.help)


def _answering(check: Check) -> Callable[[Any], Any]:
    from pydantic_core import PydanticCustomError

    def run(value: Any) -> Any:
        try:
            return check(value)
        except Refused as refused:
            raise PydanticCustomError("refused", "refused", {"faults": refused.faults}) from None

    return run


def check(section: Section, node: Node, prefix: str = "") -> tuple[dict[str, Any], list[Report]]:
    """Check the keys of a section that a folded mapping has.

    Parameters
    ----------
    section : Section
        Keys of the mapping that belong to other sections are passed over.
    node : Node
        The folded mapping.
    prefix : str
        What comes before a key's name in messages.

    Returns
    -------
    values : dict
        The checked values of the keys that are given and sound.
    reports : list of Report
        What is wrong with the others.
    """
    from pydantic import ValidationError

    mine = [(key, item) for key, item in node.items.items() if key in section.rules]
    given = {key: item.node.plain() for key, item in mine}
    try:
        return _values(model(section).model_validate(given)), []
    except ValidationError as error:
        faults = _faults(section, error)
    sound = {key: value for key, value in given.items() if key not in {f.where[0] for f in faults}}
    try:
        values = _values(model(section).model_validate(sound))
    except ValidationError:
        values = {}
    return values, [_report(fault, node, prefix) for fault in faults]


def _values(instance: BaseModel) -> dict[str, Any]:
    """Return what was given, in the order of the section."""
    found = {}
    for name, field in type(instance).model_fields.items():
        if name in instance.model_fields_set:
            value = getattr(instance, name)
            key = field.alias or name
            found[key] = _values(value) if hasattr(value, "model_fields_set") else value
    return found


def _faults(section: Section, error: ValidationError) -> list[Fault]:
    faults: list[Fault] = []
    for part in error.errors(include_url=False, include_input=False):
        if part["type"] == "missing":
            faults.append(Fault(part["loc"], f"is missing: {_help(section, part['loc'])}"))
        else:
            inner = part["ctx"]["faults"]
            faults += [Fault((*part["loc"], *f.where), f.message) for f in inner]
    return faults


def _help(section: Section, where: tuple[str | int, ...]) -> str:
    rule = section.rules[str(where[0])]
    return _help(rule.section, where[1:]) if rule.section and where[1:] else rule.help


def _report(fault: Fault, node: Node, prefix: str) -> Report:
    message = f"{prefix}{node.label(fault.where)} {fault.message}"
    return Report(message, node.mark_of(fault.where))
