"""Brings one target to where its segment is, however often that is interrupted.

For each push two lists of people are kept: who is there for sure, and who may be there. What is to be done is the
difference to the segment as it is now: those who are not there for sure are sent, those who may be there and should
not are taken away. Before anything is sent the first list loses who leaves and the second gains who enters; once it
is acknowledged the other way round. So whatever got lost on the way, the lists stay true, and when both equal the
segment so does the target. Nothing is done by replaying the feed of changes, because merges, erasures and imports
taken back move people without an entry there; the feed's position says how far a target has come.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout

from yunying.adapters import Delivery, Member, Outlet, body_of
from yunying.app.datasets import Datasets
from yunying.app.masking import Masking, Veil
from yunying.app.outlets import Outlets
from yunying.app.segmenting import Segmenting
from yunying.core import Clock, Failed, NotFound, Refused, Settings, YunyingError
from yunying.metrics import find_property, rows_of
from yunying.store import Dataset, HotView, Memberships, Property
from yunying.store.ledger import Push, Segment, Target
from yunying.workspace import Project, Workspace, may

log = logging.getLogger("yunying.pushing")
Ints = npt.NDArray[np.int32]
BATCH = 500
"""People of one message."""
_KEPT_EVERY = 20
"""Messages after which it is written down who is there for sure."""
FAILING = 4
"""Tries in vain, one after another, after which a push counts as failing."""
_LONGEST_WAIT = 900.0
_NOBODY = np.zeros(0, np.int32)


class Delivering:
    """Sends what a target lacks. One process at a time does it for a push."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        workspace: Workspace,
        datasets: Datasets,
        masking: Masking,
        segmenting: Segmenting,
        outlets: Outlets,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._workspace = workspace
        self._datasets = datasets
        self._masking = masking
        self._segmenting = segmenting
        self._outlets = outlets

    def deliver(
        self, project: Project, push_id: str, *, seconds: float | None = None, wait: float = 0.0
    ) -> bool:
        """Send what is lacking, for as long as `seconds` say; returns whether the target has the segment whole.

        What goes wrong is written down at the push. Another that is at it is waited for `wait` seconds.
        """
        try:
            with self._lock(push_id).acquire(timeout=wait):
                push = self._workspace.pushes.get(project.id, push_id)
                segment = self._workspace.segments.get(project.id, push.segment_id)
                target = self._workspace.targets.get(project.id, push.target_id)
                return self._deliver(project, push, segment, target, seconds)
        except (Timeout, NotFound):  # somebody is at it; or it was taken away
            return False

    def forget(self, project: Project, push_id: str) -> None:
        """Who is at a target is known no longer."""
        kept = self._kept(project)
        with self._lock(push_id):
            for part in ("sure", "perhaps"):
                kept.remove(f"{push_id}-{part}")

    def state(self, data: Dataset, push: Push) -> str:
        """Tells the state of everything that decides who is to be at the target."""
        view = data.hot.view()
        parts = view.snapshot.version, view.identity.version, data.segments.state([push.segment_id])
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def veil(self, project: Project, push: Push) -> Veil:
        """What is masked: everything sensitive, unless whoever set it up said otherwise and still may."""
        return self._masking.for_push(project, lifted=push.unmasked and self._may_unmask(push.set_by))

    def members(
        self, data: Dataset, view: HotView, ids: Ints, properties: Sequence[Property], veil: Veil
    ) -> list[Member]:
        """People as they are sent."""
        rows = map(veil.person, rows_of(data, view, ids.astype(np.int64), properties=properties))
        return [Member(row["person_id"], row["distinct_id"], row["properties"]) for row in rows]

    def chosen(self, view: HotView, names: Sequence[str]) -> list[Property]:
        """People's properties by name, those that follow from definitions too."""
        return [find_property(view, name, "person", f"properties.{i}") for i, name in enumerate(names)]

    def _deliver(
        self, project: Project, push: Push, segment: Segment, target: Target, seconds: float | None
    ) -> bool:
        began = time.monotonic()
        work, veil = _Work(self._kept(project), push.id), self.veil(project, push)
        sent = {"entered": 0, "left": 0}
        try:
            if push.requested:
                work.doubt()
                push = self._workspace.pushes.note(push.id, requested=False, reached=None) or push
            data = self._datasets.of(project)
            reached, position = self.state(data, push), _position(data, push.segment_id)
            behind, marked = self._segmenting.people(project, push.segment_id)
            entered, left = work.plan(behind.people.astype(np.int32))
            waiting = len(entered) + len(left)
            if waiting:
                self._workspace.pushes.note(push.id, waiting=waiting)
                view = data.hot.view(marked=marked)
                properties = self.chosen(view, push.properties)
                outlet = self._outlets.open(target)
                for number, (going, coming) in enumerate(_messages(left, entered), 1):
                    part = Delivery(
                        id="",
                        sequence=push.sequence,
                        push=push.id,
                        segment=segment.id,
                        segment_name=segment.name,
                        mode=push.mode,
                        entered=self.members(data, view, coming, properties, veil),
                        left=going.tolist(),
                        complete=waiting == len(going) + len(coming),
                    )
                    push = self._send(outlet, push, part)
                    work.done(coming, going)
                    waiting -= len(going) + len(coming)
                    sent["entered"] += len(coming)
                    sent["left"] += len(going)
                    if number % _KEPT_EVERY == 0:
                        work.keep()
                    if waiting and seconds is not None and time.monotonic() - began > seconds:
                        self._workspace.pushes.note(
                            push.id, waiting=waiting, delivered=len(work.sure), pending=None, attempts=0
                        )
                        return False
            self._workspace.pushes.succeeded(
                push, reached=reached, position=position, delivered=len(work.sure)
            )
            return True
        except YunyingError as error:
            self._failed(push, error, work)
        except Exception as error:
            log.exception("Segment %s could not be pushed", segment.name)
            text = f"It could not be pushed ({type(error).__name__}); see the log of the worker."
            self._failed(push, Failed("push_failed", text), work)
        finally:
            work.keep()
            if sent["entered"] or sent["left"]:
                self._workspace.audit.note(
                    "push.sent",
                    segment.name,
                    by=push.set_by,
                    project=project.id,
                    target=target.name,
                    masked=not veil.lifted,
                    **sent,
                )
        return False

    def _send(self, outlet: Outlet, push: Push, part: Delivery) -> Push:
        """Send one message: under the number and id of before where it is the one that was not acknowledged."""
        digest = hashlib.sha256(body_of(replace(part, sequence=0))).hexdigest()
        if push.pending != digest:
            noted = self._workspace.pushes.note(push.id, sequence=push.sequence + 1, pending=digest)
            if noted is None:
                raise NotFound("unknown_push", "This push was stopped.")
            push = noted
        outlet.send(replace(part, id=f"{push.id}.{push.sequence}", sequence=push.sequence))
        push.pending = None  # in memory; the ledger learns of it with the next message
        return push

    def _failed(self, push: Push, error: YunyingError, work: _Work) -> None:
        """It is tried again later and later; what cannot succeed by itself counts as failing at once."""
        attempts = push.attempts + 1
        wait = min(2.0 ** (attempts - 1), _LONGEST_WAIT)
        wait = max(wait, min(float(error.params.get("retry_after", 0)), _LONGEST_WAIT))
        if isinstance(error, Refused | NotFound):
            attempts = max(attempts, FAILING)
        self._workspace.pushes.failed(
            push,
            error.as_wire()["error"],
            attempts=attempts,
            next_at=self._clock() + timedelta(seconds=wait),
            delivered=len(work.sure),
            waiting=work.lacking,
        )

    def _may_unmask(self, member_id: str | None) -> bool:
        if member_id is None:
            return True  # the owner of the machine
        try:
            member = self._workspace.members.get(member_id)
        except NotFound:
            return False
        return member.disabled_at is None and may(member.role, "unmask")

    def _kept(self, project: Project) -> Memberships:
        return Memberships(self._settings.segments(project.id) / "pushed")

    def _lock(self, push_id: str) -> FileLock:
        path = self._settings.home / "locks" / f"{push_id}.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(path)


class _Work:
    """Who is at a target for sure, who may be, and what is still to be done."""

    def __init__(self, kept: Memberships, push_id: str) -> None:
        self._kept = kept
        self._names = f"{push_id}-sure", f"{push_id}-perhaps"
        found = [kept.people(name) for name in self._names]
        self.sure, self._perhaps = (_NOBODY if people is None else people for people in found)
        self._written = [self.sure, self._perhaps]
        self.lacking = 0

    def doubt(self) -> None:
        """Nobody is there for sure."""
        self.sure = _NOBODY
        self.keep()

    def plan(self, members: Ints) -> tuple[Ints, Ints]:
        """Who is to be sent and who to be taken away; from now on what is known holds whatever arrives."""
        entered = np.setdiff1d(members, self.sure, assume_unique=True)
        left = np.setdiff1d(self._perhaps, members, assume_unique=True)
        self.lacking = len(entered) + len(left)
        self._perhaps = np.union1d(self._perhaps, entered)
        self.sure = np.setdiff1d(self.sure, left, assume_unique=True)
        self.keep()
        return entered, left

    def done(self, entered: Ints, left: Ints) -> None:
        """The target has acknowledged."""
        self.sure = np.union1d(self.sure, entered)
        self._perhaps = np.setdiff1d(self._perhaps, left, assume_unique=True)
        self.lacking -= len(entered) + len(left)

    def keep(self) -> None:
        """Write it down. Who is killed before knows less for sure than is true, and sends that again."""
        for i, (name, people) in enumerate(zip(self._names, (self.sure, self._perhaps), strict=True)):
            if people is not self._written[i]:
                self._kept.keep(name, people)
                self._written[i] = people


def _messages(left: Ints, entered: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Who leaves and who enters, a message at a time; those who leave first."""
    for start in range(0, len(left) + len(entered), BATCH):
        going = left[start : start + BATCH]
        first = max(start - len(left), 0)
        yield going, entered[first : first + BATCH - len(going)]


def _position(data: Dataset, segment_id: str) -> int:
    """The last change of a segment in the feed."""
    return next((change.position for change in data.segments.log.of(segment_id, 1)), 0)
