"""A target that is a table: one row for each person of each segment, in SQLite, PostgreSQL or MySQL.

Statements are those that all three understand: rows of the people concerned are deleted and, where they entered,
inserted, in one transaction. Done twice it leaves the same rows.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from yunying.adapters.allowed import AllowList
from yunying.adapters.port import Delivery
from yunying.core import Clock, Failed, Refused, utc_now

_DRIVERS = {
    "sqlite": ("sqlite", "sqlite3", 0, frozenset[str]()),
    "postgresql": ("postgresql+psycopg", "psycopg", 5432, frozenset({"sslmode"})),
    "mysql": ("mysql+pymysql", "pymysql", 3306, frozenset({"charset"})),
}
"""Of each kind of database: driver, its module, port, and what a URL may ask for besides. Anything else could name
another host or a file of this machine."""
_EXTRA = {"psycopg": "postgresql", "pymysql": "mysql"}
_TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")
_AT_ONCE = 500
"""People named in one statement."""
_SECONDS = 60


def read_sql_url(text: str) -> URL:
    """A database URL of a kind we know, with its driver."""
    try:
        url = make_url(text.strip())
        kind, _, driver = url.drivername.partition("+")
        name, _, _, known = _DRIVERS[kind]
        if driver and f"{kind}+{driver}" not in (name, "sqlite+pysqlite"):
            raise KeyError(driver)
        port = url.port
    except (ArgumentError, ValueError, KeyError):
        raise Refused(
            "bad_url",
            "The URL of a database begins with postgresql://, mysql:// or sqlite:/// (a file in the set folder).",
            field="url",
        ) from None
    odd = sorted(set(url.query) - known)
    if (
        odd
        or (kind == "sqlite" and (url.host or port))
        or (kind != "sqlite" and not (url.host and url.database))
    ):
        raise Refused(
            "bad_url",
            f"The URL may not ask for {', '.join(odd)}." if odd else "The URL names a host and a database.",
            field="url",
        )
    return url.set(drivername=name)


def shown_url(text: str, table: str) -> str:
    """Database and table for people to read, without the password."""
    url = read_sql_url(text)
    kind = url.drivername.partition("+")[0]
    return f"{url.set(drivername=kind).render_as_string(hide_password=True)} · {table}"


class SqlTable:
    """One table of one database."""

    def __init__(self, url: str, table: str, allowed: AllowList, *, clock: Clock = utc_now) -> None:
        self._url = read_sql_url(url)
        self._kind = self._url.drivername.partition("+")[0]
        self._allowed = allowed
        self._clock = clock
        if not _TABLE.fullmatch(table):
            raise Refused(
                "bad_table",
                "The name of a table has letters, digits and underscores, and begins with no digit.",
                field="table",
            )
        if self._kind == "sqlite":
            allowed.file(self._url.database or "")
        else:
            allowed.check(self._url.host or "", self._port)
        self._require_driver()
        self._table = _table(table)

    def send(self, delivery: Delivery) -> None:
        """Let those who left go and take those who entered in, in one transaction."""
        entered = [member.person_id for member in delivery.entered]
        now = self._clock()
        rows = [
            {
                "segment_id": delivery.segment,
                "person_id": member.person_id,
                "segment": delivery.segment_name,
                "distinct_id": member.distinct_id,
                "properties": member.properties,
                "updated_at": now,
            }
            for member in delivery.entered
        ]
        table = self._table
        with self._open() as engine:
            self._prepare(engine)
            with engine.begin() as tx:
                for people in _parts([*delivery.left, *entered]):
                    tx.execute(
                        sa.delete(table).where(
                            table.c.segment_id == delivery.segment, table.c.person_id.in_(people)
                        )
                    )
                if rows:
                    tx.execute(sa.insert(table), rows)

    def test(self) -> str:
        """Connect, and see whether the table is there and fits."""
        with self._open() as engine:
            there = self._fits(engine)
        return (
            f"The table {self._table.name} is there."
            if there
            else f"The table {self._table.name} will be made."
        )

    @property
    def _port(self) -> int:
        return self._url.port or _DRIVERS[self._kind][2]

    def _require_driver(self) -> None:
        module = _DRIVERS[self._kind][1]
        if importlib.util.find_spec(module) is None:
            command = f"pip install 'yunying[{_EXTRA[module]}]'"
            raise Failed(
                "driver_missing",
                f"The driver for this database is not installed; whoever runs this machine installs it: {command}",
                command=command,
            )

    def _prepare(self, engine: sa.Engine) -> None:
        if not self._fits(engine):
            self._table.metadata.create_all(engine, checkfirst=True)

    def _fits(self, engine: sa.Engine) -> bool:
        inspected = sa.inspect(engine)
        if not inspected.has_table(self._table.name):
            return False
        there = {column["name"] for column in inspected.get_columns(self._table.name)}
        missing = [column.name for column in self._table.columns if column.name not in there]
        if missing:
            raise Refused(
                "table_unfit",
                f"The table {self._table.name} has no column {', '.join(missing)}; choose another name, and the "
                "table is made.",
                field="table",
                columns=missing,
            )
        return True

    @contextmanager
    def _open(self) -> Iterator[sa.Engine]:
        engine = self._engine()
        try:
            yield engine
        except SQLAlchemyError as error:
            said = self._said(error)
            raise Failed("database_failed", f"The database says: {said}", said=said) from None
        finally:
            engine.dispose()

    def _engine(self) -> sa.Engine:
        """Connected to the address that was judged, whatever the name stands for by then."""
        url, options = self._url, dict[str, Any]()
        if self._kind == "sqlite":
            url, options = url.set(database=str(self._allowed.file(url.database or ""))), {"timeout": 20}
        else:
            address = self._allowed.addresses(url.host or "", self._port)[0]
            options = {"connect_timeout": 5}
            if self._kind == "postgresql":
                options |= {"hostaddr": address, "options": f"-c statement_timeout={_SECONDS * 1000}"}
            else:
                url = url.set(host=address)
                options |= {"read_timeout": _SECONDS, "write_timeout": _SECONDS}
        return sa.create_engine(url, connect_args=options, poolclass=sa.pool.NullPool, hide_parameters=True)

    def _said(self, error: SQLAlchemyError) -> str:
        """The first line of what the database says: later ones may hold rows."""
        said = str(getattr(error, "orig", None) or type(error).__name__).strip().splitlines()[0]
        return said.replace(self._url.password, "***") if self._url.password else said


def _table(name: str) -> sa.Table:
    return sa.Table(
        name,
        sa.MetaData(),
        sa.Column("segment_id", sa.String(32), primary_key=True),
        sa.Column("person_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("segment", sa.String(200), nullable=False),
        sa.Column("distinct_id", sa.Text(), nullable=False),
        sa.Column("properties", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )


def _parts(people: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(people), _AT_ONCE):
        yield people[start : start + _AT_ONCE]
