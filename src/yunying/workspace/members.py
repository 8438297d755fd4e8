"""Members: who may sign in."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from yunying.core import Clock, NotFound, new_id
from yunying.store.ledger import Ledger, Member, Session
from yunying.workspace.attempts import Attempts
from yunying.workspace.audit import Audit
from yunying.workspace.passwords import Passwords, one_time_password

OWNER = "owner"


class Members:
    """Makes the owner at the first start and gives out one-time passwords."""

    def __init__(
        self, ledger: Ledger, clock: Clock, audit: Audit, passwords: Passwords, attempts: Attempts
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit
        self._passwords = passwords
        self._attempts = attempts

    def ensure_owner(self) -> str | None:
        """Make the owner where there is no member yet; returns the one-time password, else None.

        The password is not kept anywhere: whoever misses it resets it.
        """
        with self._ledger.read() as tx:
            if tx.scalar(select(Member.id).limit(1)) is not None:
                return None
        password = one_time_password()
        hashed = self._passwords.hash(password)
        with self._ledger.write() as tx:
            if tx.scalar(select(Member.id).limit(1)) is not None:
                return None
            member = Member(
                id=new_id("mem"),
                name=OWNER,
                password_hash=hashed,
                must_change_password=True,
                created_at=self._clock(),
            )
            tx.add(member)
            self._audit.record(tx, "member.created", OWNER, by=None)
        return password

    def name_of(self, member_id: str | None) -> str | None:
        """The name of a member; None for the terminal, and for one who is no more."""
        if member_id is None:
            return None
        with self._ledger.read() as tx:
            return tx.scalar(select(Member.name).where(Member.id == member_id))

    def reset_password(self, name: str) -> str:
        """A new one-time password; every session of the member ends."""
        password = one_time_password()
        hashed = self._passwords.hash(password)
        with self._ledger.write() as tx:
            member = tx.scalar(select(Member).where(Member.name == name))
            if member is None:
                names = ", ".join(tx.scalars(select(Member.name).order_by(Member.name)))
                raise NotFound(
                    "unknown_member",
                    f"There is no member {name!r}; "
                    + (
                        f"members are: {names}."
                        if names
                        else "the owner is made by the first `yunying serve`."
                    ),
                    field="name",
                    value=name,
                )
            tx.execute(
                update(Member)
                .where(Member.id == member.id)
                .values(password_hash=hashed, must_change_password=True)
            )
            tx.execute(delete(Session).where(Session.member_id == member.id))
            self._audit.record(tx, "member.password_reset", name, by=None)
        self._attempts.forget(name)
        return password
