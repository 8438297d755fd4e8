"""Times in every way people write them, in zones with every kind of rule."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.imports import Desk

from yunying.collect.files.times import TimeReader
from yunying.collect.files.zones import to_utc
from yunying.core import Refused, instant_of

ZONES = ["UTC", "Asia/Shanghai", "America/New_York", "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe",
         "America/St_Johns", "Africa/Casablanca", "Pacific/Apia"]  # fmt: skip
EPOCH = datetime.fromisoformat("1970-01-01")  # without a zone, as the moments are
moments = st.datetimes(datetime.fromisoformat("1950-01-01"), datetime.fromisoformat("2100-01-01"))


def read(value: object, zone: str = "UTC", time_format: str | None = None) -> datetime | None:
    times = TimeReader(zone, time_format).read(pa.array([value]))
    return instant_of(int(times.microseconds[0])) if times.ok[0] else None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2010-12-01 08:26", "2010-12-01T08:26:00"),
        ("2010-12-01T08:26:01.5", "2010-12-01T08:26:01.5"),
        ("2010-12-01T08:26:00Z", "2010-12-01T08:26:00"),
        ("2010-12-01T08:26:00.123456789+08:00", "2010-12-01T00:26:00.123456"),
        ("2010-12-01 08:26:00 +0530", "2010-12-01T02:56:00"),
        ("2010/12/1 8:26", "2010-12-01T08:26:00"),
        ("2010年12月1日 8时26分", "2010-12-01T08:26:00"),
        ("2010-12-01", "2010-12-01T00:00:00"),
        ("1/12/2010 8:26", "2010-12-01T08:26:00"),
        ("25/12/2010 8:26 PM", "2010-12-25T20:26:00"),
        ("1/12/2010 12:01 am", "2010-12-01T00:01:00"),
        ("01.12.2010", "2010-12-01T00:00:00"),
        ("1291191960", "2010-12-01T08:26:00"),
        ("1291191960123", "2010-12-01T08:26:00.123"),
        ("1291191960123456", "2010-12-01T08:26:00.123456"),
        ("1291191960.25", "2010-12-01T08:26:00.25"),
        (1291191960, "2010-12-01T08:26:00"),
        (1291191960123.0, "2010-12-01T08:26:00.123"),
        ("40513.3513888889", "2010-12-01T08:26:00"),
        (40513.3513888889, "2010-12-01T08:26:00"),
        ("20101201", "2010-12-01T00:00:00"),
        (20101201082600, "2010-12-01T08:26:00"),
        (date(2010, 12, 1), "2010-12-01T00:00:00"),
        (datetime.fromisoformat("2010-12-01 08:26"), "2010-12-01T08:26:00"),
    ],
)
def test_ways_of_writing(value: object, expected: str) -> None:
    assert read(value) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "2010-02-30",
        "2010-13-01",
        "2010-12-01 25:00",
        "12",
        7,
        1.5,
        True,
        "13/13/2010",
        float("nan"),
    ],
)
def test_what_is_no_time(value: object) -> None:
    assert read(value) is None


def test_formats_that_are_told() -> None:
    assert read("01-12-10 08h26", time_format="%d-%m-%y %Hh%M") == datetime(2010, 12, 1, 8, 26, tzinfo=UTC)
    assert read("01-12-2010 08 +0200", time_format="%d-%m-%Y %H %z") == datetime(2010, 12, 1, 6, tzinfo=UTC)
    assert read("60", time_format="epoch_s") == datetime(1970, 1, 1, 0, 1, tzinfo=UTC)
    assert read("2/1/2010", time_format="month_first") == datetime(2010, 2, 1, tzinfo=UTC)
    assert read(2.0, time_format="excel") == datetime(1900, 1, 1, tzinfo=UTC)
    for wrong in ("%Q", "noon", "%"):
        with pytest.raises(Refused):
            TimeReader("UTC", wrong)


@given(moment=moments, zone=st.sampled_from(ZONES))
def test_local_times_are_what_python_says(moment: datetime, zone: str) -> None:
    local = np.array([(moment - EPOCH) // timedelta(microseconds=1)])
    assert instant_of(int(to_utc(local, zone)[0])) == moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@given(moment=moments, zone=st.sampled_from(ZONES))
def test_iso_round_trip(moment: datetime, zone: str) -> None:
    aware = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    if (aware.utcoffset() or timedelta()) % timedelta(minutes=1):  # local mean time
        return
    assert read(aware.isoformat(), "Asia/Tokyo") == aware.astimezone(UTC)


def test_clocks_put_forward_and_back() -> None:
    assert read("2024-03-31 01:30", "Europe/London") == datetime(2024, 3, 31, 1, 30, tzinfo=UTC), (
        "skipped: 02:30"
    )
    assert read("2024-10-27 01:30", "Europe/London") == datetime(2024, 10, 27, 0, 30, tzinfo=UTC), (
        "twice: the first"
    )


def test_a_value_means_the_same_whatever_stands_beside_it() -> None:
    values = [
        "2010-12-01 08:26",
        "2010-12-01T08",
        "2010-12-01T08:26Z",
        "40513.5",
        "1291191960",
        "x",
        None,
        "1/2/2010",
    ]
    together = TimeReader("Asia/Kolkata").read(pa.array(values))
    for place, value in enumerate(values):
        alone = TimeReader("Asia/Kolkata").read(pa.array([value], pa.string()))
        assert (alone.ok[0], alone.microseconds[0]) == (together.ok[place], together.microseconds[place]), (
            value
        )


def day_and_month(*values: str) -> bytes:
    return ("u,t\n" + "".join(f"a,{v}\n" for v in values)).encode()


@pytest.mark.parametrize(
    ("last", "zone", "month", "note"),
    [
        ("25/12/2010", "UTC", 2, False),
        ("12/25/2010", "UTC", 1, False),
        ("3/4/2010", "UTC", 2, True),
        ("3/4/2010", "America/Chicago", 1, True),
    ],
)
def test_the_whole_column_decides_which_is_the_day(
    desk: Desk, last: str, zone: str, month: int, note: bool
) -> None:
    content = day_and_month(*["1/2/2010"] * 5, last)
    result = desk.load(content, person="u", time="t", event_name="x", timezone=zone)
    assert result.bad == 0
    assert desk.rows()[0]["time"].astimezone(ZoneInfo(zone)).month == month
    assert ("day_order_guessed" in {n.code for n in result.notes}) is note


def test_a_day_order_proved_far_down(desk: Desk) -> None:
    padding = "far down " * 30  # the proof is beyond the first block that is read
    rows = [f"a,1/2/2010 08:26,{padding}\n"] * 40_000 + ["a,12/25/2010 08:26,\n"]
    result = desk.load(("u,t,v\n" + "".join(rows)).encode(), person="u", time="t", event_name="x")
    assert (result.bad, desk.rows()[0]["time"].month) == (0, 1)


def test_zones_of_file_and_project(desk: Desk) -> None:
    desk.zone = "Asia/Shanghai"
    desk.load(b"u,t\na,2024-01-01 08:00\n", person="u", time="t", event_name="x")
    assert desk.rows()[0]["time"] == datetime(2024, 1, 1, 0, 0, tzinfo=UTC)
    desk.load(b"u,t\na,2024-02-01 08:00\n", person="u", time="t", event_name="x", timezone="Europe/Paris")
    assert desk.rows()[1]["time"] == datetime(2024, 2, 1, 7, 0, tzinfo=UTC)
