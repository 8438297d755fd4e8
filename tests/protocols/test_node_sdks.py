"""The real Node SDKs, unchanged but for the address."""

from __future__ import annotations

import subprocess
import sys

from tests.protocols.harness import SDKS, Server

from yunying.collect.records import Changes, Link

NODE = SDKS.parent.parent.parent / "scripts" / "node.py"


def _send(name: str, server: Server) -> None:
    command = [sys.executable, str(NODE), "node", "send.mjs", name, server.address, server.write_key]
    done = subprocess.run(command, cwd=SDKS, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_segment(server: Server) -> None:
    _send("segment", server)
    paid, identified = server.records()
    assert (paid.event, paid.distinct_id, paid.properties["amount"]) == ("order paid", "u-17", 99.5)
    assert (paid.properties["$lib"], paid.device) == ("@segment/analytics-node", False)
    assert identified.person == Changes(set={"city": "上海"})
    assert identified.links == (Link("a-1", "identify"),)


def test_posthog(server: Server) -> None:
    _send("posthog", server)
    paid, identified, alias = server.records()
    assert (paid.event, paid.distinct_id, paid.properties["amount"]) == ("order paid", "u-17", 99.5)
    assert (paid.properties["$lib"], paid.device) == ("posthog-node", False)
    assert identified.person is not None
    assert identified.person.set == {"city": "上海"}
    assert (alias.distinct_id, alias.links) == ("u-17", (Link("a-1", "alias"),))
