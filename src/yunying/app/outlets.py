"""Targets: kept with their secrets sealed, tried, and opened when something is sent."""

from __future__ import annotations

import time
from dataclasses import dataclass

import orjson

from yunying.adapters import (
    AllowList,
    Outlet,
    SqlTable,
    Webhook,
    new_secret,
    read_sql_url,
    shown_url,
    shown_web_url,
)
from yunying.app.masking import Seals
from yunying.core import Clock, Conflict, Failed, Refused, Settings, YunyingError, new_id
from yunying.store.ledger import Target
from yunying.workspace import TARGET_KINDS, Project, TargetKind, Workspace

_PURPOSE = "target"


@dataclass(frozen=True)
class NewTarget:
    """What somebody says of a target. `secret` is of webhooks, made where it is left out; `table` is of databases."""

    name: str
    kind: TargetKind
    url: str
    secret: str | None = None
    table: str | None = None


@dataclass(frozen=True)
class Added:
    """A target, and the secret that was made for it: this is the one time it is told."""

    target: Target
    secret: str | None


@dataclass(frozen=True)
class Tried:
    """What became of a try: `error` is what stood in the way."""

    message: str
    milliseconds: float
    error: YunyingError | None = None


class Outlets:
    """Use-cases of targets."""

    def __init__(self, settings: Settings, clock: Clock, workspace: Workspace) -> None:
        self._allowed = AllowList(settings.push_hosts, settings.push_folder)
        self._clock = clock
        self._workspace = workspace
        self._seals = Seals(settings.home)

    def add(self, project: Project, new: NewTarget, *, by: str | None) -> Added:
        """Keep a target that may be reached; what is secret of it is sealed and never shown again."""
        name = self._workspace.targets.check_name(project.id, new.name)
        said = {"url": new.url.strip()}
        made = None
        if new.kind == "webhook":
            made = None if new.secret else new_secret()
            said["secret"] = new.secret or made or ""
            address = shown_web_url(new.url)
        elif new.kind == "sql":
            if not new.table:
                raise Refused("table_wanted", "Say which table the people go to.", field="table")
            read_sql_url(new.url)
            said["table"] = new.table
            address = shown_url(new.url, new.table)
        else:
            raise Refused(
                "unknown_kind",
                f"There is no kind of target {new.kind!r}; use one of {', '.join(TARGET_KINDS)}.",
                field="kind",
                value=new.kind,
            )
        self._outlet(new.kind, said)  # refuses what may not be reached
        target_id = new_id("tgt")
        sealed = self._seals.seal(orjson.dumps(said).decode(), project.id, _PURPOSE, target_id)
        target = self._workspace.targets.add(
            project.id, target_id, name, new.kind, address=address, sealed=sealed, by=by
        )
        return Added(target, made)

    def open(self, target: Target) -> Outlet:
        """The target as it is reached."""
        text = self._seals.open(target.sealed, target.project_id, _PURPOSE, target.id)
        if text is None:
            raise Failed(
                "secret_lost",
                "The secret of this target cannot be read: the key of this home (seal.key) is another one. Remove the "
                "target and add it anew.",
            )
        return self._outlet(target.kind, orjson.loads(text))

    def test(self, project: Project, target_id: str, *, by: str | None) -> Tried:
        """Try a target without sending anybody."""
        target = self._workspace.targets.get(project.id, target_id)
        began = time.perf_counter()
        error: YunyingError | None = None
        try:
            said = self.open(target).test()
        except YunyingError as failed:
            error, said = failed, failed.message
        self._workspace.audit.note(
            "target.tested", target.name, by=by, project=project.id, target=target.id, fine=error is None
        )
        return Tried(said, round((time.perf_counter() - began) * 1000, 1), error)

    def remove(self, project: Project, target_id: str, *, by: str | None) -> None:
        """Forget a target; refused as long as segments are kept in step there."""
        self._workspace.targets.get(project.id, target_id)
        used = [
            {"kind": "segment", "id": push.segment_id, "name": self.segment_name(project, push.segment_id)}
            for push in self._workspace.pushes.all(project.id)
            if push.target_id == target_id and push.mode == "in_step"
        ]
        if used:
            raise Conflict(
                "target_used",
                f"{', '.join(one['name'] for one in used[:5])} {'is' if len(used) == 1 else 'are'} kept in step with "
                "this target; stop that first.",
                used_by=used,
            )
        self._workspace.targets.remove(project.id, target_id, by=by)

    def segment_name(self, project: Project, segment_id: str) -> str:
        """What a segment is called."""
        return self._workspace.segments.get(project.id, segment_id).name

    def _outlet(self, kind: str, said: dict[str, str]) -> Outlet:
        if kind == "webhook":
            return Webhook(said["url"], said["secret"], self._allowed, clock=self._clock)
        return SqlTable(said["url"], said["table"], self._allowed, clock=self._clock)
