"""Records to enrich, and a real database of places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mmdb_writer import MMDBWriter
from netaddr import IPSet

from yunying.collect.enrich import Enricher, Geo
from yunying.collect.records import Record
from yunying.collect.rules import Rules

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Safari/537.36"
)
WECHAT = (
    "Mozilla/5.0 (Linux; Android 13; V2218A Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/111.0.5563.116 Mobile Safari/537.36 XWEB/5279 MicroMessenger/8.0.42.2460(0x28002A35) "
    "WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64"
)
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
GUANGZHOU = {
    "country": {"iso_code": "CN", "names": {"en": "China", "zh-CN": "中国"}},
    "subdivisions": [{"names": {"en": "Guangdong", "zh-CN": "广东"}}],
    "city": {"names": {"en": "Guangzhou", "zh-CN": "广州"}},
}
PARIS = {"country": {"names": {"en": "France", "zh-CN": "法国"}}, "city": {"names": {"en": "Paris"}}}


def write_mmdb(path: Path, places: dict[str, Any]) -> Path:
    """A database file with these places by network."""
    writer = MMDBWriter(6, "Test-City", languages=["en", "zh-CN"], ipv4_compatible=True)
    for network, place in places.items():
        writer.insert_network(IPSet([network]), place)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    writer.to_db_file(str(part))
    part.replace(path)
    return path


def record(properties: dict[str, Any] | None = None, *, device: bool = False, **fields: Any) -> Record:
    """A record of somebody."""
    fields = {"event": "$pageview", "distinct_id": "u-1"} | fields
    return Record(properties=properties or {}, device=device, **fields)


def enriched(
    properties: dict[str, Any],
    rules: Rules | None = None,
    *,
    ip: str | None = None,
    user_agent: str | None = None,
    device: bool = False,
    geo: Path = Path("/nonexistent"),
) -> dict[str, Any]:
    """The properties of a record once it went through an enricher of its own."""
    made = record(properties, device=device)
    Enricher(rules or Rules(), Geo(geo)).enrich(made, ip, user_agent)
    return made.properties
