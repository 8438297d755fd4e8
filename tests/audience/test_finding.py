"""Whoever a search finds, a scan of everybody's values finds, and the other way round: also after more was said, ids
were merged and parted, the index was written anew, or damaged.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.audience.naive_finding import is_found, looks_telling
from tests.support.lake import Wanted, add_events, open_dataset
from tests.support.profiles import share
from tests.support.projects import add_merges

from yunying.app.masking import guess
from yunying.audience.finding import Finder, Place, finder, forget, keeping, refresh
from yunying.audience.finding.telling import telling_ids, telling_values
from yunying.metrics import activity, traits, values_at
from yunying.store import Dataset
from yunying.store.merges import Merge

REGION = "CN"
PROPERTIES: list[Wanted] = [
    ("name", "person", "text"), ("phone", "person", "text"), ("手机", "person", "number"), ("email", "person", "text"),
    ("note", "person", "text"), ("level", "person", "number"),
]  # fmt: skip
_SURNAMES, _GIVEN = "单重曾吕盖查仇王李", "国藩雄信伟芳乐行单重小明"
_names = st.one_of(
    st.builds("{}{}".format, st.sampled_from(_SURNAMES), st.text(_GIVEN, min_size=1, max_size=3)),
    st.sampled_from(
        ["Zhang San", "zhang  san", "José Ünlü", "O'Neil", "欧阳 Ann", "ＡＢＣ１２", "李 wx12", ""]
    ),
)
_mobiles = st.sampled_from(["13812345678", "13812340000", "19955556666", "15500001111"])
_phones = st.one_of(
    _mobiles,
    _mobiles.map(lambda m: f"+86 {m[:3]}-{m[3:7]}-{m[7:]}"),
    _mobiles.map(lambda m: f"0086{m}"),
    _mobiles.map(lambda m: f"86 {m[:3]} {m[3:7]} {m[7:]}"),
    st.sampled_from(
        ["021-55556666", "(021) 5555 6666", "+1 415 555 2671", "12345", "n/a", "+44 20 8366 1177"]
    ),
)
_mails = st.builds(
    "{}{}@{}".format,
    st.sampled_from(["zhang.san", "a_b-c", "Ann", "x99", "9x9y"]),
    st.sampled_from(["", "1", "12"]),
    st.sampled_from(["qq.com", "Example.org"]),
)
_notes = st.text("ab1 2中-_.国", max_size=24)
_ids = st.one_of(
    _mobiles, _mails, st.builds("user_{}".format, st.integers(0, 120)), st.builds("wx{}a".format, st.integers(0, 99)),
    st.uuids().map(str), st.text("Ab1中-_. ", min_size=1, max_size=12),
)  # fmt: skip
_values = st.tuples(
    st.one_of(st.none(), _names),
    st.one_of(st.none(), _phones),
    st.one_of(st.none(), _mobiles.map(float), st.sampled_from([1.5, 12.0])),
    st.one_of(st.none(), _mails),
    st.one_of(st.none(), _notes),
    st.one_of(st.none(), st.sampled_from([1.0, 2.0])),
)


@st.composite
def _queries(draw: st.DrawFn, values: list[str]) -> str:
    known: bool = draw(st.booleans())
    text: str = draw(st.sampled_from(values) if values and known else st.one_of(_names, _phones, _mails))
    low = draw(st.integers(0, max(len(text) - 1, 0)))
    part = text[low : low + draw(st.integers(1, 12))]
    return draw(
        st.sampled_from([
            part, text, text.upper(), part.replace("", " ").strip(), text[-4:], f"+{text}", f"00{text}",
            *["zeng", "zengguo", "zgf", "zgx", "shanxx", "dan", "chong", "zhongguo", "lv", "lu", "lyu", "guofan"],
            *["1381234", "+86138", "0215555", "55556666", "5678", "678", "86", "+86 138 1234 5678", "abc12", "san"],
        ])
    )  # fmt: skip


def say(data: Dataset, rows: list[tuple[int, tuple[Any, ...]]]) -> None:
    """One commit of events, each a second after the last of the project, with what they say of their person."""
    began = data.lake.snapshot().rows
    table = {
        "person_id": pa.array([person for person, _ in rows], pa.int32()),
        "event": pa.array(["visit"] * len(rows)),
        "time": pa.array(
            [datetime(2025, 3, 1, tzinfo=UTC).timestamp() * 1e6 + (began + i) * 1e6 for i in range(len(rows))]
        ).cast(pa.int64()).cast(pa.timestamp("us", "UTC")),
    }  # fmt: skip
    kinds = {"text": pa.string(), "number": pa.float64()}
    for i, (name, _, kind) in enumerate(PROPERTIES):
        table[name] = pa.array([values[i] for _, values in rows], kinds[kind])
    add_events(data.lake, pa.table(table), PROPERTIES)


def undo(data: Dataset, number: int) -> None:
    """Take a merge back."""
    merge = data.people.merges.entries()[number]
    data.people.merges.append(
        [
            Merge(
                data.people.merges.count(), "undo", merge.at, merge.from_number, merge.into_number, merge.from_id,
                merge.into_id, "test", "test", undoes=number,
            )
        ]
    )  # fmt: skip


def scan(data: Dataset, query: str, hidden: frozenset[str] | None = None) -> set[int]:
    """Everybody of whom an id or a value is found."""
    view = data.hot.view()
    people = np.flatnonzero(activity(view).count > 0)
    found = set()

    def look(person: int, value: str, *, said: bool, is_hidden: bool, is_id: bool) -> None:
        whole = is_hidden or (hidden is not None and looks_telling(value, is_id=is_id))
        if value and is_found(value, query, REGION, said=said, whole=whole):
            found.add(person)

    for person in people.tolist():
        for id_ in data.people.ids_of(person):
            look(person, id_, said=False, is_hidden=False, is_id=True)
    for prop in view.snapshot.properties:
        said, is_hidden = prop.name in ("phone", "手机"), hidden is not None and prop.name in hidden
        if prop.type != "text" and not said:
            continue
        values = values_at(traits(data, view, prop), people)
        for person, value in zip(people.tolist(), values, strict=True):
            if value is not None and not isinstance(value, float):
                look(person, str(value), said=said, is_hidden=is_hidden, is_id=False)
    return found


def search(
    data: Dataset, place: Place, query: str, hidden: frozenset[str] | None = None, by: Finder | None = None
) -> set[int]:
    """The same by the index."""
    found = (by or Finder()).find(data, place, query, hidden)
    assert (found.share, found.behind) == (1.0, False)
    counts = activity(data.hot.view()).count
    return set(np.flatnonzero(found.people & (counts[: len(found.people)] > 0)).tolist())


def place_of(folder: Path, name: str = "search") -> Place:
    return Place(folder / "cache" / name, folder / "locks", name)


@given(st.data())
@share(0.8)
def test_a_search_finds_whom_a_scan_finds(draws: st.DataObject) -> None:
    """One index that is brought up to date, by searches alone and on disk, and one that is made anew each time."""
    with tempfile.TemporaryDirectory(prefix="yunying-test-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        data = open_dataset(folder, "Asia/Shanghai")
        kept, lazy, ids = place_of(folder), Finder(), list[str]()
        for step in range(draws.draw(st.integers(1, 4), label="steps")):
            ids += draws.draw(st.lists(_ids, min_size=1, max_size=4), label="ids")
            data.people.resolve(pa.array(ids))
            people = st.integers(0, data.people.count - 1)
            rows = draws.draw(st.lists(st.tuples(people, _values), min_size=1, max_size=6), label="rows")
            say(data, rows)
            merges = draws.draw(st.lists(st.tuples(people, people), max_size=2), label="merges")
            add_merges(data, merges)
            inforce = [e.number for e in data.people.merges.entries() if e.kind == "merge"]
            inforce = [n for n in inforce if n not in data.people.merges.undone()]
            part: bool = draws.draw(st.booleans(), label="undo")
            if inforce and part:
                undo(data, draws.draw(st.sampled_from(inforce), label="which"))
            typed = [str(v) for _, values in rows for v in values if v not in (None, "")]
            queries = draws.draw(st.lists(_queries([*typed, *ids]), min_size=1, max_size=6), label="queries")
            hidden = draws.draw(st.sampled_from([None, frozenset[str](), frozenset({"name", "phone"})]))
            anew = place_of(folder, f"anew-{step}")
            for query in queries:
                if not query.strip():
                    continue
                expected = scan(data, query, hidden)
                assert search(data, kept, query, hidden, lazy) == expected, query
                assert search(data, anew, query, hidden) == expected, query
            if draws.draw(st.booleans(), label="refresh"):
                assert refresh(data, kept)
                for query in queries:
                    if query.strip():
                        assert search(data, kept, query, hidden) == scan(data, query, hidden), query


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    """Four people; who has which number is in `_PEOPLE`."""
    made = open_dataset(tmp_path, "Asia/Shanghai")
    made.people.resolve(pa.array(["u-1", "u-2", "13700001111", "曾国藩"]))
    say(
        made,
        [
            (0, ("单雄信", "+86 138-1234-5678", None, "shan@qq.com", None, None)),
            (1, ("重耳", "13812340000", None, None, "贵宾 vip8", None)),
            (2, (None, None, 15500001111.0, None, None, 2.0)),
            (3, ("吕 布", None, None, None, None, None)),
        ],
    )
    return made


@pytest.mark.parametrize(
    ("query", "people"),
    [
        ("shanxx", {0}), ("danxiongxin", {0}), ("SHAN", {0}), ("雄信", {0}), ("sxx", {0}), ("单 雄 信", {0}),
        ("chonger", {1}), ("zhong er", {1}), ("ce", {1, 3}), ("zengguofan", {3}), ("cgf", {3}), ("国藩", {3}),
        ("lyubu", {3}), ("lvbu", {3}), ("lǚ bù", {3}), ("吕布", {3}),
        ("138 1234 5678", {0}), ("008613812345678", {0}), ("５６７８", {0}), ("1381234", {0, 1}), ("678", set()),
        ("+86 155 0000 1111", {2}), ("1111", {2}), ("137-0000-1111", {2}), ("8", {0, 1, 2}),
        ("u-1", {0}), ("U", {0, 1}), ("2", {1}), ("qq.com", {0}), ("hui", set()), ("vip", {1}), ("bin", {1}),
        ("gb", {1}), ("nobody", set()), ("-", set()),
    ],
)  # fmt: skip
def test_what_people_are_found_by(data: Dataset, tmp_path: Path, query: str, people: set[int]) -> None:
    assert search(data, place_of(tmp_path), query) == people


def test_nothing_typed_finds_nobody(data: Dataset, tmp_path: Path) -> None:
    found = Finder().find(data, place_of(tmp_path), " \u3000 ")
    assert not found.people.any() and found.exactly is None


def test_whoever_has_exactly_this_id_is_told(data: Dataset, tmp_path: Path) -> None:
    assert Finder().find(data, place_of(tmp_path), " u-2 ").exactly == 1
    assert Finder().find(data, place_of(tmp_path), "U-2").exactly is None


def test_what_is_masked_must_be_typed_in_whole(data: Dataset, tmp_path: Path) -> None:
    place, hidden = place_of(tmp_path), frozenset({"phone", "name"})
    for query in ("138123456", "+86138", "单雄", "danxiong", "雄信", "xx", "shan@"):
        assert search(data, place, query) >= {0}
        assert search(data, place, query, hidden) == set()
    for query in ("13812345678", "+86 138-1234-5678", "5678", "单雄信", "sxx", "shan@qq.com", "u-1"):
        assert search(data, place, query, hidden) == {0}
    assert search(data, place, "1370", hidden) == set(), "an id that is a phone number"
    assert search(data, place, "u", hidden) == {0, 1}


@pytest.mark.parametrize(
    "text",
    ["13812345678", "+86 138 1234 5678", "008613812345678", "a.b@c.de", "021-55556666", "(415) 555-2671",
     "+44 20 8366 1177", "11010519491231002X", "86-13812345678"],
)  # fmt: skip
def test_what_is_masked_by_its_looks_counts_as_telling(text: str) -> None:
    assert guess(text) is not None
    assert telling_ids(pa.array([text]))[0] and telling_values(pa.array([text]))[0]


def test_many_later_looks_become_one(data: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_EPOCHS", 3)
    place = place_of(tmp_path)
    for step in range(9):
        data.people.resolve(pa.array([f"new-{step}"]))
        say(data, [(step % 4, (f"name {step}", None, None, None, None, None)), (4 + step, (None,) * 6)])
        assert refresh(data, place)
        assert search(data, place, f"name {step}") == {step % 4}
        assert search(data, place, "name") == set(range(min(step + 1, 4)))
        assert search(data, place, "new") == set(range(4, 5 + step))
        assert len(list(place.folder.glob("epoch_*"))) <= 3
    assert len(list(place.folder.glob("part_*.tokens.arrow"))) <= 20


@pytest.mark.parametrize("harm", ["cut", "gone", "bits", "state", "other state"])
def test_a_damaged_index_is_made_anew(data: Dataset, tmp_path: Path, harm: str) -> None:
    place = place_of(tmp_path)
    assert search(data, place, "shan") == {0}
    state = place.folder / "state.json"
    part = max(place.folder.glob("part_*.tokens.arrow"), key=lambda p: p.stat().st_size)
    content = part.read_bytes()
    if harm == "gone":
        part.unlink()
    elif harm == "cut":
        part.write_bytes(content[: len(content) // 2])
    elif harm == "bits":
        part.write_bytes(content[:400] + bytes(255 - b for b in content[400:500]) + content[500:])
    else:
        state.write_text("{" if harm == "state" else '{"format": 99}')
    assert refresh(data, place, check=True)
    assert search(data, place, "shan") == {0}


def test_an_index_of_a_property_that_became_text_is_made_anew(data: Dataset, tmp_path: Path) -> None:
    place = place_of(tmp_path)
    assert search(data, place, "2") == {1}
    rows = {
        "person_id": pa.array([0], pa.int32()),
        "event": ["visit"],
        "time": [datetime(2025, 3, 2, tzinfo=UTC)],
    }
    add_events(data.lake, pa.table(rows | {"level": ["gold"]}), [("level", "person", "text")])
    assert search(data, place, "2") == {1, 2} and search(data, place, "gold") == {0}


def test_large_projects_are_searched_while_the_index_is_made(
    data: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finder, "SMALL", 0)
    place = place_of(tmp_path)
    found = Finder().find(data, place, "u-1")
    assert (found.exactly, found.share, found.behind) == (0, 0.0, True)
    assert np.flatnonzero(found.people).tolist() == [0], "an exact id is known without any index"
    shares: list[float] = []
    by = Finder()

    def look(share_done: float) -> None:
        if share_done < 1:
            shares.append(by.find(data, place, "u").share)

    assert refresh(data, place, said=look)
    assert shares == sorted(shares) and shares[-1] < 1
    assert search(data, place, "u", by=by) == {0, 1}


def test_too_much_that_is_new_is_said(data: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, by = place_of(tmp_path), Finder()
    assert search(data, place, "u", by=by) == {0, 1}
    monkeypatch.setattr(finder, "MOST_PEOPLE", 0)
    say(data, [(0, ("Somebody Else", None, None, None, None, None))])
    assert by.find(data, place, "somebody").behind
    assert refresh(data, place)
    assert search(data, place, "somebody", by=by) == {0}


def test_whoever_is_erased_is_in_no_file(data: Dataset, tmp_path: Path) -> None:
    place = place_of(tmp_path)
    assert refresh(data, place)
    say(
        data,
        [(0, ("单雄信", "13911112222", None, None, None, None)), (1, ("甲", None, None, None, None, None))],
    )
    assert refresh(data, place)
    data.people.erase([0])
    forget(place, [0])
    held = b"".join(path.read_bytes() for path in place.folder.rglob("*") if path.is_file())
    for text in ("u-1", "shan@qq.com", "单雄信", "danxiongxin", "13911112222"):
        assert text.encode() not in held
    assert search(data, place, "u") == {1}


def test_what_was_read_before_somebody_was_erased_is_not_published(data: Dataset, tmp_path: Path) -> None:
    place = place_of(tmp_path)

    def erase(_: float) -> None:
        data.people.erase([0])
        forget(place, [0])

    assert not refresh(data, place, said=erase)
    assert not [path for path in place.folder.glob("*.arrow") if b"u-1" in path.read_bytes()]
    assert refresh(data, place)
    assert search(data, place, "u") == {1}
