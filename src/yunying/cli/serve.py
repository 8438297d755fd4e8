"""`yunying serve`: the web process, the processor and the worker, watched and ended with this one."""

from __future__ import annotations

import signal
import socket
import threading
from typing import Annotated

import typer

from yunying.cli.state import settings_of
from yunying.cli.supervisor import Child, Supervisor
from yunying.core import Failed, Settings

command = typer.Typer()
_TRY_PORTS = 20


@command.command()
def serve(
    ctx: typer.Context,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on. Other than 127.0.0.1 the network can reach it.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="A name under which people reach this machine; may be repeated.")
    ] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="First load the simulated project, if it is missing.")
    ] = False,
) -> None:
    """Serve the console, take events in and do jobs until Ctrl-C."""
    settings = settings_of(ctx)
    listener = _listen(settings, host, port)
    home = str(settings.home)
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    arguments = ["-m", "yunying.web", home, str(listener.fileno())]
    arguments += [f"--name={name}" for name in allow_host or []] + (["--demo"] if demo else [])
    web = Child("web", arguments, keep=(listener.fileno(),))
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    others = [Child(name, ["-m", f"yunying.{name}", home]) for name in ("processor", "worker")]
    with Supervisor([web, *others]) as supervisor:
        supervisor.watch(ended)


def _listen(settings: Settings, host: str | None, port: int | None) -> socket.socket:
    name = host or settings.host
    first = settings.port if port is None else port
    # Somebody who named a port means that one; otherwise the next free one will do.
    last = first + (_TRY_PORTS if port is None else 1)
    for number in range(first, last):
        try:
            found = socket.getaddrinfo(name, number, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        except socket.gaierror as error:
            raise Failed(
                "unknown_host", f"{name} is no address of this machine; leave --host out or use 127.0.0.1."
            ) from error
        family, kind, protocol, _, where = found[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(where)
            listener.listen(512)
        except OSError:
            listener.close()
            continue
        listener.set_inheritable(True)
        return listener
    raise Failed(
        "port_taken",
        f"Port {first} of {name} cannot be used: another program has it; choose another with --port.",
        port=first,
    )
