"""Writes docs/questions.md from the question models: `python scripts/questions_md.py [--check]`."""

from __future__ import annotations

import inspect
import json
import sys
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from yunying.analyse import KINDS, EventRef, KeptValue, Series, Window, parse_question
from yunying.analyse.questions import Amounts, Cost, Formula, PeopleSort, PersonColumn
from yunying.metrics import (
    AllOf,
    AnyOf,
    Before,
    BeginningOn,
    Behaviour,
    Between,
    Breakdown,
    Condition,
    DaysEarlier,
    During,
    Events,
    InSegment,
    Last,
    Not,
)
from yunying.metrics.compare import OPERATORS

TARGET = Path(__file__).resolve().parent.parent / "docs" / "questions.md"

INTRO = """# Questions

<!-- Made by scripts/questions_md.py from the models in src/yunying/analyse/questions/; do not edit. -->

A question is a JSON object. `yunying ask FILE --project NAME` answers it at the terminal,
`POST /api/projects/{project}/ask` over HTTP, and the Ask page of the console builds it and keeps it in its
address. An answer is `{"columns", "rows", "totals", "provenance", "before"}` in long form: one record a row, and
each row bears the `address` of the people behind it (`--people ADDRESS`, `POST …/people-behind`). The figure is the
length of that list, always. Every answer is computed from all events: nothing is sampled.

All days, weeks, months and hours are those of the project's time zone and first weekday. Events of equal time
keep the order in which they arrived; times are compared to the millisecond. A question that cannot be meant is
refused (HTTP 422, exit 2) with the field that is wrong; unknown keys are refused too.
"""

PARTS: tuple[type[BaseModel], ...] = (
    EventRef,
    Events,
    Series,
    Formula,
    PersonColumn,
    PeopleSort,
    Amounts,
    Cost,
    Window,
    KeptValue,
    Breakdown,
    Between,
    Last,
    DaysEarlier,
    BeginningOn,
    Condition,
    AllOf,
    AnyOf,
    Not,
    Behaviour,
    Before,
    During,
    InSegment,
)


def page() -> str:
    """The whole document."""
    parts = [INTRO]
    for kind in KINDS:
        (name,) = get_args(kind.model.model_fields["kind"].annotation)
        parts += [
            f"## `{name}`",
            _doc(kind.model),
            _table(kind.model),
            inspect.getdoc(kind.answer) or "",
            *_examples(kind.model),
        ]
    parts.append("# Parts of questions")
    for model in PARTS:
        parts += [f"## {model.__name__}", _doc(model), _table(model), *_examples(model)]
    parts += ["## Operators by type of property", _operators(), BUILT_IN]
    return "\n\n".join(part.strip() for part in parts) + "\n"


BUILT_IN = """Every person has three properties without anybody sending them: `$first_seen` and `$last_seen` (times
of their first and last event) and `$events` (how many events they have). Where events have a context property,
people have its first touch: `$first_channel`, `$first_utm_source`, `$first_utm_medium`, `$first_utm_campaign`,
`$first_utm_term`, `$first_utm_content`, `$first_referrer_host`, `$first_path`, `$first_country`, `$first_region`,
`$first_city`, `$first_device_type`, `$first_os`, `$first_browser` and `$first_language` are each the value on the
first of the person's events on which it is set and not empty."""


def _doc(model: type[BaseModel]) -> str:
    lines = (model.__doc__ or "").strip().splitlines()
    return "\n".join(line.strip() for line in lines)


def _table(model: type[BaseModel]) -> str:
    rows = ["| key | type | default | meaning |", "|---|---|---|---|"]
    own = set(inspect.get_annotations(model))
    for name, field in sorted(model.model_fields.items(), key=lambda item: item[0] not in own):
        key = field.alias or name
        description = (field.description or "").replace("|", "\\|")
        rows.append(f"| `{key}` | {_type(field.annotation)} | {_default(field)} | {description} |")
    return "\n".join(rows)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is PydanticUndefined:
        return ""
    if isinstance(value, BaseModel):
        return f"`{value.model_dump_json(by_alias=True)}`"
    return f"`{json.dumps(value)}`"


def _type(annotation: Any) -> str:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return ", ".join(f"`{json.dumps(a)}`" for a in args)
    if origin is list:
        return f"list of {_type(args[0])}"
    if origin in (Union, UnionType):
        return " or ".join("null" if a is NoneType else _type(a) for a in args)
    if hasattr(annotation, "__metadata__"):
        return _type(args[0])
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    if getattr(annotation, "__forward_arg__", None) == "Filter":
        return "Filter"
    names = {int: "integer", float: "number", str: "text", bool: "boolean"}
    return names.get(annotation, getattr(annotation, "__name__", str(annotation)))


def _examples(model: type[BaseModel]) -> list[str]:
    shown = []
    extra: Any = model.model_config.get("json_schema_extra") or {}
    for example in extra.get("examples", ()):
        if "kind" in example:
            parse_question(example)
        else:
            model.model_validate(example)
        shown.append(f"```json\n{json.dumps(example, ensure_ascii=False, indent=2)}\n```")
    return shown


def _operators() -> str:
    rows = ["| type | operators |", "|---|---|"]
    for kind, operators in OPERATORS.items():
        rows.append(f"| {kind} | {' '.join(f'`{o}`' for o in operators)} |")
    return "\n".join(rows)


def main() -> int:
    """Write the page, or with --check say whether it is current."""
    text = page()
    if "--check" in sys.argv[1:]:
        if TARGET.read_text(encoding="utf-8") != text:
            print("docs/questions.md is not current: run `python scripts/questions_md.py`")
            return 1
        return 0
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
