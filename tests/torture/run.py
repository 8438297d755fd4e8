"""The kill test: clients send, processes die at random, and every acknowledged event is there exactly once."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture.clients import Client
from tests.torture.counting import Verdict, judge, landed, quarantined, until_processed
from tests.torture.serving import Served, Source, run, serving

Work = Callable[[Served, list[Client]], Counter[str]]
"""What is done to a server while clients send; returns its kills."""
TARGETS = (("web",), ("processor",), ("web", "processor"))


@dataclass
class Figures:
    """What a run did and found."""

    kills: Counter[str]
    seconds: float
    requests: int
    answers: Counter[int]
    broken: int
    unwaited: int
    caught_up: float
    """Seconds from the last request until everything was in the lake."""
    verdict: Verdict
    quarantined: dict[str, int]
    notes: dict[str, float] = field(default_factory=dict)


@dataclass
class Killer:
    """Kills at random moments: most of them once there is work again to be cut short, some while processes start."""

    served: Served
    senders: list[Client]
    seed: int
    longest: float
    kills: Counter[str] = field(default_factory=Counter)

    def kill(self, count: int) -> None:
        """Kill until it was done so many times."""
        dice = random.Random(self.seed)  # noqa: S311 - moments, not secrets
        while self.kills.total() < count:
            if dice.random() < 0.8:
                self.until_acknowledged()
            time.sleep(dice.uniform(0.0, self.longest))
            target = dice.choice(TARGETS)
            if self.served.kill(*target):
                self.kills[" and ".join(target)] += 1
            assert self.served.alive(), self.served.words()[-4000:]

    def until_acknowledged(self) -> None:
        """Wait until something new is acknowledged."""
        before, end = self._acknowledged(), time.monotonic() + 60
        while self._acknowledged() == before:
            said = {sender.complaint for sender in self.senders}
            assert time.monotonic() < end, (
                f"nothing is acknowledged any more: {said}\n{self.served.words()[-4000:]}"
            )
            time.sleep(0.02)

    def _acknowledged(self) -> int:
        return sum(len(sender.acknowledged) for sender in self.senders)


def torture(
    folder: Path,
    work: Work,
    *,
    clients: int = 6,
    pause: float = 0.01,
    env: Mapping[str, str] | None = None,
) -> Figures:
    """Serve from `folder`, let clients send while `work` does its worst, then judge."""
    home = folder / "home"
    run(home, "project", "create", "shop", "--timezone", "Asia/Shanghai")
    with serving(home, env) as served:
        sources = [served.source(name, "shop") for name in ("web", "server")]
        senders = _start(served, sources, clients, pause)
        began = time.monotonic()
        kills = work(served, senders)
        for sender in senders:
            sender.finish()
        for sender in senders:
            sender.join(150)
            assert not sender.is_alive(), f"{sender.name} has not ended\n{served.words()[-4000:]}"
        seconds = time.monotonic() - began
        project = sources[0].project
        caught_up = until_processed(served, project)
        requests = landed(home, project)
        acknowledged = {
            s.name: set[str]().union(*(c.acknowledged for c in senders if c.source is s)) for s in sources
        }
        doubtful = set[str]().union(*(c.doubtful for c in senders))
        verdict = judge(home, acknowledged, doubtful, sources)
        return Figures(
            kills=kills,
            seconds=seconds,
            requests=requests,
            answers=sum((Counter(c.answers) for c in senders), Counter()),
            broken=sum(c.broken for c in senders),
            unwaited=sum(c.unwaited for c in senders),
            caught_up=caught_up,
            verdict=verdict,
            quarantined=quarantined(home, project),
        )


def _start(served: Served, sources: list[Source], count: int, pause: float) -> list[Client]:
    senders = [Client(served, sources[i % len(sources)], i, pause=pause) for i in range(count)]
    for sender in senders:
        sender.start()
    return senders


def killing(
    count: int, *, seed: int = 7, longest: float = 2.5
) -> Callable[[Served, list[Client]], Counter[str]]:
    """Work that kills so many times."""

    def work(served: Served, senders: list[Client]) -> Counter[str]:
        killer = Killer(served, senders, seed, longest)
        killer.kill(count)
        return killer.kills

    return work
