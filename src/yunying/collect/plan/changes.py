"""What is different between two plans."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from yunying.collect.plan.model import Plan, PlanEvent, PlanProperty


class Change(BaseModel):
    """An event (`property` is null) or a property; `fields` says what of it is different."""

    model_config = ConfigDict(frozen=True)

    event: str
    property: str | None
    fields: tuple[str, ...] = ()


class Difference(BaseModel):
    """What has to be done to one plan to get the other."""

    model_config = ConfigDict(frozen=True)

    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def difference(before: Plan, after: Plan) -> Difference:
    """From one plan to another."""
    old, new = _entries(before), _entries(after)
    return Difference(
        added=tuple(_change(key) for key in new if key not in old),
        changed=tuple(
            _change(key, fields) for key in new if key in old and (fields := _fields(old[key], new[key]))
        ),
        removed=tuple(_change(key) for key in old if key not in new),
    )


_Key = tuple[str, str | None]


def _entries(plan: Plan) -> dict[_Key, PlanEvent | PlanProperty]:
    found: dict[_Key, PlanEvent | PlanProperty] = {(e.name, None): e for e in plan.events}
    found |= {(p.event, p.name): p for p in plan.properties}
    return found


def _change(key: _Key, fields: tuple[str, ...] = ()) -> Change:
    return Change(event=key[0], property=key[1], fields=fields)


def _fields(old: PlanEvent | PlanProperty, new: PlanEvent | PlanProperty) -> tuple[str, ...]:
    return tuple(
        name for name in type(old).model_fields if _exact(getattr(old, name)) != _exact(getattr(new, name))
    )


def _exact(value: Any) -> Any:
    # 1 and true are equal in Python, not in a plan.
    return [(type(v), v) for v in value] if isinstance(value, tuple) else value
