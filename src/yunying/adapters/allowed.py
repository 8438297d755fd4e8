"""Which places outside may be reached at all: a list that whoever runs the machine sets, empty by default.

A name is looked up here, every address it stands for is judged, and the connection goes to the address that was
judged: a name that stands for another address a moment later gains nothing by it.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path

from yunying.core import Failed, Refused

_PRIVATE = "private:"
_NAT64 = ip_network("64:ff9b::/96")
_PORTS = range(1, 65536)
Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """Addresses that a name stands for, those of IPv4 first."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = dict.fromkeys(str(entry[4][0]) for entry in found)
    return sorted(addresses, key=lambda address: ":" in address)


@dataclass(frozen=True)
class _Allowed:
    host: str
    port: int | None
    private: bool


class AllowList:
    """Hosts as the setting has them (`host`, `host:port`, `private:host`), and the folder of SQLite files."""

    def __init__(
        self,
        hosts: Iterable[str] = (),
        folder: Path | None = None,
        *,
        resolver: Resolve = resolve,
        setting: str = "YUNYING_PUSH_HOSTS",
    ) -> None:
        self._setting = setting
        self._hosts = [_read(text, setting) for text in hosts]
        self._folder = folder
        self._resolve = resolver

    def check(self, host: str, port: int) -> bool:
        """Refuse a host that is not listed; returns whether it may lie in a private network."""
        wanted = _plain(host)
        found = [one for one in self._hosts if one.host == wanted and one.port in (None, port)]
        if not found:
            raise Refused(
                "host_not_allowed",
                f"{wanted}:{port} is not among the hosts that may be reached; whoever runs this machine adds it to "
                f"{self._setting}.",
                field="url",
                host=f"{wanted}:{port}",
                setting=self._setting,
            )
        return any(one.private for one in found)

    def addresses(self, host: str, port: int) -> list[str]:
        """Where to connect to, at least one address; refused where any of them is not one of the public internet,
        unless the host is listed as private."""
        private = self.check(host, port)
        try:
            found = self._resolve(_plain(host), port)
        except (OSError, UnicodeError):
            found = []
        if not found:
            raise Failed(
                "target_unreachable",
                f"The name {host} is not known; see whether it is spelt right.",
                host=host,
            )
        if not private:
            for address in found:
                if not _public(address):
                    raise Refused(
                        "address_private",
                        f"{host} stands for {address}, which is not an address of the public internet; if it is meant, "
                        f"list it as {_PRIVATE}{_plain(host)} in {self._setting}.",
                        field="url",
                        host=host,
                        setting=self._setting,
                    )
        return found

    def file(self, path: str) -> Path:
        """A SQLite file as it is opened; refused outside the folder of the setting."""
        if self._folder is None:
            raise Refused(
                "folder_not_allowed",
                "No folder is set in which SQLite files may lie; whoever runs this machine sets YUNYING_PUSH_FOLDER.",
                field="url",
            )
        folder = self._folder.resolve()
        whole = (folder / path).resolve()
        if not path or path.startswith(("file:", ":")) or not whole.is_relative_to(folder) or whole == folder:
            raise Refused(
                "folder_not_allowed",
                f"SQLite files that segments are pushed to lie in {folder}; choose one there.",
                field="url",
                folder=str(folder),
            )
        return whole


def _read(text: str, setting: str) -> _Allowed:
    rest = text.removeprefix(_PRIVATE)
    host, port = rest, None
    if rest.count(":") == 1 or rest.startswith("["):
        head, _, tail = rest.rpartition(":")
        if tail.isdecimal():
            host, port = head, int(tail)
    if not _plain(host) or "/" in host or (port is not None and port not in _PORTS):
        raise Refused(
            "bad_setting",
            f"{setting} lists hosts such as crm.example.com or private:10.0.0.5:8080, not {text!r}.",
            field=setting,
        )
    return _Allowed(_plain(host), port, text.startswith(_PRIVATE))


def _plain(host: str) -> str:
    return host.strip().strip("[]").rstrip(".").lower()


def _public(text: str) -> bool:
    address = ip_address(text.partition("%")[0])
    inner = _within(address)
    return address.is_global and not address.is_multicast and (inner is None or _public(str(inner)))


def _within(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The address of IPv4 that one of IPv6 leads to."""
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
