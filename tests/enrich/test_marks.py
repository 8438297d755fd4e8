"""What keeps a record out of production: debugging, tests, the team, bots, in this order."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
from tests.enrich.support import GOOGLEBOT, record
from tests.support.lake import add_events, open_dataset

from yunying.collect.enrich import Enricher, Geo, staff_in
from yunying.collect.records import Changes, Link
from yunying.collect.rules import Rules, Staff
from yunying.store.schema import TIME

RULES = Rules(
    staff=Staff(
        ids=("u-staff",), email_domains=("example.com",), ip_ranges=("203.0.113.0/24", "2001:db8::/32")
    ),
    test_devices=("u-test", "device-test"),
)


def enricher(*known: tuple[str, str]) -> Enricher:
    return Enricher(RULES, Geo(Path("/nonexistent")), known)


def test_the_order_of_marks() -> None:
    made = record({"$user_agent": GOOGLEBOT, "$ip": "203.0.113.9"}, distinct_id="u-test")
    assert enricher().enrich(made, None, None, debug=True) == "debug"
    made = record({"$user_agent": GOOGLEBOT, "$ip": "203.0.113.9"}, distinct_id="u-test")
    assert enricher().enrich(made, None, None) == "test"
    made = record({"$user_agent": GOOGLEBOT, "$ip": "203.0.113.9"})
    assert enricher().enrich(made, None, None) == "staff"
    made = record({"$user_agent": GOOGLEBOT})
    assert enricher().enrich(made, None, None) == "bot"
    assert enricher().enrich(record(), None, None) is None


def test_test_devices() -> None:
    assert enricher().enrich(record({"$device_id": "device-test"}), None, None) == "test"
    assert enricher().enrich(record({"$device_id": ["device-test"]}), None, None) is None


def test_staff_by_id_and_address() -> None:
    assert enricher().enrich(record(distinct_id="u-staff"), None, None) == "staff"
    linked = record(links=(Link("u-staff", "identify"),))
    assert enricher().enrich(linked, None, None) == "staff"
    assert enricher().enrich(record({"$ip": "2001:db8::1"}), None, None) == "staff"
    assert enricher().enrich(record(device=True), "203.0.113.1", None) == "staff"
    assert enricher().enrich(record(), "203.0.113.1", None) is None, "a server's address is nobody's"
    made = record({"$ip": "203.0.113.1"})
    assert enricher().enrich(made, None, None) == "staff"
    assert made.properties["$ip"] == "203.0.113.0"


def test_staff_by_mail_are_known_from_then_on() -> None:
    one = enricher()
    assert one.enrich(record(), None, None) is None
    signs_in = record(person=Changes(set={"email": "Ann@Sub.Example.com"}))
    assert one.enrich(signs_in, None, None) == "staff"
    assert one.enrich(record(), None, None) == "staff"
    assert one.staff == [("u-1", "sub.example.com")]
    assert enricher(*one.staff).enrich(record(), None, None) == "staff"
    assert enricher(("u-1", "left.example.org")).enrich(record(), None, None) is None, (
        "its domain is not ours now"
    )
    for email in ("ann@notexample.com", "example.com", 7, None, "a@example.com." + "x" * 400):
        assert enricher().enrich(record(person=Changes(set={"email": email})), None, None) is None
    assert enricher().enrich(record(distinct_id="bob@example.com"), None, None) == "staff"
    assert enricher().enrich(record({"$email": "bob@example.com"}), None, None) == "staff"


def test_staff_known_to_the_lake(tmp_path: Path) -> None:
    data = open_dataset(tmp_path)
    assert staff_in(data.lake, RULES.staff) == []
    mails = ["Ann@Sub.Example.com ", "bob@elsewhere.org", None, "x@notexample.com", "plain"]
    events = {
        "person_id": pa.array(range(5), pa.int32()),
        "event": ["x"] * 5,
        "time": pa.array([0] * 5).cast(TIME),
        "email": pa.array(mails, pa.string()),
    }
    add_events(data.lake, pa.table(events), [("email", "person", "text")])
    assert staff_in(data.lake, RULES.staff) == [("0", "sub.example.com")]
    assert staff_in(data.lake, Staff()) == []
