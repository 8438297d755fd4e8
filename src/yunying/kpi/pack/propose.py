"""Which of a project's events have which roles, learned from their names, properties and frequencies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from yunying.audience import Names
from yunying.kpi.pack.roles import PackMapping, Role, RoleProperty, roles
from yunying.kpi.pack.words import likeness

SURE = 0.4
"""What is less probable is not proposed."""
_ANY = 0.5
_NO_AMOUNT = 0.6
"""An event without the number that its role needs is so much less probable."""
_INVITED_BY = ("inviter_id", "invite_code", "invited_by", "referrer_id", "referral_code", "inviter")
_INVITED_BY_ZH = ("邀请人", "邀请码")
_SATISFIED = {5: 4, 7: 6, 10: 9, 100: 80}
"""From which score on a rating counts as satisfied, by the highest of its scale."""


@dataclass(frozen=True)
class SeenProperty:
    """A property that events of one name carry: on how many it is set, and of numbers the largest."""

    name: str
    type: str
    filled: int
    largest: float | None = None


@dataclass(frozen=True)
class SeenEvent:
    """Events of one name."""

    name: str
    count: int
    people: int
    properties: tuple[SeenProperty, ...] = ()


@dataclass(frozen=True)
class Seen:
    """What a project has: its events, the most frequent first, and the names of its measured facts."""

    events: tuple[SeenEvent, ...]
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggested:
    """Why something is proposed for a role, and how probable it is right (0 to 1)."""

    confidence: float
    reason: Names


@dataclass
class Proposal:
    """A mapping with the reason for each role."""

    mapping: PackMapping
    suggested: dict[str, Suggested] = field(default_factory=dict)


def propose(seen: Seen) -> Proposal:
    """What a project's mapping probably is. Roles for which nothing speaks are left out."""
    mapped: dict[str, dict[str, Any]] = {}
    facts: dict[str, str] = {}
    suggested: dict[str, Suggested] = {}
    for key, role in roles().items():
        if role.fact:
            best = max(((likeness(f, role.words, role.zh), f) for f in seen.facts), default=(0.0, ""))
            if best[0] >= SURE:
                facts[key] = best[1]
                suggested[key] = Suggested(best[0], _named(best[1], role, exact=best[0] > 0.8))
            continue
        found = _event_of(role, seen)
        if found is None and key == "accept":
            found = _accepted(mapped.get("sign_up"), seen)
        if found is None and key == "satisfied":
            found = _satisfied(mapped.get("rate"), seen)
        if found is None and role.any and seen.events:
            found = {"event": None}, Suggested(_ANY if role.words else 0.9, _any_event(role))
        if found is not None:
            mapped[key], suggested[key] = found
    return Proposal(PackMapping.model_validate({"roles": mapped, "facts": facts}), suggested)


_Found = tuple[dict[str, Any], Suggested]


def _event_of(role: Role, seen: Seen) -> _Found | None:
    """The event that a role's name fits best; of equally good ones the most frequent."""
    best: _Found | None = None
    for event in seen.events:
        sure = likeness(event.name, role.words, role.zh, role.not_)
        properties: dict[str, str] = {}
        for key, wanted in role.properties.items():
            name = property_of(wanted, event)
            if name is not None:
                properties[key] = name
            elif not wanted.optional:
                sure *= _NO_AMOUNT
        if sure >= SURE and (best is None or sure > best[1].confidence):
            reason = _named(event.name, role, exact=sure > 0.8, count=event.count)
            best = {"event": event.name, "properties": properties}, Suggested(round(sure, 2), reason)
    return best


def property_of(wanted: RoleProperty, event: SeenEvent) -> str | None:
    """The property of an event that is most probably what a role needs; None where there is none."""
    fitting = [
        (likeness(one.name, wanted.words, wanted.zh), one.filled, one.name)
        for one in event.properties
        if wanted.type == "any" or one.type == "number"
    ]
    sure, filled, name = max(fitting, default=(0.0, 0, ""))
    return name if sure >= SURE and filled * 2 >= event.count else None


def _accepted(sign_up: dict[str, Any] | None, seen: Seen) -> _Found | None:
    """Sign-ups that say who invited."""
    event = next((e for e in seen.events if sign_up and e.name == sign_up["event"]), None)
    for one in () if event is None else event.properties:
        if likeness(one.name, _INVITED_BY, _INVITED_BY_ZH) >= 0.7:
            reason = Names(
                zh=f"注册事件里有 {one.name}：写明了是谁邀请的。",
                en=f"Sign-ups carry {one.name}, which says that somebody was invited.",
            )
            filters = [{"property": one.name, "op": "is set", "value": None, "scope": "event"}]
            return {"event": event.name if event else None, "filters": filters}, Suggested(0.8, reason)
    return None


def _satisfied(rate: dict[str, Any] | None, seen: Seen) -> _Found | None:
    """Ratings with a high score, by the highest score there is."""
    if not rate or "score" not in rate["properties"]:
        return None
    score = rate["properties"]["score"]
    event = next(e for e in seen.events if e.name == rate["event"])
    largest = next(one.largest for one in event.properties if one.name == score)
    scale = next((top for top in _SATISFIED if largest is not None and largest <= top), None)
    if scale is None:
        return None
    least = _SATISFIED[scale]
    filters = [{"property": score, "op": ">=", "value": least, "scope": "event"}]
    reason = Names(
        zh=f"分数最高为 {largest:g}，按 {scale} 分制，{least} 分及以上算满意。",
        en=f"The highest score is {largest:g}: on a scale up to {scale}, {least} and above are satisfied.",
    )
    return {"event": event.name, "filters": filters}, Suggested(0.7, reason)


def _named(name: str, role: Role, *, exact: bool, count: int | None = None) -> Names:
    name = name if len(name) <= 80 else f"{name[:79]}…"
    times_zh, times_en = ("", "") if count is None else (f"，出现 {count} 次", f", seen {count:,} times")
    if exact:
        return Names(
            zh=f"“{name}”是{role.name.zh}的常用名称{times_zh}。",
            en=f"{name} is a usual name for this{times_en}.",
        )
    return Names(
        zh=f"“{name}”的名称里有{role.name.zh}的常用词{times_zh}。",
        en=f"{name} has words that are usual for this{times_en}.",
    )


def _any_event(role: Role) -> Names:
    if not role.words:
        return Names(zh="任意事件都算。", en="Any event counts.")
    return Names(
        zh=f"没有找到{role.name.zh}事件，用每个人的首个事件代替。",
        en="No event is called so; each person's first event of any kind stands for it.",
    )
