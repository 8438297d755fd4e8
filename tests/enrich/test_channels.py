"""Campaigns, click ids, referrers, and the channels that follow from them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.enrich.support import enriched

from yunying.collect.channels import ChannelRule
from yunying.collect.rules import Rules

SITE = "https://shop.example.cn/"


def channel(
    url: str | None = SITE, referrer: str | None = None, rules: Rules | None = None, **sent: Any
) -> str | None:
    properties = {"$url": url, "$referrer": referrer} | {f"${k}": v for k, v in sent.items()}
    found: str | None = enriched(properties, rules).get("$channel")
    return found


def test_an_address_is_taken_apart() -> None:
    found = enriched(
        {
            "$url": "https://Shop.Example.cn/%E5%95%86%E5%93%81/1?utm_source=wei%20bo&UTM_Campaign=%E5%8F%8C11"
            "&utm_medium=a+b&gclid=G1&bd_vid=B1#/x?utm_content=c",
            "$referrer": "https://www.baidu.com/s?wd=x",
        }
    )
    assert found["$path"] == "/%E5%95%86%E5%93%81/1"
    assert found["$host"] == "shop.example.cn"
    assert found["$utm_source"] == "wei bo"
    assert found["$utm_medium"] == "a b"
    assert found["$utm_campaign"] == "双11"
    assert found["$utm_content"] == "c"
    assert (found["$click_id"], found["$click_source"]) == ("G1", "google")
    assert found["$referrer_host"] == "www.baidu.com"


@pytest.mark.parametrize(
    ("referrer", "expected"),
    [
        (None, "direct"),
        ("", "direct"),
        ("$direct", "direct"),
        ("https://www.baidu.com/s?wd=x", "organic search"),
        ("https://m.baidu.com/", "organic search"),
        ("https://www.sogou.com/web", "organic search"),
        ("https://www.so.com/s?q=x", "organic search"),
        ("https://m.sm.cn/s?q=x", "organic search"),
        ("https://www.google.co.uk/", "organic search"),
        ("https://google.com/", "organic search"),
        ("android-app://com.google.android.googlequicksearchbox/", "organic search"),
        ("https://cn.bing.com/search", "organic search"),
        ("https://duckduckgo.com/", "organic search"),
        ("https://google.evil.example.com/", "referral"),
        ("https://notbaidu.com/", "referral"),
        ("https://mp.weixin.qq.com/s/abc", "organic social"),
        ("https://servicewechat.com/wx1/2/page-frame.html", "organic social"),
        ("https://weibo.com/1", "organic social"),
        ("https://t.cn/abc", "organic social"),
        ("https://www.zhihu.com/question/1", "organic social"),
        ("https://www.xiaohongshu.com/explore", "organic social"),
        ("https://www.douyin.com/", "organic social"),
        ("https://www.bilibili.com/video/BV1", "organic social"),
        ("https://www.toutiao.com/a1", "organic social"),
        ("https://tieba.baidu.com/p/1", "organic social"),
        ("https://t.co/x", "organic social"),
        ("https://chatgpt.com/", "ai assistant"),
        ("https://www.doubao.com/chat/", "ai assistant"),
        ("https://chat.deepseek.com/", "ai assistant"),
        ("https://gemini.google.com/app", "ai assistant"),
        ("https://mail.qq.com/cgi-bin/frame", "email"),
        ("https://news.example.org/a", "referral"),
    ],
)
def test_channels_by_referrer(referrer: str | None, expected: str) -> None:
    assert channel(referrer=referrer) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("utm_source=baidu&utm_medium=cpc", "paid search"),
        ("utm_source=Google&utm_medium=PPC", "paid search"),
        ("gclid=x", "paid search"),
        ("bd_vid=x", "paid search"),
        ("msclkid=x", "paid search"),
        ("gdt_vid=x", "paid social"),
        ("qz_gdt=x", "paid social"),
        ("clickid=x", "paid social"),
        ("ttclid=x", "paid social"),
        ("twclid=x", "paid social"),
        ("li_fat_id=x", "paid social"),
        ("fbclid=x", "organic social"),
        ("utm_source=facebook&utm_medium=paid&fbclid=x", "paid social"),
        ("utm_source=wechat&utm_medium=%E4%BF%A1%E6%81%AF%E6%B5%81", "paid social"),
        ("utm_source=xiaohongshu&utm_medium=kol", "organic social"),
        ("utm_source=mail&utm_medium=email", "email"),
        ("utm_source=crm&utm_medium=sms", "sms"),
        ("utm_source=app&utm_medium=push", "push"),
        ("utm_source=x.example&utm_medium=cps", "affiliate"),
        ("utm_source=site&utm_medium=banner", "display"),
        ("utm_source=somewhere&utm_medium=cpc", "paid other"),
        ("utm_source=leaflet", "other campaign"),
        ("utm_source=chatgpt.com", "ai assistant"),
    ],
)
def test_channels_by_campaign(query: str, expected: str) -> None:
    assert channel(f"{SITE}?{query}") == expected
    assert channel(f"{SITE}?{query}", referrer=f"{SITE}other") == expected, (
        "a campaign counts inside of the site too"
    )


def test_an_own_link_is_no_channel() -> None:
    assert channel(referrer=f"{SITE}cart") is None
    assert channel(referrer="https://m.example.cn/") is None
    assert channel(referrer="https://pay.example.org/") == "referral"
    assert channel(referrer="https://pay.example.org/", rules=Rules(own_hosts=("example.org",))) is None
    assert channel("https://a.com.cn/", referrer="https://b.com.cn/") == "referral"
    assert channel("http://192.168.1.10/", referrer="http://10.9.1.10/") == "referral"
    assert channel("http://localhost:3000/", referrer="http://localhost:3000/a") is None


def test_without_page_referrer_or_campaign_there_is_no_channel() -> None:
    assert enriched({"amount": 1}) == {"amount": 1}
    assert channel(None, None) is None
    assert channel(None, None, utm_source="weibo") == "organic social"
    assert channel(None, "https://weibo.com/") == "organic social"


def test_what_was_sent_is_believed() -> None:
    assert channel(f"{SITE}?utm_source=baidu&utm_medium=cpc", channel="own") == "own"
    assert channel(f"{SITE}?utm_source=baidu&utm_medium=cpc", utm_medium="email") == "email"


def test_a_teams_own_rules() -> None:
    rules = Rules(
        channel_rules=tuple(
            ChannelRule.model_validate(rule)
            for rule in (
                {"channel": "店员", "when": [{"field": "parameter", "parameter": "Staff", "op": "is set"}]},
                {
                    "channel": "双11",
                    "when": [
                        {"field": "utm_campaign", "op": "starts with", "values": ["d11"]},
                        {"field": "utm_medium", "op": "contains", "values": ["ad", "cp"]},
                    ],
                },
                {"channel": "朋友", "when": [{"field": "referrer_host", "values": ["friend.cn"]}]},
                {"channel": "google", "when": [{"field": "click_source", "values": ["google"]}]},
            )
        )
    )
    assert channel(f"{SITE}?staff=7", rules=rules) == "店员"
    assert channel(f"{SITE}#/a?staff=7", rules=rules) == "店员"
    assert channel(f"{SITE}?utm_campaign=D11-a&utm_medium=cpc", rules=rules) == "双11"
    assert channel(f"{SITE}?utm_campaign=D11-a", rules=rules) is None
    assert channel(referrer="https://www.friend.cn/", rules=rules) == "朋友"
    assert channel(f"{SITE}?gbraid=1", rules=rules) == "google"
    assert channel(SITE, rules=rules) is None


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("zh-CN", "zh-CN"), ("zh_cn", "zh-CN"), ("zh-hans-cn", "zh-Hans-CN"), ("EN", "en"), ("zh_CN.UTF-8", "zh-CN"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"), ("es-419", "es-419"), ("yue-HK", "yue-HK"), ("中文", "中文"), ("", ""),
    ],
)  # fmt: skip
def test_languages_are_written_one_way(sent: str, expected: str) -> None:
    assert enriched({"$language": sent})["$language"] == expected
