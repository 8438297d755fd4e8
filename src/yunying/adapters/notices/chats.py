"""Group chats of WeCom (企业微信), DingTalk (钉钉) and Feishu (飞书): robots that are posted to under a key.

All three answer 200 whatever became of the message; what counts is the code inside.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from typing import Any
from urllib.parse import quote

from yunying.adapters.allowed import AllowList
from yunying.adapters.notices.port import Notice, Said, cut, field
from yunying.adapters.notices.service import Service, tail
from yunying.core import Clock, Refused, YunyingError

_KEY = r"[A-Za-z0-9_-]{8,200}"
_WECOM = re.compile(rf"(?:https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=)?({_KEY})")
_DINGTALK = re.compile(rf"(?:https://oapi\.dingtalk\.com/robot/send\?access_token=)?({_KEY})")
_FEISHU = re.compile(rf"https://(open\.feishu\.cn|open\.larksuite\.com)/open-apis/bot/v2/hook/({_KEY})/?")
_MINUTE = 60


class WeCom:
    """A robot of a WeCom group: Markdown of up to 4,096 bytes, and the picture as a message after it."""

    knows_ids = False

    def __init__(self, said: Said, _allowed: AllowList, _clock: Clock) -> None:
        (key,) = _matched(_WECOM, said, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…")
        self._service = Service("qyapi.weixin.qq.com", [key])
        self._path = f"/cgi-bin/webhook/send?key={key}"
        self.address = f"{self._service.host} {tail(key)}"

    def send(self, notice: Notice) -> YunyingError | None:
        """Post it; what became of the picture alone is returned."""
        head, end = (
            f"**{notice.title}**\n",
            "" if notice.link is None else f"\n[{notice.link}]({notice.link})",
        )
        # `<@somebody>` would call them.
        text = cut(f"{head}{notice.text}".replace("<@", "<\u200b@"), 4096 - len(end.encode()))
        self._post({"msgtype": "markdown", "markdown": {"content": text + end}})
        image = notice.image_png
        if image is None:
            return None
        md5 = hashlib.md5(image, usedforsecurity=False).hexdigest()
        try:
            self._post(
                {"msgtype": "image", "image": {"base64": base64.b64encode(image).decode(), "md5": md5}}
            )
        except YunyingError as error:  # the words have arrived: sending all of it again would tell them twice
            return error
        return None

    def _post(self, body: dict[str, Any]) -> None:
        found = self._service.read(self._service.post_json(self._path, body))
        _coded(self._service, found, "errcode", "errmsg", fast=(45009,), busy=(-1,))


class DingTalk:
    """A robot of a DingTalk group, signed where its secret is known: Markdown; pictures go only by public links."""

    knows_ids = False

    def __init__(self, said: Said, _allowed: AllowList, clock: Clock) -> None:
        (token,) = _matched(_DINGTALK, said, "https://oapi.dingtalk.com/robot/send?access_token=…")
        self._secret = _secret(said)
        self._service = Service("oapi.dingtalk.com", [token, self._secret])
        self._token = token
        self._clock = clock
        self.address = f"{self._service.host} {tail(token)}"

    def send(self, notice: Notice) -> None:
        """Post it."""
        end = "" if notice.link is None else f"\n\n[{_escaped(notice.link)}]({notice.link})"
        lines = "  \n".join(_escaped(line) for line in cut(notice.text, 8_000).split("\n"))
        text = f"### {_escaped(notice.title)}\n\n{lines}{end}"
        path = f"/robot/send?access_token={self._token}"
        if self._secret:
            said = str(round(self._clock().timestamp() * 1000))
            sign = _hmac(self._secret, f"{said}\n{self._secret}")
            path += f"&timestamp={said}&sign={quote(sign, safe='')}"
        body = {"msgtype": "markdown", "markdown": {"title": notice.title, "text": text}}
        found = self._service.read(self._service.post_json(path, body))
        _coded(self._service, found, "errcode", "errmsg", fast=(130101, 410100), busy=(-1,))


class Feishu:
    """A robot of a Feishu (or Lark) group, signed where its secret is known: rich text; it takes no pictures."""

    knows_ids = False

    def __init__(self, said: Said, _allowed: AllowList, clock: Clock) -> None:
        host, token = _matched(_FEISHU, said, "https://open.feishu.cn/open-apis/bot/v2/hook/…")
        self._secret = _secret(said)
        self._service = Service(host, [token, self._secret])
        self._path = f"/open-apis/bot/v2/hook/{token}"
        self._clock = clock
        self.address = f"{host} {tail(token)}"

    def send(self, notice: Notice) -> None:
        """Post it."""
        content = [[{"tag": "text", "text": line}] for line in cut(notice.text, 18_000).split("\n")]
        if notice.link is not None:
            content.append([{"tag": "a", "text": notice.link, "href": notice.link}])
        post = {"zh_cn": {"title": notice.title, "content": content}}
        body: dict[str, Any] = {"msg_type": "post", "content": {"post": post}}
        if self._secret:
            said = str(round(self._clock().timestamp()))
            body |= {"timestamp": said, "sign": _hmac(f"{said}\n{self._secret}", "")}
        found = self._service.read(self._service.post_json(self._path, body))
        _coded(self._service, found, "code", "msg", fast=(11232,), busy=())


def _coded(
    service: Service,
    found: dict[str, Any],
    code: str,
    words: str,
    *,
    fast: tuple[int, ...],
    busy: tuple[int, ...],
) -> None:
    """Raise what the code inside an answer says: 0 is taken, `fast` too many a minute, `busy` a fault of theirs."""
    said = found.get(code)
    if said == 0 and said is not False:
        return
    if not isinstance(said, int):
        raise service.unclear()
    if said in fast:
        raise service.later(said, found.get(words, ""), _MINUTE)
    if said in busy:
        raise service.later(said, found.get(words, ""))
    raise service.refused(said, found.get(words, ""))


def _matched(pattern: re.Pattern[str], said: Said, like: str) -> tuple[str, ...]:
    found = pattern.fullmatch(field(said, "url", "The address of the robot"))
    if found is None:
        raise Refused(
            "robot_url_wanted", f"Paste the address as the group shows it: {like}", field="url", like=like
        )
    return found.groups()


def _secret(said: Said) -> str:
    text = said.get("secret", "").strip()
    if text and not re.fullmatch(r"[A-Za-z0-9_-]{8,200}", text):
        raise Refused(
            "robot_secret_wrong",
            "The signing secret of a robot is one word of letters and digits.",
            field="secret",
        )
    return text


def _hmac(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def _escaped(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return re.sub(r"([\\`*_{}\[\]()#+!|~<>-])", r"\\\1", text)
