"""Who the simulated people are: where they came from, what they use, and how much of a habit they form."""

from dataclasses import dataclass, replace

import numpy as np

from yunying.demo import plan, world
from yunying.demo.arrays import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Codes,
    Floats,
    Ints,
    Mask,
    Rng,
    chance,
    draw,
)
from yunying.demo.rhythm import Rhythm, arrival_days, clock

_PLATFORM_MIX = np.array([channel.platforms for channel in world.CHANNELS])
_ACTIVATION = np.array([channel.activation for channel in world.CHANNELS])
_QUALITY = np.array([channel.quality for channel in world.CHANNELS])
_BUYING = np.array([channel.buying for channel in world.CHANNELS])


@dataclass(frozen=True)
class People:
    """One entry a person in every array. The drives, from `activated` on, never leave the simulation."""

    registered: Ints
    channel: Codes
    city: Codes
    gender: Codes  # -1: not told
    age_group: Codes  # -1: not told
    interest: Codes
    platform: Codes  # where the person signed up
    other_platform: Codes
    device: Codes
    other_device: Codes
    version: Codes  # at sign-up; -1 on the web
    update_lag: Floats  # days between a release and this person's update
    inviter: Ints  # index of the person who invited this one, or -1
    invitation: Ints  # number of the accepted invitation, or -1
    activated: Mask
    comeback: Floats  # chance to be active on the day after signing up
    decay: Floats  # exponent of the power law by which that chance fades
    engagement: Floats
    buying: Floats
    author: Floats  # chance to publish in a session
    talk: Floats
    checks_in: Mask

    def __len__(self) -> int:
        return len(self.registered)

    @property
    def fake(self) -> Mask:
        """Who is a planted fake."""
        return np.equal(self.channel, world.FAKE)


def version_at(platform: Codes, day: Ints, registered_day: Ints, lag: Floats) -> Codes:
    """The app version in use: the newest one installed with or updated to since. -1 on the web."""
    version = np.full(len(platform), -1, np.int32)
    for release in world.RELEASES:
        # A mini program updates itself; an app comes fresh from the store, or when its owner updates it.
        updated = day >= release.day + np.where(platform == world.MINI_PROGRAM, 0.0, lag)
        fresh = (registered_day >= release.day) & (day >= release.day)
        has_it = (platform == release.platform) & (updated | fresh)
        version[has_it] = world.VERSIONS.index(release.version)
    return version


def newcomers(rng: Rng, registered: Ints, channel: Codes, city: Codes) -> People:
    """People who sign up at the given times: everything else about them is drawn here."""
    size = len(registered)
    mix = np.cumsum(_PLATFORM_MIX, axis=1)
    platform = (rng.random((size, 1)) * mix[channel, -1:] >= mix[channel]).sum(axis=1).astype(np.int32)
    # One in five also uses a second platform.
    other = np.where(chance(rng, 0.2, size), draw(rng, (0.2, 0.2, 0.35, 0.25), size), platform)
    lag = rng.exponential(7.0, size)
    day = registered // DAY
    version = version_at(platform, day, day, lag)

    lifting = [world.VERSIONS.index(r.version) for r in world.RELEASES if _lifts(r)]
    lifted = (platform == world.ANDROID) & np.isin(version, lifting)
    activated = chance(rng, _ACTIVATION[channel] + plan.RELEASE_LIFT * lifted, size)

    loyal = chance(rng, 0.012 + 0.075 * activated, size)
    comeback = 0.33 * _QUALITY[channel] * np.where(activated, 1.45, 0.55) * rng.lognormal(0.0, 0.45, size)
    comeback = np.where(loyal, rng.uniform(0.75, 0.97, size), np.minimum(comeback, 0.85))
    decay = np.where(loyal, rng.uniform(0.02, 0.18, size), rng.normal(0.66, 0.14, size) - 0.1 * activated)
    engagement = rng.lognormal(-0.18, 0.6, size) * np.where(loyal, 1.5, 1.0)
    age_group = draw(rng, (0.34, 0.41, 0.18, 0.07), size)
    female = np.where(chance(rng, 0.62, size), 0, 1)
    return People(
        registered=registered,
        channel=channel,
        city=city,
        gender=np.where(chance(rng, 0.12, size), -1, female).astype(np.int32),
        age_group=np.where(chance(rng, 0.18, size), -1, age_group).astype(np.int32),
        interest=draw(rng, world.TOPIC_WEIGHTS, size),
        platform=platform,
        other_platform=other.astype(np.int32),
        device=_devices(rng, platform),
        other_device=_devices(rng, other),
        version=version,
        update_lag=lag,
        inviter=np.full(size, -1),
        invitation=np.full(size, -1),
        activated=activated,
        comeback=comeback,
        decay=np.maximum(decay, 0.02),
        engagement=engagement,
        buying=_BUYING[channel] * rng.gamma(0.9, 1.1, size),
        author=np.where(chance(rng, 0.03 + 0.12 * loyal, size), 0.1 * rng.lognormal(0.0, 0.7, size), 0.0),
        talk=rng.gamma(0.35, 2.8, size),
        checks_in=chance(rng, 0.15 + 0.3 * activated, size),
    )


def arrivals(rng: Rng, rhythm: Rhythm, size: int) -> People:
    """The people who come by themselves or through an advertisement, not by invitation."""
    shares = np.array([channel.share for channel in world.CHANNELS])
    channel = np.sort(draw(rng, shares, size))
    day = np.concatenate(
        [arrival_days(rng, rhythm, c, int((channel == c).sum())) for c in range(len(world.CHANNELS))]
    )
    city = draw(rng, [weight for _, _, weight in world.CITIES], size)
    shop_city = np.array(world.OFFLINE_CITIES)[draw(rng, (5.0, 3.0, 2.0), size)]
    city = np.where(channel == world.OFFLINE, shop_city, city).astype(np.int32)
    return newcomers(rng, day * DAY + clock(rng, rhythm.weekend[day]), channel, city)


def fakes(rng: Rng, size: int) -> People:
    """The planted fake sign-ups: a machine at work between 02:00 and 05:00, one sign-up every few seconds."""
    night = np.sort(draw(rng, (1.0, 1.3, 0.8, 1.2, 0.7), size))
    pace = rng.normal(9.0, 0.6, size).clip(2.0) * SECOND
    registered = np.empty(size, np.int64)
    for index, day in enumerate(plan.FAKE_NIGHTS):
        mine = night == index
        begin = day * DAY + 2 * HOUR + int(rng.integers(0, 20)) * MINUTE
        # However many they are, a night's run is over by five o'clock.
        registered[mine] = begin + np.cumsum(pace[mine]).astype(np.int64) % (2 * HOUR + 30 * MINUTE)
    channel = np.full(size, world.FAKE, np.int32)
    city = np.array(world.FAKE_CITIES, np.int32)[draw(rng, (0.7, 0.3), size)]
    people = newcomers(rng, registered, channel, city)
    nothing = np.zeros(size)
    return replace(
        people,
        gender=np.full(size, -1, np.int32),
        age_group=np.full(size, -1, np.int32),
        device=np.full(size, world.FAKE_DEVICE, np.int32),
        version=np.full(size, world.FAKE_VERSION, np.int32),
        comeback=nothing,
        engagement=nothing,
        activated=np.zeros(size, np.bool_),
    )


def invited(rng: Rng, inviters: People, inviter: Ints, invitation: Ints, sent: Ints) -> People:
    """The people who accept an invitation sent at `sent` by `inviter` (an index into `inviters`)."""
    size = len(sent)
    wait = MINUTE + (rng.lognormal(np.log(50.0), 1.6, size) * MINUTE).astype(np.int64)
    anywhere = draw(rng, [weight for _, _, weight in world.CITIES], size)
    city = np.where(chance(rng, 0.6, size), inviters.city[inviter], anywhere).astype(np.int32)
    people = newcomers(rng, sent + wait, np.full(size, world.REFERRAL, np.int32), city)
    return replace(people, inviter=inviter, invitation=invitation)


def _lifts(release: world.Release) -> bool:
    return release.platform == world.ANDROID and release.day >= plan.RELEASE_DAY


def _devices(rng: Rng, platform: Codes) -> Codes:
    device = np.zeros(len(platform), np.int32)
    for code in range(len(world.PLATFORMS)):
        mine = np.flatnonzero(platform == code)
        device[mine] = draw(rng, [w if p == code else 0.0 for p, _, w in world.DEVICES], len(mine))
    return device
