"""Addresses: places from database files, and what is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.enrich.support import GUANGZHOU, PARIS, enriched, record, write_mmdb

from yunying.app import App
from yunying.app.health import examine
from yunying.collect.enrich import Enricher, Geo, Place
from yunying.collect.enrich.addresses import read_address
from yunying.collect.records import Changes
from yunying.collect.rules import Rules

PLACES = {"1.2.3.0/24": GUANGZHOU, "2a00:1450::/32": PARIS}


def place_of(found: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(found.get(name) for name in ("$country", "$region", "$city", "$ip"))


def test_places_and_what_is_stored(tmp_path: Path) -> None:
    write_mmdb(tmp_path / "city.mmdb", PLACES)
    assert place_of(enriched({"$ip": "1.2.3.4"}, geo=tmp_path)) == (
        "China",
        "Guangdong",
        "Guangzhou",
        "1.2.3.0",
    )
    chinese = Rules(place_names="zh-CN", ip="drop")
    assert place_of(enriched({"$ip": "1.2.3.4"}, chinese, geo=tmp_path)) == ("中国", "广东", "广州", None)
    whole = Rules(ip="keep", place_names="zh-CN")
    found = enriched({"$ip": "2a00:1450:4001::7"}, whole, geo=tmp_path)
    assert place_of(found) == ("法国", None, "Paris", "2a00:1450:4001::7"), (
        "English where there is no other name"
    )
    assert enriched({"$ip": "2a00:1450:4001:9::7"})["$ip"] == "2a00:1450:4001::"
    assert place_of(enriched({"$ip": "9.9.9.9"}, geo=tmp_path)) == (None, None, None, "9.9.9.0")
    sent = {"$ip": "1.2.3.4", "$country": "Elsewhere"}
    assert enriched(sent, geo=tmp_path)["$country"] == "Elsewhere"


def test_whose_address_it_is(tmp_path: Path) -> None:
    write_mmdb(tmp_path / "city.mmdb", PLACES)
    assert enriched({}, ip="1.2.3.4", geo=tmp_path) == {}, "a server's address says nothing of the person"
    found = enriched({}, ip="1.2.3.4", device=True, geo=tmp_path)
    assert place_of(found) == ("China", "Guangdong", "Guangzhou", "1.2.3.0")
    found = enriched({"$ip": "2a00:1450:1:2::1"}, ip="1.2.3.4", device=True, geo=tmp_path)
    assert place_of(found) == ("France", None, "Paris", "2a00:1450:1::")


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        (" 1.2.3.4 ", "1.2.3.0"), ("1.2.3.4:8080", "1.2.3.0"), ("::ffff:1.2.3.4", "1.2.3.0"),
        ("[2001:db8::1]:443", "2001:db8::"),
        ("fe80::1%eth0", "fe80::"), ("1.2.3", None), ("", None), ("somebody", None), ("1.2.3.4, 5.6.7.8", None),
        (17, None), (["1.2.3.4"], None), ({"a": 1}, None), (True, None),
    ],
)  # fmt: skip
def test_an_address_is_never_stored_whole(text: Any, stored: str | None) -> None:
    assert enriched({"$ip": text}).get("$ip") == stored
    assert "$ip" not in enriched({"$ip": text}, Rules(ip="drop"))
    made = record(person=Changes(set={"$ip": text}, set_once={"$ip": "1.2.3.4"}))
    Enricher(Rules(), Geo(Path("/nonexistent"))).enrich(made, None, None)
    assert made.person is not None
    assert made.person.set.get("$ip") == stored
    assert made.person.set_once["$ip"] == "1.2.3.0"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_files_come_change_break_and_go(tmp_path: Path) -> None:
    clock = Clock()
    geo = Geo(tmp_path / "geo", clock)
    address = read_address("1.2.3.4")
    assert address is not None
    assert geo.files() == []
    assert geo.place(address) is None
    file = write_mmdb(tmp_path / "geo" / "city.mmdb", PLACES)
    clock.now += 10
    first = geo.version
    assert geo.place(address) == Place("China", "Guangdong", "Guangzhou")
    assert [(f.name, f.kind, f.problem) for f in geo.files()] == [("city.mmdb", "Test-City", None)]
    # Overwritten in place with half a file: what was there stays in use, and it is said.
    file.write_bytes(file.read_bytes()[:100])
    clock.now += 10
    assert geo.version == first
    assert geo.place(address) == Place("China", "Guangdong", "Guangzhou")
    assert "cannot be read" in str(geo.files()[0].problem)
    write_mmdb(file, {"1.2.3.0/24": PARIS})
    clock.now += 10
    assert geo.version > first
    assert geo.place(address) == Place("France", "", "Paris")
    assert geo.files()[0].problem is None
    file.unlink()
    clock.now += 10
    assert geo.version > first + 1
    assert geo.place(address) is None


def test_an_enricher_notices(tmp_path: Path) -> None:
    clock = Clock()
    enricher = Enricher(Rules(), Geo(tmp_path, clock))
    made = record({"$ip": "1.2.3.4"})
    enricher.enrich(made, None, None)
    assert "$country" not in made.properties
    write_mmdb(tmp_path / "city.mmdb", PLACES)
    clock.now += 10
    for _ in range(300):
        made = record({"$ip": "1.2.3.4"})
        enricher.enrich(made, None, None)
    assert made.properties["$country"] == "China"


def test_a_damaged_file_is_said_and_the_next_one_asked(tmp_path: Path) -> None:
    whole = write_mmdb(tmp_path / "b.mmdb", PLACES).read_bytes()
    address = read_address("1.2.3.4")
    assert address is not None
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        (tmp_path / "a.mmdb").write_bytes(whole[:at] + b"\xff" * 16 + whole[at + 16 :])
        geo = Geo(tmp_path)
        geo.files()
        geo.place(address)
    (tmp_path / "a.mmdb").write_bytes(b"nothing")
    geo = Geo(tmp_path)
    assert [f.problem is None for f in geo.files()] == [False, True]
    assert geo.place(address) == Place("China", "Guangdong", "Guangzhou")


def test_flat_records(tmp_path: Path) -> None:
    write_mmdb(
        tmp_path / "flat.mmdb",
        {"1.2.3.0/24": {"country": "CN", "country_name": "China", "region": "Guangdong", "city": "Shenzhen"}},
    )
    assert place_of(enriched({"$ip": "1.2.3.4"}, geo=tmp_path)) == (
        "China",
        "Guangdong",
        "Shenzhen",
        "1.2.3.0",
    )


def test_doctor_says_what_is_there(app: App) -> None:
    def said() -> dict[str, bool | None]:
        return {f.subject: f.good for f in examine(app.settings) if f.subject.startswith("places")}

    assert said() == {"places": None}
    write_mmdb(app.settings.home / "geo" / "city.mmdb", PLACES)
    (app.settings.home / "geo" / "other.mmdb").write_bytes(b"nothing")
    assert said() == {"places city.mmdb": True, "places other.mmdb": False}
