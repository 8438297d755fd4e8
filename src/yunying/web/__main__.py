"""The web process: `python -m yunying.web HOME SOCKET [HOST …]`, started and watched by `yunying serve`.

It is given the listening socket, so that it can be started again without anybody being turned away.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
from pathlib import Path

import uvicorn

from yunying.app import open_app
from yunying.app.process import end_with_parent, start_logging
from yunying.core import Settings
from yunying.web.server import build_web
from yunying.workspace import OWNER


def main(home: Path, handle: int, hosts: tuple[str, ...]) -> None:
    """Serve until told to stop or until the parent is gone."""
    start_logging("web")
    end_with_parent()
    listener = socket.socket(fileno=handle)
    app = open_app(Settings(home=home).answering_to(hosts))
    password = app.workspace.members.ensure_owner()
    config = uvicorn.Config(
        build_web(app),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    host, port = listener.getsockname()[:2]
    sys.stdout.write(welcome(host, port, password))
    sys.stdout.flush()
    uvicorn.Server(config).run(sockets=[listener])


def welcome(host: str, port: int, password: str | None) -> str:
    """Where the console is and how to sign in. The password is in no other place than this text."""
    near = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    lines = [f"Yunying is at http://{near}:{port}"]
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


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), tuple(sys.argv[3:]))
