"""Ladders to begin with, by kind of product. They name events by role; a project says which of its own play it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yunying.audience.defined import MAIN, Names
from yunying.core import Refused

Rule = dict[str, Any]
Chosen = Mapping[str, str | None]
"""The event that plays each role; None for any event."""


@dataclass(frozen=True)
class Role:
    """A part that an event of the project plays, and names that such events often have, likelier ones first."""

    key: str
    names: Names
    often: tuple[str, ...]
    any: bool = False
    """Whether it may be any event, which it is where no name fits."""


@dataclass(frozen=True)
class Step:
    """A rung: its names, and what one does to stand there (role, at least, measure, in the last so many days)."""

    key: str
    names: Names
    does: tuple[tuple[str, int, str, int | None], ...] = ()


@dataclass(frozen=True)
class Plan:
    """One ladder of a template: its key and name, its rungs from the lowest."""

    key: str
    names: Names
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Template:
    """What to begin with for a kind of product; a two-sided one has a ladder for each side."""

    key: str
    names: Names
    text: Names
    roles: tuple[Role, ...]
    plans: tuple[Plan, ...]

    def guess(self, events: Iterable[str]) -> dict[str, str | None]:
        """The likeliest event of each role; None where it is any, and no entry where none looks like it."""
        there = {name.casefold(): name for name in sorted(events, reverse=True)}
        found: dict[str, str | None] = {}
        for role in self.roles:
            likely = [there[word] for word in role.often if word in there]
            likely += [name for word in role.often for low, name in there.items() if word in low]
            if likely or role.any:
                found[role.key] = likely[0] if likely else None
        return found

    def ladders(self, chosen: Chosen) -> list[tuple[str, Names, dict[str, Any]]]:
        """Key, name and body of each ladder; refuses where a role has no event."""
        for role in self.roles:
            if role.key not in chosen or (chosen[role.key] is None and not role.any):
                raise Refused(
                    "role_wanted",
                    f"Say which event is {role.names.en!r}.",
                    field=f"events.{role.key}",
                    role=role.key,
                )
        return [
            (
                plan.key,
                plan.names,
                {
                    "rungs": [
                        {
                            "key": step.key,
                            "names": step.names.model_dump(),
                            **({"who": [_did(chosen, *does) for does in step.does]} if step.does else {}),
                        }
                        for step in plan.steps
                    ]
                },
            )
            for plan in self.plans
        ]


def _did(chosen: Chosen, role: str, least: int, measure: str, days: int | None) -> Rule:
    rule: Rule = {"did": {"event": chosen[role], "filters": []}, "op": ">=", "value": least}
    if measure != "events":
        rule["measure"] = measure
    if days is not None:
        rule["within"] = {"before": {"value": days, "unit": "day"}}
    return rule


def _names(zh: str, en: str) -> Names:
    return Names(zh=zh, en=en)


_POTENTIAL = Step("potential", _names("潜在用户", "Potential"))


def _step(key: str, *does: tuple[str, int, str, int | None]) -> Step:
    zh, en = {
        "ordinary": ("普通用户", "Ordinary"),
        "active": ("活跃用户", "Active"),
        "core": ("核心用户", "Core"),
    }[key]
    return Step(key, _names(zh, en), does)


_LAYERS = _names("用户分层", "Layers")
_BUYING = (
    "pay_order", "order_paid", "purchase", "order completed", "payment_success", "checkout_completed", "pay", "paid",
    "purchas", "buy", "购买", "支付", "付款", "下单",
)  # fmt: skip
_USING = (
    "view_content",
    "read",
    "play_video",
    "watch",
    "view",
    "$pageview",
    "$screen",
    "阅读",
    "观看",
    "播放",
    "浏览",
)
_TALKING = ("comment_content", "comment", "reply", "评论", "回复", "message")
_LIKING = ("like_content", "like", "favorite", "collect", "点赞", "收藏", "comment")
_PUBLISHING = ("publish_content", "publish", "post", "upload", "create", "发布", "发帖", "投稿", "上架")
_SHARING = ("share", "invite", "forward", "分享", "转发", "邀请")

TEMPLATES: tuple[Template, ...] = (
    Template(
        "commerce",
        _names("电商与零售", "Commerce"),
        _names("以购买次数与近期购买分层", "By how often and how lately people buy"),
        (Role("buy", _names("购买", "a purchase"), _BUYING),),
        (
            Plan(
                MAIN,
                _LAYERS,
                (
                    _POTENTIAL,
                    _step("ordinary", ("buy", 1, "events", None)),
                    _step("active", ("buy", 1, "events", 30)),
                    _step("core", ("buy", 3, "events", 90), ("buy", 1, "events", 60)),
                ),
            ),
        ),
    ),
    Template(
        "content",
        _names("内容与媒体", "Content and media"),
        _names("以阅读或观看的天数与互动分层", "By days of reading or watching, and by taking part"),
        (
            Role("use", _names("阅读或观看", "reading or watching"), _USING),
            Role("interact", _names("互动", "taking part"), _LIKING),
        ),
        (
            Plan(
                MAIN,
                _LAYERS,
                (
                    _POTENTIAL,
                    _step("ordinary", ("use", 1, "events", 30)),
                    _step("active", ("use", 4, "days", 30)),
                    _step("core", ("use", 10, "days", 30), ("interact", 3, "events", 30)),
                ),
            ),
        ),
    ),
    Template(
        "saas",
        _names("工具与 SaaS", "SaaS and tools"),
        _names("以关键动作的使用天数分层", "By days on which people do what the product is for"),
        (Role("act", _names("关键动作", "what the product is for"), (), any=True),),
        (
            Plan(
                MAIN,
                _LAYERS,
                (
                    _POTENTIAL,
                    _step("ordinary", ("act", 1, "events", 28)),
                    _step("active", ("act", 4, "days", 28)),
                    _step("core", ("act", 12, "days", 28)),
                ),
            ),
        ),
    ),
    Template(
        "game",
        _names("游戏", "Games"),
        _names("以近两周的游戏天数与付费分层", "By days of play in two weeks, and by paying"),
        (
            Role(
                "play", _names("游戏", "playing"), ("play", "battle", "level_start", "对局", "登录"), any=True
            ),
            Role("pay", _names("付费", "paying"), _BUYING),
        ),
        (
            Plan(
                MAIN,
                _LAYERS,
                (
                    _POTENTIAL,
                    _step("ordinary", ("play", 1, "events", 14)),
                    _step("active", ("play", 4, "days", 14)),
                    Step(
                        "payer",
                        _names("付费玩家", "Paying"),
                        (("play", 1, "events", 14), ("pay", 1, "events", None)),
                    ),
                    _step("core", ("play", 4, "days", 14), ("pay", 2, "events", 30)),
                ),
            ),
        ),
    ),
    Template(
        "community",
        _names("社区与社群", "Community"),
        _names(
            "旁观者、参与者、活跃者、传播者、意见领袖",
            "Bystander, participant, active, spreader, opinion leader",
        ),
        (
            Role("like", _names("参与", "taking part"), _LIKING),
            Role("talk", _names("发言", "talking"), _TALKING),
            Role("share", _names("传播", "sharing"), _SHARING),
            Role("publish", _names("创作", "publishing"), _PUBLISHING),
        ),
        (
            Plan(
                MAIN,
                _names("成员层级", "Member tiers"),
                (
                    Step("bystander", _names("旁观者", "Bystander")),
                    Step("participant", _names("参与者", "Participant"), (("like", 1, "events", 30),)),
                    Step("active", _names("活跃者", "Active"), (("talk", 2, "days", 30),)),
                    Step("spreader", _names("传播者", "Spreader"), (("share", 2, "events", 30),)),
                    Step("leader", _names("意见领袖", "Opinion leader"), (("publish", 4, "events", 30),)),
                ),
            ),
        ),
    ),
    Template(
        "two_sided",
        _names("双边", "Two-sided"),
        _names("需求方与供给方各一套，可交叉查看", "A ladder for each side, and both in one table"),
        (
            Role(
                "demand", _names("需求方的动作：购买、阅读", "what buyers or readers do"), (*_BUYING, *_USING)
            ),
            Role("supply", _names("供给方的动作：上架、发布", "what sellers or authors do"), _PUBLISHING),
        ),
        tuple(
            Plan(
                key,
                names,
                (
                    Step("none", others),
                    _step("ordinary", (key, 1, "events", None)),
                    _step("active", (key, 1, "events", 30)),
                    _step("core", (key, 4, "events", 60)),
                ),
            )
            for key, names, others in (
                (
                    "demand",
                    _names("需求方分层", "Demand side"),
                    _names("未参与需求方", "Not yet on the demand side"),
                ),
                (
                    "supply",
                    _names("供给方分层", "Supply side"),
                    _names("未参与供给方", "Not yet on the supply side"),
                ),
            )
        ),
    ),
)


def find_template(key: str) -> Template:
    """The template of a kind of product."""
    for template in TEMPLATES:
        if template.key == key:
            return template
    raise Refused(
        "unknown_template",
        f"There is no template {key!r}; there are {', '.join(t.key for t in TEMPLATES)}.",
        field="template",
        template=key,
    )
