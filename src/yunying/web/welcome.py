"""What the terminal says while the console starts: where it is, how to sign in, what is being made ready."""

from __future__ import annotations

import ipaddress
import sys
import time

from yunying.app import App
from yunying.kernels import warm
from yunying.workspace import OWNER

_LOOK_EVERY = 0.2


def welcome(host: str, port: int, password: str | None) -> str:
    """Where the console is and how to sign in. The password is in no other place than this text."""
    lines = [f"Yunying is at {address_of(host, port)}"]
    if password is None:
        lines += [f"Sign in as {OWNER}. Password forgotten? yunying member reset-password {OWNER}"]
    else:
        lines += [
            f"Sign in as {OWNER} with the one-time password {password}",
            "It is shown only this once; you choose your own at the first sign-in.",
        ]
    if not ipaddress.ip_address(host).is_loopback:
        lines += ["The network can reach this port: put a proxy with HTTPS before it."]
    return "\n" + "".join(f"  {line}\n" for line in [*lines, "Ctrl-C ends it."]) + "\n"


def address_of(host: str, port: int) -> str:
    """The address that reaches us from this machine."""
    near = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{near}:{port}"


def load_demo(app: App) -> None:
    """Have the worker load the simulated project and wait until it has."""
    job = app.imports.start_demo(by=None)
    if job.status == "done":
        return
    _say("Loading the simulated project …")
    while job.status in ("queued", "running"):
        time.sleep(_LOOK_EVERY)
        job = app.workspace.jobs.get(job.project_id, job.id)
        if job.progress is not None:
            _step(f"{job.stage} {job.progress:.0%}")
    _step("")
    if job.status != "done" and job.error is not None:
        _say(f"The simulated project could not be loaded: {job.error['message']}")


def warm_up(app: App) -> None:
    """Compile what answers questions. Only the first start after an installation takes more than a moment.

    A question asked meanwhile waits for what it needs.
    """
    began = time.monotonic()

    def progress(done: int, total: int) -> None:
        tell(done / total)
        if time.monotonic() - began > 1:
            _step("" if done == total else f"Preparing the engine, once: {done} of {total}")

    with app.asking.patient() as tell:
        warm(progress)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _step(text: str) -> None:
    """A line that the next one takes the place of; only for a person at a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[2K{text}")
        sys.stderr.flush()
