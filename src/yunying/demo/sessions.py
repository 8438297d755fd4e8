"""When people come back: active days that fade by a power law, and the sessions of each day."""

from dataclasses import dataclass

import numpy as np

from yunying.demo import plan
from yunying.demo.arrays import (
    DAY,
    MINUTE,
    Codes,
    Ints,
    Mask,
    Rng,
    chance,
    same_as_previous,
)
from yunying.demo.people import People, version_at
from yunying.demo.rhythm import Rhythm, clock, day_of

_PEOPLE_AT_A_TIME = 4096  # bounds the people × days matrix to a few MB


@dataclass(frozen=True)
class Sessions:
    """One entry a session in every array, sorted by person and start."""

    person: Ints
    start: Ints
    opening: Mask  # the session in which the person signs up
    platform: Codes
    device: Codes
    version: Codes

    def __len__(self) -> int:
        return len(self.person)

    @property
    def day(self) -> Ints:
        """The day each session starts on."""
        return day_of(self.start)


def sessions_of(rng: Rng, rhythm: Rhythm, people: People) -> Sessions:
    """Every session of `people`, the one in which they sign up included."""
    person, day = _active_days(rng, rhythm, people)
    extra = rng.poisson(np.minimum(0.4 * people.engagement[person], 3.0))
    # The day of the sign-up has its first session already.
    extra = extra + (day > people.registered[person] // DAY)
    person, day = np.repeat(person, extra), np.repeat(day, extra)
    start = day * DAY + clock(rng, rhythm.weekend[day])
    later = start > people.registered[person] + 30 * MINUTE
    person, start = person[later], start[later]

    size = len(people)
    person = np.concatenate([np.arange(size), person])
    start = np.concatenate([people.registered, start])
    order = np.lexsort((start, person))
    person, start = person[order], start[order]
    opening = order < size
    # A session that would begin within 40 minutes of the one before is that one going on.
    gap = np.diff(start, prepend=start[:1])
    apart = opening | ~same_as_previous(person) | (gap > 40 * MINUTE)
    person, start, opening = person[apart], start[apart], opening[apart]

    away = ~opening & chance(rng, 0.35, len(person))
    platform = np.where(away, people.other_platform[person], people.platform[person]).astype(np.int32)
    elsewhere = platform != people.platform[person]
    version = version_at(platform, start // DAY, people.registered[person] // DAY, people.update_lag[person])
    return Sessions(
        person=person,
        start=start,
        opening=opening,
        platform=platform,
        device=np.where(elsewhere, people.other_device[person], people.device[person]).astype(np.int32),
        version=np.where(opening, people.version[person], version).astype(np.int32),
    )


def _active_days(rng: Rng, rhythm: Rhythm, people: People) -> tuple[Ints, Ints]:
    persons, active = [], []
    days = np.arange(plan.DAYS)
    for begin in range(0, max(len(people), 1), _PEOPLE_AT_A_TIME):
        part = slice(begin, begin + _PEOPLE_AT_A_TIME)
        registered = people.registered[part] // DAY
        age = days[None, :] - registered[:, None]
        fade = np.maximum(age, 1).astype(np.float64) ** -people.decay[part][:, None]
        p = np.minimum(people.comeback[part][:, None] * fade * rhythm.activity[None, :], 0.98)
        p[age < 0] = 0.0
        p[age == 0] = 1.0
        person, day = np.nonzero(rng.random(p.shape) < p)
        persons.append(person + begin)
        active.append(day)
    return np.concatenate(persons), np.concatenate(active)
