"""The web process, started and watched by `yunying serve`.

It is given the listening socket, so that it can be started again without anybody being turned away.
"""

from __future__ import annotations

import argparse
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import uvicorn

from yunying.app import App, open_app
from yunying.app.process import end_with_parent, spare_collection, start_logging
from yunying.core import Settings
from yunying.web.server import build_server
from yunying.web.welcome import address_of, load_demo, warm_up, welcome


def main(home: Path, listener: socket.socket, names: list[str], *, demo: bool) -> None:
    """Serve until told to stop or until the parent is gone."""
    start_logging("web")
    end_with_parent()
    app = open_app(Settings.read(os.environ, home).answering_to(names))
    host, port = listener.getsockname()[:2]
    _keep_address(home, address_of(host, port))
    text = welcome(host, port, app.workspace.members.ensure_owner())
    _beside(lambda: _announce(app, text, demo=demo))
    _beside(lambda: warm_up(app))
    config = uvicorn.Config(
        build_server(app),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    spare_collection()
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        app.close()


def _keep_address(home: Path, address: str) -> None:
    """Tell other processes where we are. A full disk must not keep us from telling programs so (503)."""
    making = home / "address.making"
    try:
        making.write_text(address, encoding="utf-8")
        making.replace(home / "address")
    except OSError as error:
        logging.getLogger("yunying.web").warning("The address cannot be kept: %s", error)


def _announce(app: App, text: str, *, demo: bool) -> None:
    if demo:
        load_demo(app)
    sys.stdout.write(text)
    sys.stdout.flush()


def _beside(work: Callable[[], None]) -> None:
    threading.Thread(target=work, daemon=True).start()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("socket", type=int)
    parser.add_argument("--name", action="append", default=[])
    parser.add_argument("--demo", action="store_true")
    given = parser.parse_args()
    main(given.home, socket.socket(fileno=given.socket), given.name, demo=given.demo)
