"""Who of a project's people are its own team."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from yunying.collect.records import Record
from yunying.collect.rules import Staff
from yunying.store import EventLake, open_sql, quote, quote_name

_EMAIL = ("email", "$email", "Email", "e-mail", "邮箱")
_MOST_KNOWN = 100_000


class Team:
    """Tells the team's records by id and by e-mail address.

    An address is sent once, when somebody signs in; from then on the id is known for as long as this value lives.
    `known` are ids that were found before, each with the domain of its address.
    """

    def __init__(self, staff: Staff, known: Iterable[tuple[str, str]] = ()) -> None:
        self._ids = frozenset(staff.ids)
        self._domains = staff.email_domains
        self._known = {who: domain for who, domain in known if _under(domain, self._domains)}

    @property
    def known(self) -> list[tuple[str, str]]:
        """Ids found by their e-mail address, with its domain."""
        return list(self._known.items())

    def has(self, record: Record) -> bool:
        """Whether somebody of the team did this."""
        who = record.distinct_id
        if who in self._ids or who in self._known:
            return True
        if record.links and any(link.other in self._ids for link in record.links):
            return True
        if not self._domains:
            return False
        domain = next((d for d in map(_domain, _addresses(record)) if _under(d, self._domains)), None)
        if domain is None:
            return False
        if len(self._known) < _MOST_KNOWN:
            self._known[who] = domain
        return True


def staff_in(lake: EventLake, staff: Staff) -> list[tuple[str, str]]:
    """Ids that were ever sent with an e-mail address of the team, with its domain."""
    snapshot = lake.snapshot()
    columns = [quote_name(c.column) for c in snapshot.columns if c.name in _EMAIL and c.type == "text"]
    if not staff.email_domains or not columns:
        return []
    each = " UNION ".join(
        f"SELECT distinct_id, lower(trim(split_part({c}, '@', -1))) AS domain FROM statements WHERE {c} LIKE '%@%'"
        for c in columns
    )
    own = " OR ".join(
        f"domain = {quote(d)} OR ends_with(domain, {quote('.' + d)})" for d in staff.email_domains
    )
    with open_sql(snapshot, threads=1, marked=True) as sql:
        rows = sql.execute(f"SELECT * FROM ({each}) WHERE {own} ORDER BY 1, 2 LIMIT {_MOST_KNOWN}").fetchall()
    return [(who, domain) for who, domain in rows]


def _domain(value: Any) -> str:
    """The domain of an e-mail address; empty where it is none."""
    if not isinstance(value, str) or "@" not in value or len(value) > 320:
        return ""
    return value.strip().lower().rpartition("@")[2]


def _under(domain: str, domains: Sequence[str]) -> bool:
    return any(domain == own or domain.endswith("." + own) for own in domains)


def _addresses(record: Record) -> Iterator[Any]:
    yield record.distinct_id
    for link in record.links:
        yield link.other
    places = [record.properties]
    if record.person is not None:
        places += [record.person.set, record.person.set_once]
    for place in places:
        for name in _EMAIL:
            if name in place:
                yield place[name]
