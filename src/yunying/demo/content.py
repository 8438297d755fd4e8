"""What people do with content: publish, view, like, comment, share, follow; also search and check in."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from yunying.demo import world
from yunying.demo.arrays import (
    DAY,
    MINUTE,
    SECOND,
    Codes,
    Floats,
    Ints,
    Rng,
    chance,
    draw,
    position,
    running_sum,
    same_as_previous,
)
from yunying.demo.blocks import Block
from yunying.demo.population import Population

_OFFICIAL_ITEMS = 240  # content that was there on the first day


@dataclass(frozen=True)
class Library:
    """Every content item, in order of publication."""

    published: Ints
    author: Codes  # person, or len(people) for the editors of the product
    kind: Codes
    topic: Codes
    quality: Floats

    def __len__(self) -> int:
        return len(self.published)

    def columns(self, item: Ints) -> dict[str, Codes]:
        """The properties an event about these items carries."""
        return {
            "content_id": item.astype(np.int32),
            "content_type": self.kind[item],
            "topic": self.topic[item],
            "author_id": self.author[item],
        }


def publish(rng: Rng, population: Population) -> tuple[Library, Block]:
    """What authors publish, and the library it makes together with the editors' first stock."""
    people, sessions = population.people, population.sessions
    live = population.live
    session = live[chance(rng, np.minimum(people.author[sessions.person[live]], 0.6), len(live))]
    time = sessions.start[session] + rng.integers(60 * SECOND, 15 * MINUTE, len(session))
    order = np.argsort(time, kind="stable")
    session, time = session[order], time[order]
    person = sessions.person[session]
    size = _OFFICIAL_ITEMS + len(session)
    own = np.concatenate([np.full(_OFFICIAL_ITEMS, -1), people.interest[person]])
    own[chance(rng, 0.3, size)] = -1  # authors leave their own topic now and then
    topic = np.where(own >= 0, own, draw(rng, world.TOPIC_WEIGHTS, size)).astype(np.int32)
    library = Library(
        published=np.concatenate([np.full(_OFFICIAL_ITEMS, -1), time]),
        author=np.concatenate([np.full(_OFFICIAL_ITEMS, len(people)), person]).astype(np.int32),
        kind=draw(rng, world.CONTENT_TYPE_WEIGHTS, size),
        topic=topic,
        quality=rng.lognormal(0.0, 0.5, size),
    )
    mine = np.arange(_OFFICIAL_ITEMS, size)
    return library, Block("publish_content", person, time, session, dict(library.columns(mine)))


def browse(rng: Rng, population: Population, library: Library) -> list[Block]:
    """Views of content and what they lead to."""
    people, sessions, live = population.people, population.sessions, population.live
    engagement = people.engagement[sessions.person[live]]
    counts = rng.poisson(3.0 * rng.gamma(1.3, 1 / 1.3, len(live)) * np.sqrt(engagement)).clip(0, 60)
    opening, activated = sessions.opening[live], people.activated[sessions.person[live]]
    counts = np.where(opening & activated, np.maximum(counts, 3), counts)

    session = np.repeat(live, counts)
    person = sessions.person[session]
    size = len(session)
    # The feed is made when the session begins: it offers what is out by then.
    item = _choose(rng, library, sessions.start[session], people.interest[person])
    usual = np.array(world.DWELL_SECONDS)[library.kind[item]]
    dwell = (usual * rng.lognormal(0.0, 0.7, size)).clip(1.0, 900.0).round(1)
    offset = running_sum(dwell + 4.0, counts) - (dwell + 4.0) + rng.uniform(3.0, 20.0, size)
    time = sessions.start[session] + (offset * SECOND).astype(np.int64)
    columns = library.columns(item)
    views = Block("view_content", person, time, session, {**columns, "dwell_seconds": dwell})
    end = time + (dwell * SECOND).astype(np.int64)

    def after(event: str, which: Ints, **more: Codes | Floats) -> Block:
        moment = end[which] - rng.integers(0, 500, len(which))
        mine = {name: column[which] for name, column in columns.items()}
        return Block(event, person[which], moment, session[which], {**mine, **more})

    taste = library.quality[item] * np.sqrt(people.engagement[person])
    liked = np.flatnonzero(chance(rng, np.minimum(0.09 * taste, 0.7), size))
    commented = np.flatnonzero(chance(rng, np.minimum(0.022 * taste, 0.4), size))
    shared = np.flatnonzero(chance(rng, np.minimum(0.018 * taste, 0.4), size))
    length = rng.lognormal(np.log(18.0), 0.8, len(commented)).clip(1, 500).round()
    target = draw(rng, (0.44, 0.24, 0.08, 0.1, 0.14), len(shared))
    return [
        views,
        after("like_content", liked),
        after("comment_content", commented, comment_length=length),
        after("follow_author", _follows(rng, population, session, position(counts), library.author[item])),
        after("share", shared, share_to=target),
    ]


def search(rng: Rng, population: Population) -> Block:
    """Searches: mostly for what a person cares about, sometimes without any result."""
    people, sessions, live = population.people, population.sessions, population.live
    session = live[chance(rng, 0.17, len(live))]
    person = sessions.person[session]
    size = len(session)
    topic = np.where(chance(rng, 0.7, size), people.interest[person], draw(rng, world.TOPIC_WEIGHTS, size))
    per_topic = len(world.KEYWORDS[0])
    keyword = topic * per_topic + draw(rng, (0.5, 0.3, 0.2), size)
    found = np.where(chance(rng, 0.06, size), 0.0, rng.poisson(24.0, size).astype(np.float64))
    time = sessions.start[session] + rng.integers(4 * SECOND, 240 * SECOND, size)
    columns = {"keyword": keyword.astype(np.int32), "result_count": found}
    return Block("search", person, time, session, dict(columns))


def check_in(rng: Rng, population: Population) -> Block:
    """Daily check-ins of those who keep the habit, with the number of days in a row."""
    people, sessions, live = population.people, population.sessions, population.live
    day = sessions.day
    fresh = ~(same_as_previous(sessions.person) & same_as_previous(day))
    session = live[fresh[live] & people.checks_in[sessions.person[live]]]
    session = session[chance(rng, 0.72, len(session))]
    person, day = sessions.person[session], day[session]
    goes_on = same_as_previous(person) & (np.diff(day, prepend=-9) == 1)
    index = np.arange(len(session))
    run_began = np.maximum.accumulate(np.where(goes_on, 0, index))
    streak = (index - run_began + 1).astype(np.float64)
    time = sessions.start[session] + rng.integers(3 * SECOND, 30 * SECOND, len(session))
    return Block("check_in", person, time, session, {"streak_days": streak})


def content_ids(library: Library) -> pa.StringArray:
    """The ids of the library's items."""
    return pa.array([f"c{number:05d}" for number in range(1, len(library) + 1)])


def _choose(rng: Rng, library: Library, time: Ints, interest: Codes) -> Ints:
    """Content for each view: out by `time`, rather new than old, rather good, rather of one's interest."""
    available = np.searchsorted(library.published, time, side="right")

    def candidate() -> Ints:
        # The feed goes back in time with a long tail: half of it is among the newest fifty.
        back = (50.0 * (1.0 / (1.0 - rng.random(len(time))) - 1.0)).clip(0, 1e8).astype(np.int64)
        return np.where(back < available, available - 1 - back, back % np.maximum(available, 1))

    best = candidate()
    score = library.quality[best] * np.where(library.topic[best] == interest, 2.0, 1.0)
    for _ in range(2):
        other = candidate()
        rival = library.quality[other] * np.where(library.topic[other] == interest, 2.0, 1.0)
        best, score = np.where(rival > score, other, best), np.maximum(rival, score)
    return best


def _follows(rng: Rng, population: Population, session: Ints, place: Ints, author: Codes) -> Ints:
    """Which views end with following the author.

    The activated follow in the session they sign up in; everybody else only after their first day. So
    "followed an author within a day of signing up" is exactly the hidden activation.
    """
    people, sessions = population.people, population.sessions
    person = sessions.person[session]
    first = sessions.opening[session] & people.activated[person]
    guided = first & ((place == 0) | chance(rng, 0.35, len(session)))
    grown = sessions.start[session] > people.registered[person] + DAY
    later = grown & chance(rng, np.minimum(0.012 * people.engagement[person], 0.2), len(session))
    return np.flatnonzero((guided | later) & (author != person))
