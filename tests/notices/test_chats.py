"""Group chats: every service gets the body that it documents, and what it answers is understood."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.notices.conftest import NOW, Office
from tests.support.chat_services import Chats, chatting

from yunying.core import Refused

KEY = "693a91f6-7c4e-4bc4-97a0-0ec2d5fa5aaa"
SECRET = "SECf0c6a7b1d2e3f4a5b6c7d8e9f0a1b2c3"
TOKEN = "123456789:AAHn3-Xy_abcdefghijklmnopqrstuvw"
LINK = "https://y.example.com/metrics?a=1&b=2"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x01" * 50
TITLE = "下单人数 < 预期 & 低于下限"
TEXT = "昨日 1,204 人，比预期少 *31%*\n渠道 [小红书] <@all>"
PLACES: dict[str, dict[str, str]] = {
    "wecom": {"url": f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"},
    "dingtalk": {"url": "https://oapi.dingtalk.com/robot/send?access_token=bd1f8e7c", "secret": SECRET},
    "feishu": {"url": f"https://open.feishu.cn/open-apis/bot/v2/hook/{KEY}", "secret": SECRET},
    "slack": {"url": "https://hooks.slack.com/services/T00000000/B00000000/abcdEFGH12345678"},
    "telegram": {"token": TOKEN, "chat": "-1001234567890"},
}


@pytest.fixture
def chats(monkeypatch: pytest.MonkeyPatch) -> Iterator[Chats]:
    with chatting(monkeypatch) as found:
        yield found


def told(office: Office, kind: str, **more: Any) -> str:
    channel = office.add(kind, **PLACES[kind])
    office.post("a", channel, **({"title": TITLE, "text": TEXT, "link": LINK} | more))
    office.send()
    return channel


def test_wecom(office: Office, chats: Chats) -> None:
    channel = told(office, "wecom", image_png=PNG)
    words, picture = chats.got
    assert words.path == picture.path == f"/cgi-bin/webhook/send?key={KEY}"
    assert words.json == {
        "msgtype": "markdown",
        "markdown": {
            "content": f"**{TITLE}**\n昨日 1,204 人，比预期少 *31%*\n渠道 [小红书] <\u200b@all>\n[{LINK}]({LINK})"
        },
    }
    md5 = hashlib.md5(PNG, usedforsecurity=False).hexdigest()
    assert picture.json == {
        "msgtype": "image",
        "image": {"base64": base64.b64encode(PNG).decode(), "md5": md5},
    }
    assert (office.states(channel), office.shown(channel)["last_error"]) == ({"a": "sent"}, None)
    assert office.shown(channel)["address"] == "qyapi.weixin.qq.com …5aaa"


def test_wecom_takes_4096_bytes(office: Office, chats: Chats) -> None:
    told(office, "wecom", text="预警" * 3000)
    content = chats.got[0].json["markdown"]["content"]
    assert 4090 <= len(content.encode()) <= 4096
    assert content.endswith(f"…\n[{LINK}]({LINK})")


def test_a_picture_that_is_refused_does_not_make_the_words_come_twice(office: Office, chats: Chats) -> None:
    chats.will_answer(200, {"errcode": 0, "errmsg": "ok"})
    chats.will_answer(200, {"errcode": 301019, "errmsg": "media file size error"})
    channel = told(office, "wecom", image_png=PNG)
    office.later(hours=1)
    office.send()
    assert len(chats.got) == 2
    shown = office.shown(channel)
    assert (office.states(channel), shown["status"]) == ({"a": "sent"}, "fine")
    assert shown["last_error"]["params"]["status"] == "301019"


def test_dingtalk(office: Office, chats: Chats) -> None:
    channel = told(office, "dingtalk")
    (got,) = chats.got
    url = urlsplit(got.path)
    said = parse_qs(url.query)
    stamp = str(int(NOW.timestamp() * 1000))
    sign = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert (url.path, said) == (
        "/robot/send",
        {"access_token": ["bd1f8e7c"], "timestamp": [stamp], "sign": [base64.b64encode(sign).decode()]},
    )
    assert got.json == {
        "msgtype": "markdown",
        "markdown": {
            "title": TITLE,
            "text": "### 下单人数 \\< 预期 & 低于下限\n\n"
            "昨日 1,204 人，比预期少 \\*31%\\*  \n渠道 \\[小红书\\] \\<@all\\>\n\n"
            f"[{LINK}]({LINK})",
        },
    }
    assert office.states(channel) == {"a": "sent"}


@pytest.mark.parametrize("host", ["open.feishu.cn", "open.larksuite.com"])
def test_feishu(office: Office, chats: Chats, host: str) -> None:
    place = {"url": f"https://{host}/open-apis/bot/v2/hook/{KEY}", "secret": SECRET}
    channel = office.add("feishu", **place)
    office.post("a", channel, title=TITLE, text=TEXT, link=LINK, image_png=PNG)
    office.send()
    (got,) = chats.got
    stamp = str(int(NOW.timestamp()))
    sign = hmac.new(f"{stamp}\n{SECRET}".encode(), b"", hashlib.sha256).digest()
    assert (got.host, got.path) == (host, f"/open-apis/bot/v2/hook/{KEY}")
    first, second = TEXT.split("\n")
    assert got.json == {
        "timestamp": stamp,
        "sign": base64.b64encode(sign).decode(),
        "msg_type": "post",
        "content": {
            "post": {
                "zh_cn": {
                    "title": TITLE,
                    "content": [
                        [{"tag": "text", "text": first}],
                        [{"tag": "text", "text": second}],
                        [{"tag": "a", "text": LINK, "href": LINK}],
                    ],
                }
            }
        },
    }
    assert office.states(channel) == {"a": "sent"}


def test_slack(office: Office, chats: Chats) -> None:
    channel = told(office, "slack")
    (got,) = chats.got
    assert got.path == "/services/T00000000/B00000000/abcdEFGH12345678"
    assert got.json == {
        "text": "*下单人数 &lt; 预期 &amp; 低于下限*\n昨日 1,204 人，比预期少 *31%*\n渠道 [小红书] &lt;@all&gt;\n"
        "<https://y.example.com/metrics?a=1&amp;b=2>",
        "unfurl_links": False,
    }
    assert office.states(channel) == {"a": "sent"}


HTML = (
    "<b>下单人数 &lt; 预期 &amp; 低于下限</b>\n昨日 1,204 人，比预期少 *31%*\n渠道 [小红书] &lt;@all&gt;\n"
    '<a href="https://y.example.com/metrics?a=1&amp;b=2">https://y.example.com/metrics?a=1&amp;b=2</a>'
)


def test_telegram(office: Office, chats: Chats) -> None:
    channel = told(office, "telegram")
    (got,) = chats.got
    assert got.path == f"/bot{TOKEN}/sendMessage"
    assert got.json == {
        "chat_id": "-1001234567890",
        "text": HTML,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    assert office.states(channel) == {"a": "sent"}
    assert office.shown(channel)["address"] == "api.telegram.org -1001234567890 (bot 123456789)"


def test_telegram_with_a_picture(office: Office, chats: Chats) -> None:
    told(office, "telegram", image_png=PNG)
    (got,) = chats.got
    assert got.path == f"/bot{TOKEN}/sendPhoto"
    raw = f"Content-Type: {got.headers['content-type']}\r\n\r\n".encode() + got.body
    form = {
        part.get_param("name", header="content-disposition"): part.get_payload(decode=True)
        for part in message_from_bytes(raw, policy=default).iter_parts()
    }
    assert form == {
        "chat_id": b"-1001234567890",
        "caption": HTML.encode(),
        "parse_mode": b"HTML",
        "photo": PNG,
    }


def test_telegram_with_much_to_say(office: Office, chats: Chats) -> None:
    told(office, "telegram", text="😀预警" * 2000, image_png=PNG)
    words, picture = chats.got
    text = words.json["text"]
    assert "…\n<a href" in text
    shown = unescape(text).replace("<b>", "").replace("</b>", "").split("\n<a")[0] + "\n" + LINK
    assert 4080 <= len(shown.encode("utf-16-le")) // 2 <= 4096
    assert picture.path == f"/bot{TOKEN}/sendPhoto" and b"caption" not in picture.body


BUSY = [
    ("wecom", 200, {"errcode": 45009, "errmsg": "api freq out of limit"}, 60),
    ("dingtalk", 200, {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}, 60),
    ("feishu", 200, {"code": 11232, "msg": "frequency limited"}, 60),
    (
        "telegram",
        429,
        {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": 9}},
        9,
    ),
    ("slack", 429, "rate_limited", 30),
    ("wecom", 200, {"errcode": -1, "errmsg": "system busy"}, 60),
    ("wecom", 500, "oops", 60),
    ("feishu", 503, "down", 60),
    ("slack", 503, "service_unavailable", 60),
]
FOR_GOOD = [
    ("wecom", 200, {"errcode": 93000, "errmsg": "invalid webhook url, key " + KEY}, "93000"),
    ("dingtalk", 200, {"errcode": 310000, "errmsg": "keywords not in content"}, "310000"),
    ("dingtalk", 200, {"errcode": 310000, "errmsg": "sign not match"}, "310000"),
    ("feishu", 200, {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"}, "19021"),
    ("feishu", 400, {"code": 9499, "msg": "Bad Request", "data": {}}, "400"),
    ("slack", 404, "no_service", "404"),
    ("slack", 302, "", "302"),
    ("telegram", 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}, "401"),
    ("telegram", 400, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}, "400"),
]  # fmt: skip
NOBODY_KNOWS = [
    ("wecom", None, ""), ("dingtalk", 504, ""), ("feishu", 502, "bad gateway"), ("slack", 200, "<html>"),
    ("telegram", 200, "{"), ("telegram", None, ""), ("dingtalk", 200, "{}"), ("slack", None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "status", "body", "pause"), BUSY)
def test_what_is_not_taken_now_is_sent_later_once(
    office: Office, chats: Chats, kind: str, status: int, body: Any, pause: int
) -> None:
    chats.will_answer(status, body, **({"Retry_After": "30"} if kind == "slack" and status == 429 else {}))
    channel = told(office, kind)
    office.later(seconds=pause - 1)
    office.send()
    assert (office.states(channel), len(chats.got)) == ({"a": "queued"}, 1)
    assert office.shown(channel)["status"] == "retrying"
    office.later(seconds=1)
    office.send()
    assert (office.states(channel), len(chats.got)) == ({"a": "sent"}, 2)
    assert office.shown(channel)["status"] == "fine"


@pytest.mark.parametrize(("kind", "status", "body", "code"), FOR_GOOD)
def test_what_is_refused_inside_a_200_too(
    office: Office, chats: Chats, kind: str, status: int, body: Any, code: str
) -> None:
    chats.will_answer(status, body, **({"Location": "http://127.0.0.1:9/"} if status == 302 else {}))
    channel = told(office, kind)
    office.later(hours=1)
    office.send()
    assert (office.states(channel), len(chats.got)) == ({"a": "failed"}, 1)
    shown = office.shown(channel)
    assert (shown["status"], shown["last_error"]["params"]["status"]) == ("failing", code)
    for secret in (KEY, SECRET, TOKEN):
        assert secret not in str(shown)


@pytest.mark.parametrize(("kind", "status", "body"), NOBODY_KNOWS)
def test_what_nobody_knows_is_not_sent_again(
    office: Office, chats: Chats, kind: str, status: int | None, body: str
) -> None:
    if status is None:
        chats.answers.append(None)
    else:
        chats.will_answer(status, body)
    channel = told(office, kind)
    office.later(hours=5)
    office.send()
    assert (office.states(channel), len(chats.got)) == ({"a": "unsure"}, 1)
    assert office.shown(channel)["status"] == "unsure"


@pytest.mark.parametrize("kind", list(PLACES))
def test_the_test_message(office: Office, chats: Chats, kind: str) -> None:
    channel = office.add(kind, "运营群", **PLACES[kind])
    tried = office.app.channeling.test(office.project, channel, by=None)
    assert (tried.error, tried.unsure, len(chats.got)) == (None, False, 1)
    assert "渠道「运营群」的测试消息" in chats.got[0].body.decode("unicode_escape", "ignore") or "运营群" in (
        chats.got[0].body.decode()
    )
    assert office.shown(channel)["status"] == "fine"


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("wecom", {"url": "https://qyapi.weixin.qq.com.evil.com/cgi-bin/webhook/send?key=" + KEY}),
        ("wecom", {"url": f"http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"}),
        ("dingtalk", {"url": "https://127.0.0.1/robot/send?access_token=abcdefgh"}),
        ("feishu", {"url": f"https://open.feishu.cn/open-apis/bot/v2/hook/{KEY}/../../x"}),
        ("feishu", {"url": PLACES["feishu"]["url"], "secret": "a b"}),
        ("slack", {"url": "https://hooks.slack.com@evil.com/services/T00000000/B00000000/abcdEFGH12345678"}),
        ("telegram", {"token": "x", "chat": "1"}),
        ("telegram", {"token": TOKEN, "chat": "1/../x"}),
    ],
)
def test_places_that_are_not_of_the_service(office: Office, kind: str, place: dict[str, str]) -> None:
    with pytest.raises(Refused):
        office.add(kind, **place)
