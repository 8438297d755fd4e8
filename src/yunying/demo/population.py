"""How the population grows: people arrive, some of them invite others, who come back and invite in turn."""

from dataclasses import dataclass, replace

import numpy as np

from yunying.demo import plan
from yunying.demo.arrays import DAY, SECOND, Ints, Mask, Rng, chance, stack, take
from yunying.demo.people import People, arrivals, fakes, invited
from yunying.demo.rhythm import Rhythm
from yunying.demo.sessions import Sessions, sessions_of

_ACCEPTED = 0.4
_END = plan.DAYS * DAY


@dataclass(frozen=True)
class Invitations:
    """One entry an invitation sent."""

    person: Ints
    time: Ints
    number: Ints  # names the invitation; whoever it brought bears the same number

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True)
class Population:
    """Everybody in order of signing up, all their sessions by person and start, the invitations they sent."""

    people: People
    sessions: Sessions
    invitations: Invitations

    @property
    def live(self) -> Ints:
        """The sessions (indexes) in which somebody real does something."""
        return np.flatnonzero(~self.people.fake[self.sessions.person])

    def session_at(self, person: Ints, time: Ints) -> Ints:
        """The session in which `person` was at `time`."""
        span = 2 * _END  # larger than any time, so that person and time make one sorted key
        keys = self.sessions.person * span + self.sessions.start
        return np.searchsorted(keys, person * span + time, side="right") - 1


def populate(rng: Rng, rhythm: Rhythm, size: int) -> Population:
    """Exactly `size` people, the planted fakes among them."""
    fake = round(size * plan.FAKE_SHARE)
    newest = arrivals(rng, rhythm, size - fake)
    everybody = newest
    sessions, invitations = [], []
    offset = sent = 0
    while len(newest):
        opened = sessions_of(rng, rhythm, newest)
        batch = _invite(rng, newest, opened)
        batch = replace(batch, person=batch.person + offset, number=batch.number + sent)
        sessions.append(replace(opened, person=opened.person + offset))
        invitations.append(batch)
        offset, sent = len(everybody), sent + len(batch)

        accepted = take(batch, chance(rng, _ACCEPTED, len(batch)))
        newest = invited(rng, everybody, accepted.person, accepted.number, accepted.time)
        newest = take(newest, newest.registered < _END)
        everybody = stack([everybody, newest])
    people = fakes(rng, fake)
    opened = sessions_of(rng, rhythm, people)
    sessions.append(replace(opened, person=opened.person + offset))
    everybody = stack([everybody, people])
    kept = _thinned(rng, everybody, size)
    return _in_order(everybody, stack(sessions), stack(invitations), kept)


def _invite(rng: Rng, people: People, sessions: Sessions) -> Invitations:
    drive = people.engagement * np.where(people.activated, 1.4, 0.6) * ~people.fake
    inviting = np.flatnonzero(chance(rng, np.minimum(0.029 * drive[sessions.person], 0.3), len(sessions)))
    time = sessions.start[inviting] + rng.integers(30 * SECOND, 900 * SECOND, len(inviting))
    return Invitations(sessions.person[inviting], time, np.arange(len(inviting)))


def _thinned(rng: Rng, people: People, size: int) -> Mask:
    """Whom to keep so that `size` people are left: nobody goes whom somebody else's invitation depends on."""
    kept = np.ones(len(people), np.bool_)
    while (excess := int(kept.sum()) - size) > 0:
        inviters = people.inviter[kept & (people.inviter >= 0)]
        free = kept & ~people.fake
        free[inviters] = False
        leaves = np.flatnonzero(free)
        kept[rng.choice(leaves, min(excess, len(leaves)), replace=False)] = False
    return kept


def _in_order(people: People, sessions: Sessions, invitations: Invitations, kept: Mask) -> Population:
    chosen = np.flatnonzero(kept)
    chosen = chosen[np.argsort(people.registered[chosen], kind="stable")]
    rank = np.full(len(people) + 1, -1)  # the last entry answers for "nobody" (-1)
    rank[chosen] = np.arange(len(chosen))

    sessions = take(sessions, kept[sessions.person])
    sessions = replace(sessions, person=rank[sessions.person])
    sessions = take(sessions, np.lexsort((sessions.start, sessions.person)))
    invitations = take(invitations, kept[invitations.person])
    people = take(people, chosen)
    return Population(
        people=replace(people, inviter=rank[people.inviter]),
        sessions=sessions,
        invitations=replace(invitations, person=rank[invitations.person]),
    )
