"""Whatever is sent: enrichment never raises, takes a bounded time and a bounded memory, and stores no address."""

from __future__ import annotations

import ipaddress
import time
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.enrich.support import CHROME, record
from tests.support.profiles import share

from yunying.collect.enrich import Enricher, Geo
from yunying.collect.enrich.caching import Recent
from yunying.collect.records import Changes
from yunying.collect.rules import Rules, Staff

_PARTS = st.sampled_from(
    ("http://", "https://", "//", "[", "]", "@", ":", "/", "?", "#", "&", "=", "%", "%ff", "+", ".", "www.",
     "baidu.com", "utm_source=", "gclid=", "\0", "\n", "\ud800", "中文", "xn--", "1.2.3.4", "::1", "%00", "a" * 300,
     "localhost"),
)  # fmt: skip
_TEXTS = st.one_of(
    st.text(st.characters(), max_size=60),
    st.lists(_PARTS, max_size=12).map("".join),
    st.ip_addresses().map(str),
    st.sampled_from(
        ("http://[::1", "http://[v1.x]/", "https://a:99999999/", "javascript:alert(1)", "zh_cn", CHROME)
    ),
)
_VALUES = st.one_of(
    _TEXTS, st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.lists(_TEXTS, max_size=2),
    st.dictionaries(_TEXTS, _TEXTS, max_size=2),
)  # fmt: skip
_NAMES = (
    "$url", "$referrer", "$referrer_host", "$user_agent", "$ip", "$language", "$utm_source", "$utm_medium", "$channel",
    "$utm_campaign", "$click_source", "$device_id", "$device_type", "email", "other",
)  # fmt: skip
_STRICT = Rules(
    staff=Staff(ids=("x",), email_domains=("a.cn",), ip_ranges=("10.0.0.0/8",)),
    test_devices=("d",),
    own_hosts=("b.cn",),
)
_ENRICHERS = [Enricher(rules, Geo(Path("/nonexistent"))) for rules in (Rules(), _STRICT, Rules(ip="drop"))]


@share(4)
@given(
    properties=st.dictionaries(st.sampled_from(_NAMES), _VALUES),
    person=st.dictionaries(st.sampled_from(("$ip", "email")), _VALUES),
    ip=st.one_of(st.none(), _TEXTS),
    agent=st.one_of(st.none(), _TEXTS),
    device=st.booleans(),
)
def test_nothing_raises(
    properties: dict[str, Any], person: dict[str, Any], ip: str | None, agent: str | None, device: bool
) -> None:
    for enricher in _ENRICHERS:
        made = record(dict(properties), device=device, person=Changes(set=dict(person)))
        enricher.enrich(made, ip, agent)
        kept = {
            k: v
            for k, v in properties.items()
            if v is not None and k not in ("$ip", "$language", "$device_type")
        }
        assert kept.items() <= made.properties.items()
        stored = made.properties.get("$ip")
        if stored is not None:
            address = ipaddress.ip_address(stored)
            length = 24 if address.version == 4 else 48
            assert address == ipaddress.ip_network((address, length), strict=False).network_address


def test_long_texts_take_bounded_time() -> None:
    texts = (
        "a" * 32_000, "http://" + "a." * 16_000, "http://x/?" + "&" * 32_000, "http://x/?" + "utm_source=1&" * 2_500,
        "(" * 32_000, "Mozilla/5.0 (" + "Android; " * 3_500, "http://x/?utm_source=" + "%41" * 10_000, ":" * 32_000,
        "zh-" * 10_000, "a@" * 16_000, "bot" * 10_000, "1." * 16_000,
    )  # fmt: skip
    enricher = Enricher(_STRICT, Geo(Path("/nonexistent")))
    enricher.enrich(record({"$user_agent": CHROME}), None, None)
    began = time.perf_counter()
    for text in texts:
        made = record(dict.fromkeys(_NAMES, text), person=Changes(set={"email": text}))
        enricher.enrich(made, text, text)
        assert len(made.properties.get("$click_id", "")) <= 1000
    assert time.perf_counter() - began < 1.0 * len(texts)


def test_memory_is_bounded() -> None:
    asked: list[str] = []

    def derive(key: str) -> int:
        asked.append(key)
        return len(key)

    recent: Recent[str, int] = Recent(derive, entries=100)
    for i in range(1000):
        assert recent[str(i)] == len(str(i))
        assert recent["often"] == 5
        assert len(recent) <= 101
    assert asked.count("often") == 1, "what is asked for again stays"
    assert recent["x" * 5000] == 5000
    assert "x" * 5000 not in recent
