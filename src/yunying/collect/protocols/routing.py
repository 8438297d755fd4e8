"""Which protocol answers at an address."""

from __future__ import annotations

from collections.abc import Iterable

from yunying.collect.protocols.port import Protocol, Route


class Routes:
    """Finds the protocol of a path: exact paths at once, then those with a `*`."""

    def __init__(self, protocols: Iterable[Protocol]) -> None:
        self._exact: dict[str, tuple[Protocol, Route]] = {}
        self._open: list[tuple[str, str, Protocol, Route]] = []
        self.by_name: dict[str, Protocol] = {}
        for protocol in protocols:
            self.by_name[protocol.name] = protocol
            for route in protocol.routes:
                before, star, after = route.path.partition("*")
                if star:
                    self._open.append((before, after, protocol, route))
                elif route.path in self._exact:
                    raise ValueError(f"{route.path} belongs to {self._exact[route.path][0].name} already")
                else:
                    self._exact[route.path] = (protocol, route)

    def find(self, path: str) -> tuple[Protocol, Route] | None:
        """Who answers at `path`; None where it is not a collecting address."""
        found = self._exact.get(path)
        if found is not None:
            return found
        for before, after, protocol, route in self._open:
            end = len(path) - len(after)
            middle = path[len(before) : end]
            if middle and "/" not in middle and path.startswith(before) and path.endswith(after):
                return protocol, route
        return None
