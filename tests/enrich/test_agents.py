"""User agents: who sent it, with what, and whether anybody is behind it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.enrich.support import CHROME, GOOGLEBOT, WECHAT, enriched, record

from yunying.collect.enrich import Enricher, Geo
from yunying.collect.rules import Rules

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
HARMONY = (
    "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 "
    "ArkWeb/4.1.6.1 Mobile HuaweiBrowser/5.0.4.300"
)


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (CHROME, ("Chrome", "120.0.0", "Windows", "10", "desktop", None, None)),
        (WECHAT, ("WeChat", "8.0.42.2460", "Android", "13", "mobile", None, "V2218A")),
        (
            IPHONE + "Version/16.6 Mobile/15E148 Safari/604.1",
            ("Mobile Safari", "16.6", "iOS", "16.6", "mobile", "Apple", "iPhone"),
        ),
        (
            IPHONE + "Mobile/15E148 aweme_26.5.0 JsSdk/2.0",
            ("Douyin", "26.5.0", "iOS", "16.6", "mobile", "Apple", "iPhone"),
        ),
        (
            IPHONE + "Mobile/15E148 Ariver/1.1.0 AliApp(AP/10.5.0) AlipayClient/10.5.0 Language/zh-Hans",
            ("Alipay", "10.5.0", "iOS", "16.6", "mobile", "Apple", "iPhone"),
        ),
        (HARMONY, ("Huawei Browser", "5.0.4", "HarmonyOS", "5.0", "mobile", None, None)),
        (
            "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 "
            "Mobile/15E148 Safari/604.1",
            ("Mobile Safari", "16.6", "iOS", "16.6", "tablet", "Apple", "iPad"),
        ),
        (
            "Mozilla/5.0 (Linux; Android 13; SM-X906C Build/T) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/116.0.0.0 Safari/537.36",
            ("Chrome", "116.0.0", "Android", "13", "tablet", "Samsung", "SM-X906C"),
        ),
        (
            "Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/2.2 "
            "Chrome/76 TV Safari/537.36",
            ("Samsung Internet", "2.2", "Tizen", "6.0", "tv", "Samsung", "SMART-TV"),
        ),
    ],
)
def test_what_a_user_agent_tells(agent: str, expected: tuple[str | None, ...]) -> None:
    found = enriched({"$user_agent": agent})
    names = ("$browser", "$browser_version", "$os", "$os_version", "$device_type", "$brand", "$model")
    assert tuple(found.get(name) for name in names) == expected


def test_what_was_sent_stays() -> None:
    found = enriched({"$user_agent": CHROME, "$browser": "Mine", "$os": None, "$device_type": "Desktop"})
    assert (found["$browser"], found["$os"], found["$device_type"]) == ("Mine", "Windows", "desktop")


def mark(
    agent: str | None = None, request: str | None = None, *, device: bool = False, rules: Rules | None = None
) -> str | None:
    made = record({} if agent is None else {"$user_agent": agent}, device=device)
    return Enricher(rules or Rules(), Geo(Path("/nonexistent"))).enrich(made, None, request)


@pytest.mark.parametrize(
    "agent",
    [
        GOOGLEBOT,
        "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; GPTBot/1.1; +https://openai.com/gptbot",
        "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 Mobile Safari/537.36 (compatible; Bytespider)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/119.0.0.0 Safari/537.36",
        "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)",
        "360Spider",
        "python-requests/2.31",
        "curl/8.1.2",
        "Go-http-client/2.0",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    ],
)
def test_bots_are_known_where_the_agent_is_the_persons(agent: str) -> None:
    assert mark(agent) == "bot"
    assert mark(request=agent, device=True) == "bot"
    assert mark(request=agent) is None, "a server sent it: nobody is described"
    assert mark(agent, rules=Rules(mark_bots=False)) is None


@pytest.mark.parametrize(
    "agent",
    [
        CHROME,
        WECHAT,
        "",
        "Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Chrome/80.0 Mobile Safari/537.36",
        "okhttp/4.9.0",
        "MyApp/3.2 CFNetwork/1408.0.4 Darwin/22.5.0",
        "Dalvik/2.1.0 (Linux; U; Android 12; V2218A Build/TP1A)",
        "analytics-python/2.3.3",
        "posthog-node/4.0",
        "SensorsAnalytics Python SDK",
        "RudderStack/1.0",
    ],
)
def test_people_and_senders_are_no_bots(agent: str) -> None:
    assert mark(agent) is None
    assert mark(request=agent, device=True) is None


def test_a_senders_agent_describes_nobody() -> None:
    assert enriched({"$user_agent": "analytics-python/2.3.3"}) == {"$user_agent": "analytics-python/2.3.3"}
    assert enriched({}, user_agent=CHROME) == {}
    assert enriched({}, user_agent=CHROME, device=True)["$browser"] == "Chrome"
