"""Erasing a person leaves nothing of them on disk, and of everybody else everything."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pyarrow.parquet as pq
import pytest
import zstandard
from tests.privacy.conftest import ANN, ANN_PHONE, BOB, CID, Shop

from yunying.app import App, open_app, privacy
from yunying.collect.protocols.kept import encode
from yunying.collect.records import ERASED, Record, Refusal
from yunying.collect.stream import decode
from yunying.core import NotFound, Settings
from yunying.store import People
from yunying.store.landing import LandingLog
from yunying.store.rows import rows_of


def contents(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and what is packed in it unpacked."""
    yield path.read_bytes()
    if path.suffix == ".parquet":
        table = pq.read_table(path, partitioning=None)
        yield orjson.dumps(table.to_pylist(), default=str)
        yield str(pq.read_metadata(path).to_dict()).encode()
    if path.parent.parent.name == "landing" and path.stem.isdecimal() and path.suffix == ".sqlite":
        log = LandingLog(path.parent)
        for landed in log.read(0):
            yield landed.body
            yield orjson.dumps(landed.head)
        log.close()
    if path.suffix == ".gz":
        yield gzip.decompress(path.read_bytes())


def files_holding(home: Path, text: str) -> list[str]:
    """Every file under the home folder in which a text is found, in any of the forms it may be written in."""
    forms = {text.encode(), orjson.dumps(text)[1:-1], text.encode("unicode_escape")}
    return sorted(
        path.relative_to(home).as_posix()
        for path in home.rglob("*")
        if path.is_file() and any(form in content for content in contents(path) for form in forms)
    )


def rows(shop: Shop, who: str) -> list[dict[str, Any]]:
    """All that the lake has of one id."""
    data = shop.app.datasets.of(shop.project)
    number = data.people.number(who)
    return [] if number is None else list(rows_of(data.lake.snapshot(), [number]))


def answers(shop: Shop) -> list[dict[str, Any]]:
    """What a question says of those who stay."""
    return rows(shop, BOB) + rows(shop, CID)


def found(shop: Shop, text: str) -> int:
    """How many people a search finds."""
    total: int = shop.app.finding.people(shop.project, text)["total"]
    return total


def test_nothing_is_left(shop: Shop, home: Path) -> None:
    data = shop.app.datasets.of(shop.project)
    assert data.hot.view().days() and files_holding(home, ANN) and files_holding(home, ANN_PHONE)
    before = answers(shop)
    refused = [(r.position, r.place) for r in shop.app.streams.of(shop.project).quarantine.all()]
    assert len(refused) == 2
    person = data.people.find(ANN)
    assert person is not None
    everybody = np.arange(data.people.count, dtype=np.int32)
    data.segments.keep("seg_all", everybody)
    data.segments.log.add(
        "seg_all", datetime(2026, 3, 1, tzinfo=UTC), len(everybody), everybody, everybody[:0]
    )
    assert [found(shop, text) for text in ("ann@", ANN_PHONE, BOB)] == [1, 1, 1]
    receipt = shop.app.privacy.erase(shop.project, ANN_PHONE, by=None)
    removed = receipt["removed"]
    assert (removed["rows"], removed["records"], removed["ids"], removed["merges"]) == (3, 4, 2, 1)
    assert (removed["quarantined"], removed["requests"], removed["segments"]) == (1, 4, 1)
    assert removed["segment_changes"] == 1
    assert len(data.segments.log.people(1)[0]) == len(everybody) - 2
    kept = data.segments.people("seg_all")
    assert kept is not None and len(kept) == data.people.count - 2 and person not in kept
    assert not any(receipt["verified"].values()) and not any(receipt["mentioned"].values())
    assert receipt["files"] == []
    for text in (ANN, ANN_PHONE, "ann-1"):
        assert files_holding(home, text) == []
    assert files_holding(home, BOB)
    assert answers(shop) == before
    assert data.people.find(ANN) is None
    assert [found(shop, text) for text in ("ann@", ANN_PHONE, BOB)] == [0, 0, 1]
    assert [(r.position, r.place) for r in shop.app.streams.of(shop.project).quarantine.all()] == refused[1:]
    assert not (home / "erasing" / shop.project.id).exists() or not any(
        (home / "erasing" / shop.project.id).iterdir()
    )
    audit = shop.app.workspace.audit.latest(1)[0]
    assert (audit.action, audit.details["receipt"]["removed"]) == ("person.erase", removed)
    with pytest.raises(NotFound):
        shop.app.privacy.erase(shop.project, ANN, by=None)
    # Who comes back is somebody new.
    shop.send(shop.event(ANN, "visit"))
    assert data.people.find(ANN) not in (None, person)
    assert [r["event"] for r in rows(shop, ANN)] == ["visit"]


def test_others_are_replayed_as_they_were(shop: Shop) -> None:
    before = answers(shop)
    shop.app.privacy.erase(shop.project, ANN, by=None)
    stream = shop.app.streams.of(shop.project)
    step = stream.again(list(stream.log.read(0)))
    assert step.stored.stored == 0 and answers(shop) == before, "every event is known by its id"
    assert [r.code for r in stream.quarantine.all()] == ["bad_time"]
    # Into an empty lake the same log makes the same events.
    other = shop.app.workspace.projects.create("again", "Asia/Shanghai")
    again = shop.app.streams.of(other)
    again.log.append(stream.log.read(0))
    again.step()
    anew = Shop(shop.app, other, shop.source, shop.clock)
    assert answers(anew)[0].keys() == before[0].keys()
    without = [{k: v for k, v in row.items() if k != "person_id"} for row in before]
    assert [{k: v for k, v in row.items() if k != "person_id"} for row in answers(anew)] == without


def test_what_waits_to_be_processed(shop: Shop, home: Path) -> None:
    shop.send(shop.event(ANN, "later"), shop.event(BOB, "later"), process=False)
    shop.app.privacy.erase(shop.project, ANN, by=None)
    shop.app.streams.of(shop.project).step()
    assert "later" in [r["event"] for r in rows(shop, BOB)]
    assert rows(shop, ANN) == [] and files_holding(home, ANN) == []


def test_what_others_say_stays_and_is_told(shop: Shop) -> None:
    shop.send(shop.event(BOB, "invite", properties={"friend": ANN}))
    receipt = shop.app.privacy.erase(shop.project, ANN, by=None)
    assert receipt["mentioned"] == {"rows": 1, "requests": 1}


def test_files_that_hold_an_id_are_named(shop: Shop, home: Path) -> None:
    for name, content in (
        ("upl_a", f"who\n{ANN}\n".encode()),
        ("upl_b", zstandard.compress(b"x")),
        ("upl_c", b"x"),
    ):
        (home / "uploads" / name).mkdir(parents=True)
        (home / "uploads" / name / "data").write_bytes(content)
        shop.app.workspace.uploads.add(name, shop.project.id, name, len(content))
    receipt = shop.app.privacy.erase(shop.project, ANN, by=None)
    assert receipt["files"] == [
        {"path": "uploads/upl_a/data", "holds": "yes"},
        {"path": "uploads/upl_b/data", "holds": "perhaps"},
    ]


class Killed(BaseException):
    """The process ends here."""


STEPS = ("_quarantine", "_landing", "_rows", "_caches", "_segments", "_merges", "_texts", "_receipt")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("done", [False, True])
def test_killed_at_any_step(
    shop: Shop, home: Path, monkeypatch: pytest.MonkeyPatch, step: str, done: bool
) -> None:
    before = answers(shop)
    original = getattr(privacy._Erasure, step)

    def die(self: Any, *given: Any) -> None:
        if done and step != "_receipt":
            original(self, *given)
        raise Killed

    monkeypatch.setattr(privacy._Erasure, step, die)
    with pytest.raises(Killed):
        shop.app.privacy.erase(shop.project, ANN, by=None)
    monkeypatch.undo()
    shop.app.close()
    app: App = open_app(Settings(home=home, threads=2), clock=shop.clock)
    app.privacy.resume(app.streams.of(shop.project))
    assert files_holding(home, ANN) == [] and files_holding(home, ANN_PHONE) == []
    assert app.workspace.audit.latest(1)[0].action == "person.erase"
    after = Shop(app, shop.project, shop.source, shop.clock)
    assert answers(after) == before
    app.close()


def test_whoever_reads_forgets_too(shop: Shop) -> None:
    people = People(shop.app.settings.lake(shop.project.id) / "ids")
    assert people.find(ANN) is not None and people.merges.entries()[0].into_id == ANN
    count = people.count
    shop.app.privacy.erase(shop.project, ANN, by=None)
    assert people.find(ANN) is None and people.find(BOB) is not None and people.count == count
    assert [(e.from_id, e.into_id) for e in people.merges.entries()] == [("", "")]


def test_kept_records_are_read_back(shop: Shop) -> None:
    kept: dict[int, Record | Refusal] = {
        1: Record("e", "p", {"a": 1, "b": [None, "中", 1.5, True, 2**63]}, time=5, event_id="x"),
        2: Refusal("bad", "why", {"raw": ["x"]}, "e"),
    }
    position = shop.send(shop.event(BOB, "x"), process=False)
    landed = shop.app.streams.of(shop.project).log.at(position)
    assert landed is not None
    changed = type(landed)(**{**vars(landed), "protocol": "kept", "body": encode(3, kept)})
    found = decode(changed, shop.app.streams.routes)
    assert found[1:] == [kept[1], kept[2]]
    assert isinstance(found[0], Refusal) and found[0].code == ERASED
