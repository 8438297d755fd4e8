"""The id of a record: given by its sender, or made from what it says, or from its place in the landing log."""

from __future__ import annotations

import hashlib
from collections import Counter

import msgspec
import orjson

from yunying.collect.records import Record

MAX_ID = 255


class RecordIds:
    """Ids of the records of one request, in order.

    An id that was given is kept as it is. A record that says when it happened is known by all that it says, so a
    retry of the same bytes makes the same ids; of records that are alike within a request the second is another.
    One without a time cannot be told from a new one: its id is its place in the log.
    """

    def __init__(self, position: int) -> None:
        self._position = position
        self._alike: Counter[str] = Counter()

    def of(self, record: Record, index: int) -> str:
        """The id of the record at `index` of the request."""
        if record.event_id:
            if len(record.event_id) <= MAX_ID:
                return record.event_id
            return hashlib.blake2b(record.event_id.encode(), digest_size=16).hexdigest()
        if record.time is None:
            return f"l{self._position}.{index}"
        said = orjson.dumps(
            [record.event, record.distinct_id, record.time, record.properties], option=orjson.OPT_SORT_KEYS
        )
        if record.person is not None or record.links:
            said += msgspec.json.encode((record.person, record.links))
        digest = hashlib.blake2b(said, digest_size=16).hexdigest()
        self._alike[digest] += 1
        nth = self._alike[digest]
        return digest if nth == 1 else f"{digest}.{nth}"
