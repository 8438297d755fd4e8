"""The eight classes of RFM, what people call them and what one does about each."""

from __future__ import annotations

from dataclasses import dataclass

from yunying.audience.defined import Names

_NAMES = (
    ("important_value", "重要价值", "Important: value"),
    ("important_develop", "重要发展", "Important: develop"),
    ("important_keep", "重要保持", "Important: keep"),
    ("important_winback", "重要挽留", "Important: win back"),
    ("general_value", "一般价值", "General: value"),
    ("general_develop", "一般发展", "General: develop"),
    ("general_keep", "一般保持", "General: keep"),
    ("general_winback", "一般挽留", "General: win back"),
)
_PAYING = (
    (
        "近期、常来、花费高：给专属服务与新品优先权，请他们推荐，少打折。",
        "Bought lately, often and for much: serve them personally, new things first, ask for referrals; few discounts.",
    ),
    (
        "近期花费高但买得少：促第二单、第三单，用搭配与会员权益提高频次。",
        "Bought lately and for much, but seldom: lead to the next order with bundles and member benefits.",
    ),
    (
        "曾常买、花费高，近期没来：主动联系，问原因，用关怀与专属权益请回来。",
        "Bought often and for much, not lately: get in touch, ask why, bring them back with care and benefits.",
    ),
    (
        "花费高但很久没来、买得也少：先看是否还值得，值得就用一次有力的优惠召回。",
        "Spent much, long ago and seldom: see who is worth it, and recall these with one strong offer.",
    ),
    (
        "近期、常来但客单低：用凑单、升级与组合提高客单。",
        "Buy lately and often, for little: raise the order value with bundles, upgrades and free-shipping steps.",
    ),
    (
        "近期来过、买得少、花得少：多为新客，做好首购体验与次单引导。",
        "Bought lately, seldom and little: mostly newcomers; make the first order good, lead to a second.",
    ),
    (
        "曾常买、花费低、近期没来：用低成本的自动提醒与清单唤醒。",
        "Bought often for little, not lately: wake them by cheap automatic reminders.",
    ),
    (
        "很久没来、买得少、花得少：不必专门投入，大促时顺带触达即可。",
        "Long ago, seldom, little: spend nothing on them alone; a big campaign may reach them too.",
    ),
)
_USING = (
    (
        "近期、常来、投入多：给身份与荣誉，请他们共创、带新。",
        "Here lately, often and deeply: give them standing, create together, let them bring others.",
    ),
    (
        "近期投入多但来得少：用订阅、提醒与连续任务培养习惯。",
        "Deep and lately but seldom: build a habit with subscriptions, reminders and streaks.",
    ),
    (
        "曾常来、投入多，近期没来：用他们关心的新内容与关系召回，问原因。",
        "Often and deep before, not lately: recall with what they cared for and the people they follow; ask why.",
    ),
    (
        "曾投入多，很久没来、来得少：用一次最好的内容或功能更新召回。",
        "Deep once, long ago and seldom: recall with the one best thing that is new.",
    ),
    (
        "近期、常来但投入少：引导互动与深入使用，降低参与门槛。",
        "Here lately and often, but shallow: lead to taking part, make the first step small.",
    ),
    (
        "近期来过、来得少、投入少：多为新人，做好引导，尽快让其体会到价值。",
        "Lately, seldom, shallow: mostly newcomers; guide them to the value soon.",
    ),
    (
        "曾常来、投入少、近期没来：用低成本的自动提醒唤醒。",
        "Often but shallow before, not lately: wake them by cheap automatic reminders.",
    ),
    (
        "很久没来、来得少、投入少：不必专门投入。",
        "Long ago, seldom, shallow: spend nothing on them alone.",
    ),
)


@dataclass(frozen=True)
class RfmClass:
    """One of the eight. `value` is that of the property."""

    value: str
    names: Names
    paying: Names
    """What to do where people pay."""
    using: Names
    """What to do where they give attention: the free form and RFE."""


CLASSES: tuple[RfmClass, ...] = tuple(
    RfmClass(f"$rfm_{key}", Names(zh=zh, en=en), Names(zh=p_zh, en=p_en), Names(zh=u_zh, en=u_en))
    for (key, zh, en), (p_zh, p_en), (u_zh, u_en) in zip(_NAMES, _PAYING, _USING, strict=True)
)
"""In the order of `Scored.classes`: R, F and M high or low as 重要 (M high) and 一般 (M low), each 价值 (R and F high),
发展 (R high), 保持 (F high), 挽留 (neither)."""
