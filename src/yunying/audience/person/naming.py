"""Which property says what a person is called."""

from __future__ import annotations

from collections.abc import Iterable

from yunying.audience.contacts import plain_name

_NAMES = (
    "name", "fullname", "realname", "truename", "姓名", "真实姓名", "名字", "客户姓名", "username", "nickname", "nick",
    "displayname", "昵称", "用户名", "用户昵称", "firstname",
)  # fmt: skip


def name_property(names: Iterable[str]) -> str | None:
    """The one of these properties that people are called by; None where there is none."""
    known = {plain_name(name): name for name in reversed(list(names))}
    return next((known[name] for name in _NAMES if name in known), None)
