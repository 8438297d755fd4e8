"""Who of a project's people are its own team."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from yunying.collect.records import Record
from yunying.collect.rules import Staff

_EMAIL = ("email", "$email", "Email", "e-mail", "邮箱")
_MOST_KNOWN = 100_000


class Team:
    """Tells the team's records by id and by e-mail address.

    An address is sent once, when somebody signs in; from then on their ids are known for as long as this value
    lives, and `known` are ids that were found before.
    """

    def __init__(self, staff: Staff, known: Iterable[str] = ()) -> None:
        self._ids = frozenset(staff.ids)
        self._domains = frozenset(staff.email_domains)
        self._known = dict.fromkeys(known)

    @property
    def known(self) -> list[str]:
        """Ids found by their e-mail address, in order."""
        return list(self._known)

    def has(self, record: Record) -> bool:
        """Whether somebody of the team did this."""
        who = record.distinct_id
        if who in self._ids or who in self._known:
            return True
        if record.links and any(link.other in self._ids for link in record.links):
            return True
        if not self._domains or not any(map(self._is_address, _addresses(record))):
            return False
        if len(self._known) < _MOST_KNOWN:
            self._known[who] = None
        return True

    def _is_address(self, value: Any) -> bool:
        if not isinstance(value, str) or len(value) > 320:
            return False
        domain = value.strip().lower().rpartition("@")[2]
        return "@" in value and any(domain == own or domain.endswith("." + own) for own in self._domains)


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
