"""User agents: browser, operating system and device, and whether a person is behind them at all."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ua_parser import Device, Domain, PartialResult
from ua_parser.loaders import load_lazy_builtins
from ua_parser.regex import Resolver

from yunying.collect.enrich.caching import Pairs, Recent

_LONGEST = 1000


class Agent(NamedTuple):
    """What a user agent tells."""

    properties: Pairs = ()
    bot: bool = False


# Programs that events are sent with: what they say of themselves says nothing of the person.
_SENDER = re.compile(
    r"\s*(?:analytics[-.]|posthog|rudder|segment|mixpanel|amplitude|sensors|sa-sdk|yunying)", re.IGNORECASE
)
_BOT = re.compile(r"(?<!cu)bot(?![a-z])")
_BOT_WORDS = (
    "crawl", "spider", "slurp", "headless", "phantomjs", "puppeteer", "playwright", "selenium", "webdriver",
    "lighthouse", "pagespeed", "page speed", "gtmetrix", "pingdom", "uptime", "statuscake", "site24x7",
    "newrelicpinger", "facebookexternalhit", "facebookcatalog", "bingpreview", "mediapartners-google", "feedfetcher",
    "apis-google", "google-read-aloud", "google-inspectiontool", "googleother", "chatgpt-user", "claude-user",
    "perplexity-user", "prerender", "screaming frog", "embedly", "skypeuripreview", "nutch", "archive.org", "httrack",
    "scrapy", "zgrab", "masscan", "nmap", "nikto", "sqlmap",
)  # fmt: skip
_BOT_BEGINNINGS = (
    "curl", "wget", "python-requests", "python-urllib", "python/", "aiohttp", "python-httpx", "httpx", "java/",
    "go-http-client", "libwww-perl", "lwp", "ruby", "php", "guzzlehttp", "apache-httpclient", "axios", "node-fetch",
    "undici", "node", "got ", "got/", "superagent", "postmanruntime", "insomnia", "httpie", "rest-client", "faraday",
    "typhoeus", "reqwest", "winhttp", "powershell", "whatsapp/",
)  # fmt: skip
# Applications whose built-in browser the public rules take for the system's.
_APPS = (
    ("WeCom", "wxwork/"), ("WeChat", "MicroMessenger/"), ("Alipay", "AlipayClient/"), ("DingTalk", "DingTalk/"),
    ("Douyin", "aweme_"), ("Douyin", "aweme/"), ("Toutiao", "NewsArticle/"), ("Xiaohongshu", "discover/"),
    ("Bilibili", "BiliApp/"), ("Feishu", "Lark/"), ("Kuaishou", "Kwai/"), ("Kuaishou", "ksNebula/"), ("QQ", " QQ/"),
    ("Quark", "Quark/"), ("360 Browser", "QIHU 360"), ("360 Browser", "360SE"), ("360 Browser", "360EE"),
    ("Sogou Explorer", "MetaSr "),
)  # fmt: skip
_NUMBER = re.compile(r"\d[\d.]{0,30}")
_HARMONY = re.compile(r"(?:Open)?Harmony(?:OS)?[ /]?(?P<version>[\d.]*)")
_TV = re.compile(
    r"smart-?tv|\btv\b|apple ?tv|google ?tv|hbbtv|bravia|\baft[a-z]|\bcrkey|roku|viera|netcast|web0s"
)
_CONSOLE = re.compile(r"playstation|xbox|nintendo")
_TABLET = re.compile(r"ipad|tablet|playbook|kindle|silk/|android(?!.*mobile)")
_MOBILE = re.compile(r"mobi|iphone|ipod|phone|blackberry|opera mini|android")
_DESKTOP = re.compile(r"windows nt|macintosh|x11|linux|cros|2in1")


def read_agent(text: str) -> Agent:
    """What a user agent tells; nothing where it is a sending program's."""
    text = text[:_LONGEST]
    if not text.strip() or _SENDER.match(text):
        return Agent()
    # Half a character is no text to the parser's rules.
    found = _resolver()(text.encode(errors="replace").decode(), Domain.ALL)
    bot = (found.device is not None and found.device.family == "Spider") or _is_bot(text.lower())
    return Agent(tuple(_properties(text, found, bot)), bot)


_agents: Recent[str, Agent] = Recent(read_agent, 16_384)


def agent_of(text: str) -> Agent:
    """`read_agent`, remembered."""
    return _agents[text]


def warm() -> None:
    """Read the rules (a fifth of a second) before the first event is waiting."""
    agent_of("Mozilla/5.0")


def _is_bot(text: str) -> bool:
    return (
        text.startswith(_BOT_BEGINNINGS)
        or any(word in text for word in _BOT_WORDS)
        or ("bot" in text and _BOT.search(text) is not None)
    )


@lru_cache(1)
def _resolver() -> Resolver:
    return Resolver(load_lazy_builtins())


def _properties(text: str, found: PartialResult, bot: bool) -> list[tuple[str, str]]:
    told: list[tuple[str, str | None]] = []
    if app := next((a for a in _APPS if a[1] in text), None):
        number = _NUMBER.match(text, text.index(app[1]) + len(app[1]))
        told += [("$browser", app[0]), ("$browser_version", number and number[0])]
    elif agent := found.user_agent:
        told += [
            ("$browser", agent.family),
            ("$browser_version", _version(agent.major, agent.minor, agent.patch)),
        ]
    if "Harmony" in text and (harmony := _HARMONY.search(text)):
        told += [("$os", "HarmonyOS"), ("$os_version", harmony["version"])]
    elif system := found.os:
        told += [("$os", system.family), ("$os_version", _version(system.major, system.minor, system.patch))]
    if not bot:
        told += [("$device_type", _device_type(text.lower())), *_device(found.device)]
    return [(name, value) for name, value in told if value]


def _version(*parts: str | None) -> str:
    return ".".join(part for part in parts if part)


def _device(device: Device | None) -> list[tuple[str, str | None]]:
    # The public rules say `Generic` or `Browser` where they do not know.
    if device is None or device.brand in (None, "Generic") or device.model == "Browser":
        return []
    brand = None if (device.brand or "").startswith("Generic") else device.brand
    return [("$brand", brand), ("$model", device.model)]


def _device_type(text: str) -> str | None:
    for kind, pattern in (
        ("tv", _TV),
        ("console", _CONSOLE),
        ("tablet", _TABLET),
        ("mobile", _MOBILE),
        ("desktop", _DESKTOP),
    ):
        if pattern.search(text):
            return kind
    return None
