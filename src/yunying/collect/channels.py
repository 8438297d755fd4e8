"""Channels: where a visit came from, found by an ordered list of rules that a team can edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

Value = Annotated[str, Field(min_length=1, max_length=255)]
ConditionField = Literal[
    "source", "utm_source", "utm_medium", "utm_campaign", "click_source", "referrer_host", "parameter"
]


class ChannelCondition(BaseModel):
    """One thing that must be so. Letters' case never matters.

    `is` compares with each of `values`. Of a host, `baidu.com` is also every host under it, and `google.*` is
    `google` (or `www.google`) under any ending. `source` is the UTM source, and the referrer's host where there
    is none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    field: ConditionField
    parameter: Value | None = Field(
        default=None, description="Name of the URL parameter, where the field is one."
    )
    op: Literal["is", "contains", "starts with", "is set"] = "is"
    values: tuple[Value, ...] = Field(default=(), max_length=500, description="Any of these.")

    @model_validator(mode="after")
    def _whole(self) -> ChannelCondition:
        if (self.field == "parameter") != (self.parameter is not None):
            raise ValueError("`parameter` names the URL parameter of a condition on one, and of no other")
        if (self.op == "is set") == bool(self.values):
            raise ValueError("`values` holds what to compare with; with `is set` there is nothing to compare")
        return self


class ChannelRule(BaseModel):
    """A channel, and what must all be so for a visit to belong to it. Without conditions every visit does."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    channel: Annotated[str, Field(min_length=1, max_length=100)]
    when: tuple[ChannelCondition, ...] = Field(default=(), max_length=10)


class Visit(NamedTuple):
    """What rules look at; an empty text is not known. `referrer_host` is never one of the site's own."""

    utm_source: str = ""
    utm_medium: str = ""
    utm_campaign: str = ""
    click_source: str = ""
    referrer_host: str = ""
    parameters: tuple[tuple[str, str], ...] = ()


Finder = Callable[[Visit], str | None]
_Test = Callable[[Visit], bool]
_Texts = Callable[[str], bool]


def compile_rules(rules: Sequence[ChannelRule]) -> Finder:
    """The rules as a function from a visit to the channel of the first rule that fits."""
    compiled = [(rule.channel, [_test(c) for c in rule.when]) for rule in rules]

    def find(visit: Visit) -> str | None:
        for channel, tests in compiled:
            if all(test(visit) for test in tests):
                return channel
        return None

    return find


def parameters_of(rules: Sequence[ChannelRule]) -> frozenset[str]:
    """Names of the URL parameters that rules look at."""
    return frozenset(c.parameter.lower() for rule in rules for c in rule.when if c.parameter is not None)


def _test(condition: ChannelCondition) -> _Test:
    plain = _texts(condition)
    match condition.field:
        case "source":
            host = _host_test(condition, plain)
            return lambda v: (
                plain(v.utm_source) or host(v.utm_source) if v.utm_source else host(v.referrer_host)
            )
        case "referrer_host":
            host = _host_test(condition, plain)
            return lambda v: host(v.referrer_host)
        case "parameter":
            name = (condition.parameter or "").lower()
            return lambda v: plain(dict(v.parameters).get(name, ""))
        case _:
            place = Visit._fields.index(condition.field)
            return lambda v: plain(str(v[place]))


def _texts(condition: ChannelCondition) -> _Texts:
    values = tuple(v.lower() for v in condition.values)
    match condition.op:
        case "is":
            wanted = frozenset(values)
            return lambda text: text.lower() in wanted
        case "contains":
            return lambda text: any(v in text.lower() for v in values)
        case "starts with":
            return lambda text: text.lower().startswith(values)
        case "is set":
            return bool


def _host_test(condition: ChannelCondition, plain: _Texts) -> _Texts:
    if condition.op != "is":
        return plain
    exact = frozenset(v.lower() for v in condition.values if not v.endswith(".*"))
    open_ended = frozenset(v.lower()[:-2] for v in condition.values if v.endswith(".*"))

    def test(host: str) -> bool:
        host = host.lower()
        name, _, ending = host.removeprefix("www.").partition(".")
        if name in open_ended and 0 < len(ending) <= len("com.xx"):
            return True
        return any(suffix in exact for suffix in suffixes(host))

    return test


def suffixes(host: str) -> list[str]:
    """The host itself and every domain above it: `a.b.c`, `b.c`, `c`."""
    labels = host.split(".")[-10:]
    return [".".join(labels[i:]) for i in range(len(labels))]


# What a project has until it says otherwise.

_SEARCH = (
    "baidu", "baidu.com", "sogou", "sogou.com", "360", "haosou", "so.com", "shenma", "sm.cn", "quark", "quark.cn",
    "google", "google.*", "com.google.android.googlequicksearchbox", "bing", "bing.com", "duckduckgo",
    "duckduckgo.com", "yahoo", "search.yahoo.com", "search.yahoo.co.jp", "yandex", "yandex.*", "naver",
    "search.naver.com", "ecosia.org", "search.brave.com", "startpage.com", "petalsearch.com", "so.toutiao.com",
    "chinaso.com", "youdao.com",
)  # fmt: skip
_SOCIAL = (
    "weixin", "wechat", "weixin.qq.com", "servicewechat.com", "com.tencent.mm", "qq", "qzone", "qzone.qq.com",
    "weibo", "weibo.com", "weibo.cn", "t.cn", "zhihu", "zhihu.com", "xiaohongshu", "xhs", "rednote",
    "xiaohongshu.com", "xhslink.com", "rednote.com", "douyin", "douyin.com", "iesdouyin.com", "tiktok", "tiktok.com",
    "bilibili", "bilibili.com", "b23.tv", "toutiao", "toutiao.com", "kuaishou", "kuaishou.com", "douban", "douban.com",
    "tieba", "tieba.baidu.com", "jike", "okjike.com", "v2ex.com", "facebook", "fb", "facebook.com", "fb.me",
    "instagram", "ig", "instagram.com", "threads.net", "threads.com", "twitter", "x", "twitter.com", "x.com", "t.co",
    "linkedin", "linkedin.com", "lnkd.in", "reddit", "reddit.com", "youtube", "youtube.com", "youtu.be", "pinterest",
    "pinterest.*", "telegram", "t.me", "whatsapp", "whatsapp.com", "discord", "discord.com", "quora.com",
    "news.ycombinator.com", "vk.com", "line.me", "snapchat.com", "medium.com", "bsky.app",
)  # fmt: skip
_ASSISTANTS = (
    "chatgpt", "chatgpt.com", "openai", "openai.com", "claude", "claude.ai", "perplexity", "perplexity.ai", "gemini",
    "gemini.google.com", "copilot", "copilot.microsoft.com", "deepseek", "chat.deepseek.com", "doubao", "doubao.com",
    "kimi", "kimi.com", "kimi.moonshot.cn", "yuanbao", "yuanbao.tencent.com", "tongyi", "tongyi.com",
    "tongyi.aliyun.com", "qianwen", "qianwen.com", "chat.qwen.ai", "yiyan", "yiyan.baidu.com", "chat.baidu.com",
    "chatglm.cn", "metaso", "metaso.cn", "grok", "grok.com", "poe.com", "you.com", "meta.ai", "mistral.ai",
)  # fmt: skip
_MAIL = (
    "mail.google.com", "com.google.android.gm", "mail.qq.com", "wx.mail.qq.com", "exmail.qq.com", "mail.163.com",
    "mail.126.com", "mail.sina.com.cn", "mail.aliyun.com", "outlook.live.com", "outlook.office.com", "mail.yahoo.com",
)  # fmt: skip
_PAID = (
    "cpc", "ppc", "cpa", "cpv", "ocpc", "ocpm", "ocpx", "paid", "paidsearch", "paid_search", "paid-search", "sem",
    "retargeting", "ads", "ad", "付费", "竞价", "投放",
)  # fmt: skip
_PAID_SOCIAL = ("paidsocial", "paid_social", "paid-social", "social_paid", "feed_ads", "feedads", "信息流")
_MEDIUMS: Mapping[str, tuple[str, ...]] = {
    "push": ("push", "app_push", "web_push", "webpush", "notification", "推送"),
    "sms": ("sms", "mms", "短信"),
    "email": ("email", "e-mail", "e_mail", "edm", "newsletter", "mail", "邮件"),
    "affiliate": ("affiliate", "affiliates", "cps", "partner", "分销"),
    "display": (
        "display",
        "banner",
        "cpm",
        "interstitial",
        "expandable",
        "dsp",
        "rtb",
        "splash",
        "开屏",
        "横幅",
    ),
}


def _is(field: ConditionField, *values: str) -> ChannelCondition:
    return ChannelCondition(field=field, values=values)


def _set(field: ConditionField) -> ChannelCondition:
    return ChannelCondition(field=field, op="is set")


def _rule(channel: str, *when: ChannelCondition) -> ChannelRule:
    return ChannelRule(channel=channel, when=when)


DEFAULT_CHANNELS = (
    *(_rule(channel, _is("utm_medium", *mediums)) for channel, mediums in _MEDIUMS.items()),
    _rule("display", _is("click_source", "google display")),
    _rule("email", _is("source", "email", "edm", "newsletter", *_MAIL)),
    _rule("paid search", _is("utm_medium", *_PAID), _is("source", *_SEARCH)),
    _rule("paid social", _is("utm_medium", *_PAID), _is("source", *_SOCIAL)),
    _rule("paid social", _is("utm_medium", *_PAID_SOCIAL)),
    _rule("paid search", _is("click_source", "google", "bing", "baidu", "360", "sogou", "uc", "yandex")),
    _rule("paid social", _is("click_source", "tiktok", "twitter", "linkedin", "oceanengine", "tencent")),
    _rule("paid other", _is("utm_medium", *_PAID)),
    _rule("ai assistant", _is("source", *_ASSISTANTS)),
    _rule("organic social", _is("source", *_SOCIAL)),
    _rule(
        "organic social",
        _is("utm_medium", "social", "social-network", "social_media", "sm", "kol", "koc", "社交"),
    ),
    _rule("organic social", _is("click_source", "facebook", "instagram")),
    _rule("organic search", _is("source", *_SEARCH)),
    _rule("organic search", _is("utm_medium", "organic", "seo")),
    _rule("referral", _is("utm_medium", "referral", "link")),
    _rule("other campaign", _set("utm_source")),
    _rule("other campaign", _set("utm_medium")),
    _rule("other campaign", _set("utm_campaign")),
    _rule("other campaign", _set("click_source")),
    _rule("referral", _set("referrer_host")),
    _rule("direct"),
)
"""Of equal rules the first counts, so the more special ones stand before the more general ones."""
