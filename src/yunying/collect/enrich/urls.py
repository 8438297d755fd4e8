"""Addresses of pages: path, campaign, click ids, and whether a link came from the site itself."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote_plus, urlsplit

from yunying.collect.enrich.caching import Pairs

CLICK_IDS = {
    "gclid": "google", "gbraid": "google", "wbraid": "google", "dclid": "google display", "msclkid": "bing",
    "yclid": "yandex", "bd_vid": "baidu", "qhclickid": "360", "sg_vid": "sogou", "uctrackid": "uc",
    "clickid": "oceanengine", "gdt_vid": "tencent", "qz_gdt": "tencent", "ttclid": "tiktok", "twclid": "twitter",
    "li_fat_id": "linkedin", "fbclid": "facebook", "igshid": "instagram", "igsh": "instagram",
}  # fmt: skip
"""URL parameters by which advertisers know a click, and whose they are. Of several the first listed counts."""
_UTM = {f"utm_{name}": f"$utm_{name}" for name in ("source", "medium", "campaign", "term", "content")}
_LONGEST = 1000
_MOST_PARAMETERS = 200
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}", re.ASCII)
_SECOND_LEVEL = frozenset(("com", "net", "org", "gov", "edu", "ac", "co", "or", "ne", "go"))


class Page(NamedTuple):
    """What a page's address tells: properties, its host, and the parameters that were asked for."""

    properties: Pairs = ()
    host: str = ""
    parameters: Pairs = ()


def read_url(text: str, wanted: frozenset[str] = frozenset()) -> Page:
    """Path, host, campaign and click id of a page; with the parameters named in `wanted` (in lower case)."""
    try:
        parts = urlsplit(text.strip())
        host = parts.hostname or ""
    except ValueError:
        return Page()
    host = host if len(host) <= 253 else ""
    # Pages of one address alone keep their route, and then its parameters, behind the #.
    found = _parameters(parts.query, wanted) | _parameters(parts.fragment.partition("?")[2], wanted)
    told = [("$path", (parts.path or ("/" if host else ""))[:_LONGEST]), ("$host", host)]
    told += [(name, found.get(parameter, "")) for parameter, name in _UTM.items()]
    for parameter, source in CLICK_IDS.items():
        if found.get(parameter):
            told += [("$click_id", found[parameter]), ("$click_source", source)]
            break
    asked = tuple((name, value) for name, value in found.items() if name in wanted)
    return Page(tuple((name, value) for name, value in told if value), host, asked)


def _parameters(query: str, wanted: frozenset[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in query.split("&", _MOST_PARAMETERS)[:_MOST_PARAMETERS] if query else ():
        name, _, value = part.partition("=")
        name = name.lower()
        if value and name not in found and (name in _UTM or name in CLICK_IDS or name in wanted):
            found[name] = unquote_plus(value[: 3 * _LONGEST]).strip()[:_LONGEST]
    return found


def referrer_host(text: str) -> str:
    """The host of a referrer, in lower case; empty where it has none."""
    text = text.strip()
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        return ""
    if not host and _HOST.fullmatch(text[:254]):
        host = text.lower()
    return host if len(host) <= 253 else ""


def same_site(host: str, other: str) -> bool:
    """Whether two hosts belong to one domain that somebody registered."""
    return host == other or (bool(host) and _site(host) == _site(other))


def _site(host: str) -> str:
    labels = host.rsplit(".", 3)
    if len(labels) < 3 or labels[-1].isdigit() or ":" in host:
        return host
    national = labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2
    return ".".join(labels[-3 if national else -2 :])
