"""The simulation as a whole: from a seed to events in order of time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from yunying.demo import blocks, community, content, plan, shop, world
from yunying.demo.arrays import DAY
from yunying.demo.population import Population, populate
from yunying.demo.rhythm import make_rhythm
from yunying.demo.sessions import Sessions

TIMEZONE = "Asia/Shanghai"
_ZONE = ZoneInfo(TIMEZONE)


@dataclass(frozen=True)
class Simulation:
    """A finished simulation. Iterate over it to get its events, as often as needed."""

    seed: int
    until: date
    rows: int
    _sorted: blocks.Rows
    _sessions: Sessions
    _texts: dict[str, pa.StringArray]

    @property
    def planted(self) -> tuple[plan.Planted, ...]:
        """What is planted in this simulation."""
        return plan.planted(self.until)

    def __len__(self) -> int:
        return self.rows

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        prefix = f"sim{self.seed}-{self.until:%Y%m%d}"
        return blocks.batches(self._sorted, self._sessions, self._texts, _zero_us(self.until), prefix)


def prepare(
    seed: int = 7, people: int = 20_000, until: date | None = None, now: datetime | None = None
) -> Simulation:
    """Simulate 180 days of `people` people, the last of the days being `until`.

    The same arguments give the same events. Events after `now` are left out (and what is before stays as
    it is), so that a demo made today holds nothing of the future; without `now` the last day is complete.
    Without `until`, the clock is read: today in Shanghai, up to now.
    """
    if people < 1:
        raise ValueError("The simulation needs at least one person.")
    if until is None:
        now = now or datetime.now(UTC)
        until = now.astimezone(_ZONE).date()
    end = plan.DAYS * DAY
    if now is not None:
        end = min(end, (round(now.timestamp() * 1_000_000) - _zero_us(until)) // 1000)

    # Each part draws from its own stream, so that a change in one leaves the others as they are.
    streams = [np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(8)]
    rhythm = make_rhythm(streams[0], until)
    population = populate(streams[1], rhythm, people)
    library, published = content.publish(streams[2], population)
    traded, order_ids = shop.trade(streams[3], rhythm, population)
    grouped, group_ids = community.groups(streams[4], population)
    happened = [
        *community.sign_ups(population),
        community.app_opens(streams[5], population),
        content.check_in(streams[6], population),
        content.search(streams[7], population),
        *content.browse(streams[2], population, library),
        published,
        community.invites(population),
        *traded,
        *grouped,
    ]
    happened.append(community.level_ups(happened))
    blocks.check(happened)
    rows = blocks.in_order_of_time(happened, end)
    texts = _texts(population) | {
        "content_id": content.content_ids(library),
        "item_id": shop.item_ids(),
        "order_id": order_ids,
        "group_id": group_ids,
    }
    return Simulation(seed, until, len(rows), rows, population.sessions, texts)


def simulate(
    seed: int = 7, people: int = 20_000, until: date | None = None, now: datetime | None = None
) -> Iterator[pa.RecordBatch]:
    """The events of `prepare` with these arguments, as record batches of `SCHEMA` in order of time."""
    return iter(prepare(seed, people, until, now))


def _zero_us(until: date) -> int:
    """The first local midnight of the simulation, in microseconds since 1970."""
    first = until - timedelta(days=plan.DAYS - 1)
    return int(datetime.combine(first, time_of_day(), _ZONE).timestamp()) * 1_000_000


def _texts(population: Population) -> dict[str, pa.StringArray]:
    ids = [f"u{number:06d}" for number in range(1, len(population.people) + 1)]
    codes = [f"k{number:06d}" for number in range(1, int(population.invitations.number.max(initial=0)) + 2)]
    values: dict[str, list[str] | tuple[str, ...]] = {
        "distinct_id": ids,
        "inviter_id": ids,
        "author_id": [*ids, world.OFFICIAL_AUTHOR],
        "invite_code": codes,
        "platform": world.PLATFORMS,
        "platform_first": world.PLATFORMS,
        "app_version": world.VERSIONS,
        "device_model": world.DEVICE_NAMES,
        "entry": world.ENTRIES,
        "keyword": [word for words in world.KEYWORDS for word in words],
        "content_type": world.CONTENT_TYPES,
        "topic": world.TOPICS,
        "share_to": world.SHARE_TARGETS,
        "category": world.TOPICS,
        "promotion": (plan.PROMOTION_NAME,),
        "payment_method": world.PAYMENT_METHODS,
        "error_code": world.PAYMENT_ERRORS,
        "refund_reason": world.REFUND_REASONS,
        "message_type": world.MESSAGE_TYPES,
        "channel": [channel.name for channel in world.CHANNELS],
        "city": [city for city, _, _ in world.CITIES],
        "province": world.PROVINCES,
        "gender": world.GENDERS,
        "age_group": world.AGE_GROUPS,
        "interest": world.TOPICS,
    }
    return {name: pa.array(words, pa.string()) for name, words in values.items()}
