"""The web process: `python -m yunying.web HOME SOCKET [HOST …]`, started and watched by `yunying serve`.

It is given the listening socket, so that it can be started again without anybody being turned away.
"""

from __future__ import annotations

import logging
import socket
import sys
from pathlib import Path

import uvicorn

from yunying.app import open_app
from yunying.app.process import end_with_parent
from yunying.core import Settings
from yunying.web.server import build_web


def main(home: Path, handle: int, hosts: tuple[str, ...]) -> None:
    """Serve until told to stop or until the parent is gone."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s web %(levelname)s %(message)s")
    end_with_parent()
    settings = Settings(home=home)
    settings = Settings(home=home, allowed_hosts=(*settings.allowed_hosts, *hosts))
    config = uvicorn.Config(
        build_web(open_app(settings)),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=handle)])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), tuple(sys.argv[3:]))
