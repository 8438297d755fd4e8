"""Nothing is reached that whoever runs the machine has not listed, by no spelling and by no detour."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from tests.push.conftest import opened
from tests.support.receiver import SECRET, Receiver

from yunying.adapters import AllowList, SqlTable, Webhook, read_sql_url
from yunying.app import NewTarget
from yunying.core import Failed, Refused, Settings, YunyingError

INSIDE = [
    "127.0.0.1", "10.0.0.5", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "fe80::1%eth0",
]  # fmt: skip
"""Addresses that must not be reached by a name of the internet."""


def said_by(error: pytest.ExceptionInfo[YunyingError]) -> str:
    return error.value.code


def test_nothing_is_allowed_by_default(tmp_path: Path) -> None:
    settings = Settings.read({}, tmp_path)
    assert (settings.push_hosts, settings.push_folder) == ((), None)
    nothing = AllowList(settings.push_hosts, settings.push_folder)
    for url in ("https://example.com/x", "https://127.0.0.1/x"):
        with pytest.raises(Refused) as refused:
            Webhook(url, SECRET, nothing)
        assert said_by(refused) == "host_not_allowed"
    for url in ("sqlite:///x.db", "sqlite:////etc/x.db"):
        with pytest.raises(Refused) as refused:
            SqlTable(url, "people", nothing)
        assert said_by(refused) == "folder_not_allowed"


def test_settings_are_read() -> None:
    said = {
        "YUNYING_PUSH_HOSTS": " crm.example.com, private:10.0.0.5:5432 ,",
        "YUNYING_PUSH_FOLDER": "/srv/out",
    }
    settings = Settings.read(said, Path("/srv/home"))
    assert settings.push_hosts == ("crm.example.com", "private:10.0.0.5:5432")
    assert settings.push_folder == Path("/srv/out")
    allowed = AllowList(settings.push_hosts)
    assert (allowed.check("CRM.example.com.", 443), allowed.check("10.0.0.5", 5432)) == (False, True)
    for host, port in (("10.0.0.5", 22), ("example.com", 443), ("crm.example.com.evil.org", 443)):
        with pytest.raises(Refused):
            allowed.check(host, port)
    for wrong in ("https://crm.example.com", "a:99999", "private:"):
        with pytest.raises(Refused) as refused:
            AllowList([wrong])
        assert said_by(refused) == "bad_setting"


@pytest.mark.parametrize("address", INSIDE)
def test_a_listed_name_may_not_stand_for_an_address_inside(address: str) -> None:
    for found in ([address], ["93.184.216.34", address]):
        allowed = AllowList(["crm.example.com"], resolver=lambda _host, _port, found=found: found)  # type: ignore[misc]
        with pytest.raises(Refused) as refused:
            Webhook("https://crm.example.com/x", SECRET, allowed).test()
        assert said_by(refused) == "address_private"
        with pytest.raises(Refused) as refused:
            SqlTable("postgresql://u:p@crm.example.com/db", "people", allowed).test()
        assert said_by(refused) == "address_private"
    AllowList(["private:crm.example.com"], resolver=lambda _h, _p: [address]).addresses(
        "crm.example.com", 443
    )


def test_the_connection_goes_to_the_address_that_was_judged() -> None:
    # A name that stands for something else at every look: it is looked up once.
    looks: list[str] = []

    def resolver(host: str, _port: int) -> list[str]:
        looks.append(host)
        return ["127.0.0.1"] if len(looks) == 1 else ["10.9.9.9"]

    with Receiver().listening() as receiver:
        allowed = AllowList(["private:crm.internal"], resolver=resolver)
        Webhook(f"http://crm.internal:{receiver.port}/x", SECRET, allowed).test()
    assert (looks, receiver.headers[0]["host"]) == (["crm.internal"], f"crm.internal:{receiver.port}")


@pytest.mark.parametrize(
    "url",
    ["ftp://crm.example.com", "file:///etc/passwd", "//crm.example.com", "https://", "https://a:b@crm.example.com/",
     "https://crm.example.com:x/", "https://crm.example.com:0/", "gopher://crm.example.com", "https://crm\n.example.com"],
)  # fmt: skip
def test_odd_urls_are_refused(url: str) -> None:
    with pytest.raises(Refused) as refused:
        Webhook(url, SECRET, AllowList(["crm.example.com"]))
    assert said_by(refused) in ("bad_url", "host_not_allowed")


def test_the_internet_is_reached_by_https_alone() -> None:
    allowed = AllowList(["crm.example.com", "private:crm.internal"])
    Webhook("https://crm.example.com/x", SECRET, allowed)
    Webhook("http://crm.internal/x", SECRET, allowed)
    with pytest.raises(Refused) as refused:
        Webhook("http://crm.example.com/x", SECRET, allowed)
    assert said_by(refused) == "https_wanted"


def test_redirects_are_not_followed_and_proxies_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    allowed = AllowList(["private:127.0.0.1"])
    with Receiver().listening() as receiver:
        hook = Webhook(receiver.url, SECRET, allowed)
        assert hook.test() == "The receiver answered 204."
        receiver.manner = "redirect"
        with pytest.raises(Refused) as refused:
            hook.test()
    assert said_by(refused) == "target_redirects"
    with pytest.raises(Failed) as failed:
        hook.test()
    assert said_by(failed) == "target_unreachable"


@pytest.mark.parametrize(
    "url",
    ["oracle://db.example.com/x", "postgresql+asyncpg://db.example.com/x", "postgresql://db.example.com/x?host=/run",
     "postgresql://db.example.com/x?hostaddr=127.0.0.1", "postgresql:///x", "postgresql://db.example.com/x?service=y",
     "mysql://db.example.com/x?unix_socket=/run/y", "mysql://db.example.com/x?read_default_file=/etc/z", "nonsense",
     "sqlite://host/x.db", "sqlite:///x.db?uri=true", "postgresql://a,b/x?passfile=/x"],
)  # fmt: skip
def test_databases_name_one_host_and_no_file(url: str) -> None:
    with pytest.raises(Refused) as refused:
        read_sql_url(url)
    assert said_by(refused) == "bad_url"


def test_files_lie_in_the_folder(tmp_path: Path) -> None:
    folder, outside = tmp_path / "out", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (folder / "link").symlink_to(outside)
    sqlite3.connect(outside / "x.db").close()
    allowed = AllowList((), folder)
    ways = (
        f"sqlite:///{outside}/x.db",
        "sqlite:///../outside/x.db",
        "sqlite:///link/x.db",
        "sqlite://",
        "sqlite:///.",
    )
    for url in (*ways, "sqlite:///:memory:", "sqlite:///file:x?mode=memory"):
        with pytest.raises(Refused) as refused:
            SqlTable(url, "people", allowed)
        assert said_by(refused) in ("folder_not_allowed", "bad_url"), url
    SqlTable("sqlite:///in.db", "people", allowed).test()
    SqlTable(f"sqlite:///{folder}/in.db", "people", allowed).test()


def test_a_target_that_is_not_allowed_is_not_kept(tmp_path: Path) -> None:
    with opened(tmp_path, "crm.example.com") as shop:
        for url in ("http://127.0.0.1:1/x", "https://elsewhere.example.com/"):
            with pytest.raises(Refused) as refused:
                shop.app.outlets.add(shop.project, NewTarget("a", "webhook", url), by=None)
            assert said_by(refused) == "host_not_allowed"
        assert shop.app.pushing.targets(shop.project) == []
