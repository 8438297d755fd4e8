"""Looking over an installation and its home folder: what is there, what is wrong, what to do."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

import yunying
from yunying.app.channeling import status
from yunying.app.data_health import DataHealth, State
from yunying.app.datasets import Datasets
from yunying.app.deriving import Deriving
from yunying.app.streams import Streams
from yunying.collect.enrich import Geo
from yunying.collect.plan import Plans
from yunying.collect.rules import RulesStore
from yunying.core import Clock, Settings, YunyingError, instant_of, utc_now
from yunying.metrics import last_event
from yunying.store.cache_budget import size_of
from yunying.store.ledger import Ledger, current, newest, sqlite_engine
from yunying.workspace import Project, Workspace, open_workspace

_LITTLE_SPACE = 2 * 1024**3
_NO_SPACE = 256 * 1024**2
_ENGINES = ("duckdb", "deltalake", "pyarrow", "numba", "numpy")


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `good` is None where it is worth knowing but nothing is wrong."""

    subject: str
    good: bool | None
    said: str
    todo: str | None = None


def examine(settings: Settings, clock: Clock = utc_now) -> list[Finding]:
    """Everything there is to say; goes on where something is broken."""
    return list(_examine(settings, clock))


def _examine(settings: Settings, clock: Clock) -> Iterator[Finding]:
    yield _versions()
    yield _console()
    home = _home(settings.home)
    yield home
    if home.good is False:
        return
    yield _space(settings.home)
    yield _cache(settings)
    if not (settings.home / "ledger.sqlite").exists():
        yield Finding(
            "ledger",
            None,
            "nothing yet",
            "Make a project with `yunying project create`, or run `yunying demo`.",
        )
        return
    yield from _places(settings.home / "geo")
    ledger = Ledger(sqlite_engine(settings.home / "ledger.sqlite"))
    try:
        finding = _ledger(ledger)
        yield finding
        if finding.good is False:
            return
        rules, workspace = RulesStore(ledger, clock), open_workspace(ledger, clock)
        datasets = Datasets(settings, clock, rules, Deriving(workspace.definitions, workspace.remarks))
        plans = Plans(ledger, clock, workspace.audit.record)
        streams = Streams(settings, clock, workspace, datasets, rules, plans)
        health = DataHealth(streams, datasets, workspace)
        for project in workspace.projects.all():
            yield _project(project, datasets, clock())
            yield from _stream(project, health)
            yield from _channels(project, workspace)
    finally:
        ledger.close()


_SAYS: dict[State, tuple[bool | None, str | None]] = {
    "new": (None, "Send it a first event: its page in the console shows how."),
    "refused": (False, "`yunying quarantine list` says why; mend it and replay."),
    "stuck": (False, "Run `yunying serve`; if it runs, its terminal says what stops the processor."),
    "behind": (False, "The processor does not keep up, or an import is writing; look again in a minute."),
    "silent": (False, "It usually sends by now: look at what sends, not here."),
    "refusing": (False, "`yunying quarantine list` says why; mend it and replay."),
    "quiet": (None, None),
    "ok": (True, None),
    "archived": (None, None),
}


def _stream(project: Project, health: DataHealth) -> Iterator[Finding]:
    """Every source of a project, and what stops its processor."""
    try:
        found = health.of(project)
    except Exception as error:  # as for the lake: whatever it is, it is what we are here to tell
        yield Finding(f"stream of {project.name}", False, f"cannot be looked over ({error})")
        return
    if found["processor"]["error"]:
        yield Finding(
            f"processor of {project.name}",
            False,
            f"stopped by {found['processor']['error']}",
            "What it could not process waits in the landing log; nothing is lost.",
        )
    for source in found["sources"]:
        good, todo = _SAYS[source["state"]]
        lag = f", the oldest that waits for {source['lag_seconds']:,.0f} s" if source["lag_seconds"] else ""
        yield Finding(
            f"source {source['name']} of {project.name}",
            good,
            f"{source['state']}: {source['accepted']:,} accepted, {source['stored']:,} stored, "
            f"{source['refused']:,} refused in 24 hours, {source['waiting']:,} waiting{lag}",
            todo,
        )


def _channels(project: Project, workspace: Workspace) -> Iterator[Finding]:
    """Channels whose last message was not acknowledged."""
    for channel in workspace.channels.all(project.id):
        state = status(channel)
        if state in ("fine", "new", "paused"):
            continue
        error = (channel.last_error or {}).get("message", "")
        todo = "`yunying channel test` tries it; `yunying channel messages` lists what did not arrive."
        yield Finding(f"channel {channel.name} of {project.name}", False, f"{state}: {error}", todo)


def _places(folder: Path) -> Iterator[Finding]:
    """What countries and cities are found by."""
    files = Geo(folder).files()
    if not files:
        yield Finding(
            "places",
            None,
            "no database",
            f"Put a database file (.mmdb) into {folder} to know countries and cities.",
        )
    for file in files:
        made = f" of {file.made_at:%Y-%m-%d}" if file.made_at else ""
        todo = None if file.problem is None else "Put a whole file in its place."
        yield Finding(f"places {file.name}", file.problem is None, file.problem or f"{file.kind}{made}", todo)


def _versions() -> Finding:
    engines = ", ".join(f"{name} {version(name)}" for name in _ENGINES)
    return Finding(
        "versions", True, f"yunying {yunying.__version__}, Python {platform.python_version()}, {engines}"
    )


def _console() -> Finding:
    page = Path(yunying.__file__).parent / "web" / "static" / "index.html"
    if page.exists():
        return Finding("console", True, "built")
    return Finding("console", False, "not built", "Run `make console` in the folder of the project.")


def _home(home: Path) -> Finding:
    if not home.exists():
        return Finding("home", None, f"{home} is made by the first command that needs it")
    if not home.is_dir() or not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        return Finding(
            "home",
            False,
            f"{home} cannot be read and written",
            "Give this user the folder, or use --home DIR.",
        )
    return Finding("home", True, str(home))


def _space(home: Path) -> Finding:
    place = next(p for p in (home, *home.parents) if p.exists())
    free = shutil.disk_usage(place).free
    said = f"{free / 1024**3:,.1f} GB free"
    if free < _NO_SPACE:
        return Finding(
            "disk", False, said, "Free some space: imports need about the size of the file, twice."
        )
    if free < _LITTLE_SPACE:
        return Finding("disk", None, said, "Large imports may not fit.")
    return Finding("disk", True, said)


def _cache(settings: Settings) -> Finding:
    """How large the cache of hot columns is."""
    size, limit = size_of(settings.caches), settings.cache_limit
    said = f"{size / 1024**3:,.1f} GB of hot columns, at most {limit / 1024**3:,.1f} GB are kept"
    if size <= limit:
        return Finding("cache", True, said)
    return Finding(
        "cache", None, said, "Days in use are never deleted; raise YUNYING_CACHE_LIMIT if it stays so."
    )


def _ledger(ledger: Ledger) -> Finding:
    try:
        at = current(ledger.engine)
    except Exception as error:  # whatever is wrong with the file is what we are here to tell
        return Finding(
            "ledger",
            False,
            f"cannot be read ({error})",
            "Restore ledger.sqlite from a backup of the home folder.",
        )
    if at == newest():
        return Finding("ledger", True, f"revision {at}")
    return Finding(
        "ledger",
        False,
        f"revision {at}, this program needs {newest()}",
        "Run `yunying project list` once: it brings the ledger up to date, or says why it cannot.",
    )


def _project(project: Project, datasets: Datasets, now: datetime) -> Finding:
    subject = f"project {project.name}"
    try:
        data = datasets.of(project)
        view = data.hot.view()
        if view.snapshot.rows == 0:
            return Finding(subject, None, "no events yet", "Import a file with `yunying import`.")
        last = last_event(view)
    except YunyingError as error:
        return Finding(subject, False, error.message, "Restore its lake folder from a backup.")
    except Exception as error:  # as above
        todo = f"Restore {datasets.folder(project)} from a backup, or import its files again."
        return Finding(subject, False, f"its lake cannot be read ({error})", todo)
    if last is None:
        return Finding(subject, False, "its lake holds files without events", "Import its files again.")
    local = instant_of(last).astimezone(ZoneInfo(project.timezone))
    ago = now - instant_of(last)
    return Finding(
        subject,
        True,
        f"{view.snapshot.rows:,} events in {len(view.snapshot.files):,} files, the last "
        f"{local:%Y-%m-%d %H:%M} {project.timezone} ({ago.days:,} days ago)",
    )
