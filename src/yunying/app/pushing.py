"""Pushing segments outside: what is sent of which segment to which target, and whether it arrives."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from yunying.app.datasets import Datasets
from yunying.app.delivering import FAILING, Delivering
from yunying.app.masking import Veil
from yunying.app.outlets import Outlets
from yunying.app.segmenting import Segmenting
from yunying.core import Clock, Refused
from yunying.store.ledger import Push, Target
from yunying.workspace import Project, PushMode, Workspace, require

log = logging.getLogger("yunying.pushing")
LOOK_EVERY = 1.0
_PAUSE = 5.0
"""Seconds between two looks whether a segment is another than its target has."""
_TURN = 20.0
"""Seconds that one push may take before others have their turn."""
_SHOWN = 3
_MOST_PROPERTIES = 50
_SHORTEST_REASON, _LONGEST_REASON = 2, 500


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to be sent: properties by name, and whether sensitive ones as they are, and then why."""

    mode: PushMode = "once"
    properties: Sequence[str] = ()
    unmasked: bool = False
    reason: str | None = None


class Pushing:
    """Use-cases of pushes."""

    def __init__(
        self,
        clock: Clock,
        workspace: Workspace,
        datasets: Datasets,
        segmenting: Segmenting,
        outlets: Outlets,
        delivering: Delivering,
    ) -> None:
        self._clock = clock
        self._workspace = workspace
        self._datasets = datasets
        self._segmenting = segmenting
        self._outlets = outlets
        self._delivering = delivering

    def preview(
        self, project: Project, segment_id: str, properties: Sequence[str], veil: Veil
    ) -> dict[str, Any]:
        """What would be sent, of the first people: `veil` is that of whoever looks. `sensitive` are the properties
        that go masked unless somebody says why not."""
        behind, marked = self._segmenting.people(project, segment_id)
        data = self._datasets.of(project)
        view = data.hot.view(marked=marked)
        chosen = self._delivering.chosen(view, _checked(properties))
        first = behind.people[:_SHOWN].astype(np.int32)
        return {
            "people": len(behind.people),
            "sample": self._delivering.members(data, view, first, chosen, veil),
            "sensitive": [p.name for p in chosen if veil.kinds.of(p.name, "person") is not None],
        }

    def set_up(
        self,
        project: Project,
        segment_id: str,
        target_id: str,
        wanted: Wanted,
        *,
        role: str | None,
        by: str | None,
    ) -> Push:
        """Say what is sent and ask for everybody to be sent; the worker does it. `role` is None at the terminal."""
        segment = self._workspace.segments.get(project.id, segment_id)
        target = self._workspace.targets.get(project.id, target_id)
        reason = (wanted.reason or "").strip()
        if wanted.unmasked:
            if role is not None:
                require(role, "unmask")
            if not _SHORTEST_REASON <= len(reason) <= _LONGEST_REASON:
                raise Refused(
                    "reason_wanted",
                    "Say why sensitive values must leave as they are; it is kept in the audit log.",
                    field="reason",
                )
        properties = _checked(wanted.properties)
        self._delivering.chosen(self._datasets.of(project).hot.view(), properties)
        return self._workspace.pushes.set_up(
            project.id,
            segment,
            target.id,
            target_name=target.name,
            mode=wanted.mode,
            properties=properties,
            unmasked=wanted.unmasked,
            reason=reason if wanted.unmasked else None,
            by=by,
        )

    def request(self, project: Project, push_id: str, *, by: str | None) -> Push:
        """Send everybody once more, now."""
        push = self._workspace.pushes.get(project.id, push_id)
        self._workspace.pushes.request(push, self._outlets.segment_name(project, push.segment_id), by=by)
        return self._workspace.pushes.get(project.id, push_id)

    def stop(self, project: Project, push_id: str, *, by: str | None) -> None:
        """Send nothing more; what the target has stays there."""
        push = self._workspace.pushes.get(project.id, push_id)
        self._workspace.pushes.stop(push, self._outlets.segment_name(project, push.segment_id), by=by)
        self._delivering.forget(project, push_id)

    def remove_target(self, project: Project, target_id: str, *, by: str | None) -> None:
        """Forget a target and whom it has; refused as long as segments are kept in step there."""
        there = [p.id for p in self._workspace.pushes.all(project.id) if p.target_id == target_id]
        self._outlets.remove(project, target_id, by=by)
        for push_id in there:
            self._delivering.forget(project, push_id)

    def deliver(self, project: Project, push_id: str, *, wait: float = 600.0) -> Push:
        """Send now and here what is lacking; the push says what came of it."""
        self._delivering.deliver(project, push_id, wait=wait)
        return self._workspace.pushes.get(project.id, push_id)

    def turn(self, project: Project, push: Push) -> None:
        """Let a push send for a while, if there is anything to send."""
        if self._due(project, push):
            self._delivering.deliver(project, push.id, seconds=_TURN)

    def of_segment(self, project: Project, segment_id: str) -> list[dict[str, Any]]:
        """Where a segment is pushed to."""
        self._workspace.segments.get(project.id, segment_id)
        targets = {target.id: target for target in self._workspace.targets.all(project.id)}
        pushes = self._workspace.pushes.all(project.id)
        return [
            self.wire(project, p, targets[p.target_id])
            for p in pushes
            if p.segment_id == segment_id and p.target_id in targets
        ]

    def targets(self, project: Project) -> list[dict[str, Any]]:
        """Every target with what is pushed there."""
        pushes = self._workspace.pushes.all(project.id)
        return [
            self.target_wire(project, target, [p for p in pushes if p.target_id == target.id])
            for target in self._workspace.targets.all(project.id)
        ]

    def target_wire(self, project: Project, target: Target, pushes: Sequence[Push]) -> dict[str, Any]:
        """A target as it is shown."""
        return {
            "id": target.id,
            "name": target.name,
            "kind": target.kind,
            "address": target.address,
            "created_by": self._workspace.members.name_of(target.created_by),
            "created_at": target.created_at,
            "pushes": [self.wire(project, push, target) for push in pushes],
        }

    def wire(self, project: Project, push: Push, target: Target) -> dict[str, Any]:
        """A push as it is shown."""
        return {
            "id": push.id,
            "segment": {
                "id": push.segment_id,
                "name": self._outlets.segment_name(project, push.segment_id),
            },
            "target": {"id": target.id, "name": target.name, "kind": target.kind},
            "mode": push.mode,
            "properties": push.properties,
            "unmasked": push.unmasked,
            "reason": push.reason,
            "status": status(push),
            "delivered": push.delivered,
            "waiting": push.waiting,
            "position": push.position,
            "attempts": push.attempts,
            "next_at": push.next_at,
            "last_success_at": push.last_success_at,
            "last_error": push.last_error,
            "set_by": self._workspace.members.name_of(push.set_by),
            "created_at": push.created_at,
        }

    def _due(self, project: Project, push: Push) -> bool:
        if push.next_at is not None and self._clock() < push.next_at:
            return False
        if push.requested or push.waiting or push.attempts or push.reached is None:
            return True
        return push.mode == "in_step" and push.reached != self._delivering.state(
            self._datasets.of(project), push
        )


def status(push: Push) -> str:
    """`waiting` for its first or another turn, `sending`, `retrying`, `failing`, or `fine`."""
    if push.attempts:
        return "failing" if push.attempts >= FAILING else "retrying"
    if push.waiting:
        return "sending"
    return "waiting" if push.requested or push.reached is None else "fine"


def _checked(properties: Sequence[str]) -> list[str]:
    names = list(dict.fromkeys(properties))
    if len(names) > _MOST_PROPERTIES:
        raise Refused(
            "too_many_properties",
            f"Up to {_MOST_PROPERTIES} properties are sent of each person; choose fewer.",
            field="properties",
            most=_MOST_PROPERTIES,
        )
    return names


class Pusher:
    """Gives every push its turns. One process does this, on a thread of its own."""

    def __init__(
        self, workspace: Workspace, pushing: Pushing, *, wait: Callable[[float], object] = time.sleep
    ) -> None:
        self._workspace = workspace
        self._pushing = pushing
        self._wait = wait
        self._looked: dict[str, float] = {}

    def start(self) -> threading.Thread:
        """Work until the process ends."""
        thread = threading.Thread(target=self._forever, name="pushes", daemon=True)
        thread.start()
        return thread

    def run_once(self) -> None:
        """A turn for every push."""
        for project in self._workspace.projects.all():
            for push in self._workspace.pushes.all(project.id):
                quiet = not (push.requested or push.waiting or push.attempts)
                if quiet and time.monotonic() < self._looked.get(push.id, 0) + _PAUSE:
                    continue
                self._looked[push.id] = time.monotonic()
                try:
                    self._pushing.turn(project, push)
                except Exception:
                    log.exception("Push %s could not be looked after", push.id)

    def _forever(self) -> None:
        while True:
            try:
                self.run_once()
            except Exception:  # the ledger may be out of reach for a moment
                log.exception("Pushes could not be looked after")
            self._wait(LOOK_EVERY)
