"""What an entry of the register is described by: JSON Schema that staff draw up, and attributes that fit it."""

import re
from collections.abc import Collection, Mapping
from typing import Any

import jsonschema_rs
import orjson

from rules.refusals import Code, Refusal, refuse
from rules.register import LARGEST_ATTRIBUTES, LARGEST_SCHEMA

WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,18})?(?:[eE][+-]?\d\d?)?", re.ASCII)
REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
TRUE, FALSE = frozenset({"true", "yes", "1", "是"}), frozenset({"false", "no", "0", "否"})


def accept_schema(schema: object) -> str | Refusal:
    """The schema as it is kept. It describes an object, refers to nothing, and has at most 20,000 bytes."""
    try:
        text = orjson.dumps(schema, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return refuse(Code.INVALID, "schema_wrong", "schema")
    wrong = len(text) > LARGEST_SCHEMA or not isinstance(schema, Mapping) or schema.get("type") != "object"
    if wrong or _refers(schema):
        return refuse(Code.INVALID, "schema_wrong", "schema")
    try:
        validator_of(text.decode())
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError):
        return refuse(Code.INVALID, "schema_wrong", "schema")
    return text.decode()


def _refers(schema: object) -> bool:
    """Whether anything in it refers: a few kilobytes that refer to one another twice each never end."""
    todo = [schema]
    while todo:
        part = todo.pop()
        if isinstance(part, Mapping):
            if any(isinstance(part.get(name), str) for name in REFERENCES):
                return True
            todo += part.values()
        elif isinstance(part, list):
            todo += part
    return False


def validator_of(schema: str) -> jsonschema_rs.Validator:
    """What checks attributes against a schema. Patterns take time in proportion to the text; nothing is fetched."""
    known = orjson.loads(schema)
    return jsonschema_rs.validator_for(known, offline=True, pattern_options=jsonschema_rs.RegexOptions())


def accept_attributes(validator: jsonschema_rs.Validator, attributes: object) -> str | Refusal:
    """The attributes as they are kept, or the first that does not fit."""
    if not isinstance(attributes, Mapping):
        return refuse(Code.INVALID, "attributes_wrong", "attributes", attribute="attributes", rule="type")
    try:
        text = orjson.dumps(attributes, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # a number beyond 64 bits, or more in one another than it can write
        return refuse(Code.INVALID, "attributes_wrong", "attributes", attribute="attributes", rule="type")
    if len(text) > LARGEST_ATTRIBUTES:
        return refuse(Code.INVALID, "attributes_too_long", "attributes", most=LARGEST_ATTRIBUTES)
    wrong = next(iter(validator.iter_errors(dict(attributes))), None)
    if wrong is None:
        return text.decode()
    return refuse(
        Code.INVALID, "attributes_wrong", "attributes", attribute=_named(wrong), rule=str(wrong.schema_path[-1])
    )


def _named(wrong: jsonschema_rs.ValidationError) -> str:
    kind = wrong.kind
    if isinstance(kind, jsonschema_rs.ValidationErrorKind.Required):
        return str(kind.property)
    if isinstance(kind, jsonschema_rs.ValidationErrorKind.AdditionalProperties):
        return str(kind.unexpected[0])
    return ".".join(str(step) for step in wrong.instance_path) or "attributes"


def typed(schema: Mapping[str, Any], cells: Mapping[str, str]) -> dict[str, object]:
    """The cells of a line of CSV as values of the types the schema asks for; empty ones are left out.

    What cannot be read as its type stays text, so that the check names it.
    """
    properties = schema.get("properties", {})
    return {name: _typed(_types(properties.get(name)), cell) for name, cell in cells.items() if cell}


def _types(schema: object) -> Collection[str]:
    """The types that a schema allows, where it says so: it may name one, name several, or be true."""
    wanted = schema.get("type", ()) if isinstance(schema, Mapping) else ()
    return [wanted] if isinstance(wanted, str) else wanted


def _typed(wanted: Collection[str], cell: str) -> object:
    if "boolean" in wanted and cell.lower() in TRUE | FALSE:
        return cell.lower() in TRUE
    if "integer" in wanted and WHOLE.fullmatch(cell):
        return int(cell)
    return float(cell) if "number" in wanted and NUMBER.fullmatch(cell) else cell
