"""The country of a time zone: where a phone number without a country code is of."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def region_of(timezone: str) -> str | None:
    """ISO 3166 code of a zone's country, of the one named first where there are several; None for zones of nowhere."""
    countries, links = _tables()
    return countries.get(links.get(timezone, timezone))


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """From zone to country, and from a zone's other names to that by which it is listed."""
    folder = files("tzdata") / "zoneinfo"
    countries = {}
    for line in (folder / "zone.tab").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            countries[zone] = country
    links = {}
    for line in (folder / "tzdata.zi").read_text(encoding="utf-8").splitlines():
        if line.startswith("L "):
            _, target, name = line.split()
            if name not in countries:
                links[name] = target
    return countries, links
