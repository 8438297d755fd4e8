"""Chat groups, invitations as events, sign-ups, and the levels people rise through."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from yunying.demo import world
from yunying.demo.arrays import (
    SECOND,
    Floats,
    Ints,
    Rng,
    chance,
    draw,
    running_sum,
    same_as_previous,
)
from yunying.demo.blocks import Block, Column
from yunying.demo.population import Population

_PEOPLE_PER_GROUP = 220
# Growth value earned by each event; paying earns by the amount as well.
_EARNS = {
    "view_content": 0.5,
    "like_content": 1.0,
    "comment_content": 3.0,
    "publish_content": 12.0,
    "share": 3.0,
    "check_in": 2.0,
    "group_message": 0.5,
    "pay_order": 10.0,
}
_EARNED_PER_YUAN = 0.1


def sign_ups(population: Population) -> list[Block]:
    """The sign-ups, which bring the person properties, and the opening of every session."""
    people, sessions = population.people, population.sessions
    opening = np.flatnonzero(sessions.opening)
    columns: dict[str, Column] = {
        "inviter_id": people.inviter,
        "invite_code": people.invitation,
        "channel": people.channel,
        "platform_first": people.platform,
        "city": people.city,
        "province": world.PROVINCE_OF_CITY[people.city],
        "gender": people.gender,
        "age_group": people.age_group,
        "interest": np.where(people.fake, -1, people.interest),
        "registered_at": people.registered,
        "level": np.ones(len(people)),
        "simulated": np.ones(len(people), np.int64),
    }
    return [Block("sign_up", np.arange(len(people)), people.registered, opening, columns)]


def app_opens(rng: Rng, population: Population) -> Block:
    """The beginning of every session, and how the person got in."""
    sessions = population.sessions
    size = len(sessions)
    entry = draw(rng, (0.62, 0.18, 0.13, 0.07), size)
    entry[sessions.opening] = -1  # a newcomer's way in is the channel
    delay = np.where(sessions.opening, rng.integers(300, 2_500, size), 0)
    return Block("app_open", sessions.person, sessions.start + delay, np.arange(size), {"entry": entry})


def invites(population: Population) -> Block:
    """The invitations people sent; whoever accepted one signs up with its code."""
    sent = population.invitations
    session = population.session_at(sent.person, sent.time)
    return Block("invite", sent.person, sent.time, session, {"invite_code": sent.number})


def groups(rng: Rng, population: Population) -> tuple[list[Block], pa.StringArray]:
    """Joining groups (two at most) and writing in them, and the ids of the groups."""
    people, sessions, live = population.people, population.sessions, population.live
    number = max(len(world.TOPICS), len(people) // _PEOPLE_PER_GROUP)
    topic = np.arange(number) % len(world.TOPICS)
    liveliness = rng.gamma(1.2, 1 / 1.2, number)
    ids = pa.array([f"g{n:03d}" for n in range(1, number + 1)], pa.string())

    eager = np.minimum(0.045 * people.engagement[sessions.person[live]], 0.3)
    willing = live[chance(rng, eager, len(live))]
    again = same_as_previous(sessions.person[willing])
    second = again & ~same_as_previous(np.where(again, sessions.person[willing], -1))
    blocks = []
    taken = np.full(len(people), -1)
    for asked in (willing[~again], willing[second]):
        person = sessions.person[asked]
        per_topic = (number - 1 - people.interest[person]) // len(world.TOPICS) + 1
        of_interest = people.interest[person] + len(world.TOPICS) * (
            rng.random(len(person)) ** 1.5 * per_topic
        ).astype(np.int64)
        group = np.where(chance(rng, 0.75, len(person)), of_interest, rng.integers(0, number, len(person)))
        new = group != taken[person]
        joining, person, group = asked[new], person[new], group[new]
        taken[person] = group
        time = sessions.start[joining] + rng.integers(20 * SECOND, 300 * SECOND, len(joining))
        columns = {"group_id": group.astype(np.int32), "topic": topic[group].astype(np.int32)}
        blocks.append(Block("join_group", person, time, joining, dict(columns)))
        blocks.append(_messages(rng, population, person, time, group, liveliness[group]))
    return blocks, ids


def _messages(
    rng: Rng, population: Population, person: Ints, joined: Ints, group: Ints, liveliness: Floats
) -> Block:
    people, sessions = population.people, population.sessions
    size = len(people)
    since, place, pace = np.full(size, np.iinfo(np.int64).max), np.zeros(size, np.int64), np.zeros(size)
    since[person], place[person] = joined, group
    pace[person] = people.talk[person] * liveliness
    session = np.flatnonzero(sessions.start > since[sessions.person])
    counts = rng.poisson(np.minimum(0.8 * pace[sessions.person[session]], 12.0))
    mine = np.repeat(session, counts)
    offset = running_sum(rng.lognormal(np.log(35.0), 0.9, len(mine)), counts)
    writer = sessions.person[mine]
    kind = draw(rng, (0.72, 0.13, 0.06, 0.09), len(mine))
    length = rng.lognormal(np.log(14.0), 0.8, len(mine)).clip(1, 400).round()
    columns: dict[str, Column] = {
        "group_id": place[writer].astype(np.int32),
        "message_type": kind,
        "message_length": np.where(kind == 0, length, np.nan),
    }
    time = sessions.start[mine] + (offset * SECOND).astype(np.int64)
    return Block("group_message", writer, time, mine, columns)


def level_ups(blocks: Sequence[Block]) -> Block:
    """The moments at which what people did lifted their growth value over a threshold."""
    earning = [b for b in blocks if b.event in _EARNS]
    person = np.concatenate([b.person for b in earning])
    time = np.concatenate([b.time for b in earning])
    points = np.concatenate([np.full(len(b), _EARNS[b.event]) + _for_payment(b) for b in earning])
    order = np.lexsort((time, person))
    person, time, points = person[order], time[order], points[order]
    counts = np.bincount(person)
    value = running_sum(points, counts[counts > 0])
    level = np.searchsorted(world.LEVEL_THRESHOLDS, value, side="right")
    before = np.where(same_as_previous(person), np.roll(level, 1), 1)
    up = np.flatnonzero(level > before)
    reached = level[up].astype(np.float64)
    columns = {"new_level": reached, "level": reached, "growth_value": value[up].round(1)}
    return Block("level_up", person[up], time[up] + SECOND, None, dict(columns))


def _for_payment(block: Block) -> Floats:
    if block.event != "pay_order":
        return np.zeros(len(block))
    return np.asarray(_EARNED_PER_YUAN * block.columns["amount"], np.float64)
