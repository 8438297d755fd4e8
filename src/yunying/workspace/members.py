"""Members: who may sign in, and in which role."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import get_args

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as Transaction

from yunying.core import Clock, NotFound, Refused, new_id
from yunying.store.ledger import Ledger, Member, Session
from yunying.workspace.attempts import Attempts
from yunying.workspace.audit import Audit
from yunying.workspace.passwords import Passwords, one_time_password
from yunying.workspace.roles import Role

OWNER = "owner"
"""What the first member is called."""
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Invited:
    """A member with a password for one sign-in, which is kept nowhere else: whoever misses it resets it."""

    member: Member
    password: str


class Members:
    """Makes the owner at the first start, invites others, and gives out one-time passwords.

    Everything is in the audit log; `by` is the id of a member, None for the terminal.
    """

    def __init__(
        self, ledger: Ledger, clock: Clock, audit: Audit, passwords: Passwords, attempts: Attempts
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit
        self._passwords = passwords
        self._attempts = attempts

    def ensure_owner(self) -> str | None:
        """Make the owner where there is none yet; returns the one-time password, else None."""
        there = select(Member.id).where((Member.role == "owner") | (Member.name == OWNER)).limit(1)
        with self._ledger.read() as tx:
            if tx.scalar(there) is not None:
                return None
        member, password = self._new(OWNER, "owner")
        with self._ledger.write() as tx:
            if tx.scalar(there) is not None:
                return None
            tx.add(member)
            self._audit.record(tx, "member.created", OWNER, by=None, role="owner")
        return password

    def all(self) -> Sequence[Member]:
        """Every member in the order of their invitation, disabled ones too."""
        with self._ledger.read() as tx:
            return tx.scalars(select(Member).order_by(Member.created_at, Member.id)).all()

    def get(self, member_id: str) -> Member:
        """The member with this id."""
        with self._ledger.read() as tx:
            return _with_id(tx, member_id)

    def find(self, name: str) -> Member:
        """The member of this name."""
        with self._ledger.read() as tx:
            return _named(tx, name)

    def name_of(self, member_id: str | None) -> str | None:
        """The name of a member; None for the terminal, and for one who is no more."""
        if member_id is None:
            return None
        with self._ledger.read() as tx:
            return tx.scalar(select(Member.name).where(Member.id == member_id))

    def invite(self, name: str, role: Role, *, by: str | None) -> Invited:
        """Make a member; they choose a password of their own at their first sign-in."""
        tidy = unicodedata.normalize("NFC", name).strip()
        if not tidy or len(tidy) > _LONGEST_NAME:
            raise Refused(
                "member_name",
                f"A member needs a name of at most {_LONGEST_NAME} characters, which they sign in with.",
                field="name",
                most=_LONGEST_NAME,
            )
        member, password = self._new(tidy, _known(role))
        with self._ledger.write() as tx:
            # Names that differ in their case alone are taken for one another, by people and by the limit of attempts.
            if tidy.casefold() in {taken.casefold() for taken in tx.scalars(select(Member.name))}:
                raise Refused(
                    "member_exists",
                    f"There is already a member {tidy!r}; choose another name, or enable them again.",
                    field="name",
                    value=tidy,
                )
            tx.add(member)
            self._audit.record(tx, "member.invited", tidy, by=by, role=role)
        return Invited(member, password)

    def change_role(self, member_id: str, role: Role, *, by: str | None) -> Member:
        """Give a member another role; it holds from their next request on."""
        _known(role)

        def change(tx: Transaction, member: Member) -> None:
            if member.role == role:
                return
            if role != "owner":
                _require_another_owner(tx, member)
            self._audit.record(
                tx, "member.role_changed", member.name, by=by, **{"from": member.role, "to": role}
            )
            member.role = role

        return self._change(member_id, change)

    def disable(self, member_id: str, *, by: str | None) -> Member:
        """Keep a member out: their sessions end, and what they made stays."""

        def change(tx: Transaction, member: Member) -> None:
            if member.disabled_at is not None:
                return
            _require_another_owner(tx, member)
            member.disabled_at = self._clock()
            tx.execute(delete(Session).where(Session.member_id == member.id))
            self._audit.record(tx, "member.disabled", member.name, by=by)

        return self._change(member_id, change)

    def enable(self, member_id: str, *, by: str | None) -> Member:
        """Let a member in again, with the password they had."""

        def change(tx: Transaction, member: Member) -> None:
            if member.disabled_at is None:
                return
            member.disabled_at = None
            self._audit.record(tx, "member.enabled", member.name, by=by)

        return self._change(member_id, change)

    def reset_password(self, member_id: str, *, by: str | None) -> Invited:
        """A new one-time password; every session of the member ends."""
        password = one_time_password()
        hashed = self._passwords.hash(password)

        def change(tx: Transaction, member: Member) -> None:
            member.password_hash = hashed
            member.must_change_password = True
            tx.execute(delete(Session).where(Session.member_id == member.id))
            self._audit.record(tx, "member.password_reset", member.name, by=by)

        member = self._change(member_id, change)
        self._attempts.forget(member.name)
        return Invited(member, password)

    def _new(self, name: str, role: Role) -> tuple[Member, str]:
        password = one_time_password()
        member = Member(
            id=new_id("mem"),
            name=name,
            password_hash=self._passwords.hash(password),
            must_change_password=True,
            created_at=self._clock(),
            role=role,
            disabled_at=None,
        )
        return member, password

    def _change(self, member_id: str, change: Callable[[Transaction, Member], None]) -> Member:
        with self._ledger.write() as tx:
            member = _with_id(tx, member_id)
            change(tx, member)
        return member


def _known(role: Role) -> Role:
    roles = get_args(Role)
    if role not in roles:
        raise Refused(
            "unknown_role",
            f"There is no role {role!r}; roles are: {', '.join(roles)}.",
            field="role",
            value=role,
        )
    return role


def _with_id(tx: Transaction, member_id: str) -> Member:
    member = tx.get(Member, member_id)
    if member is None:
        raise NotFound(
            "unknown_member",
            "This member is not there; choose one of the list.",
            field="member_id",
            value=member_id,
        )
    return member


def _named(tx: Transaction, name: str) -> Member:
    member = tx.scalar(select(Member).where(Member.name == name))
    if member is None:
        names = ", ".join(tx.scalars(select(Member.name).order_by(Member.name)))
        hint = f"members are: {names}." if names else "the owner is made by the first `yunying serve`."
        raise NotFound("unknown_member", f"There is no member {name!r}; {hint}", field="name", value=name)
    return member


def _require_another_owner(tx: Transaction, member: Member) -> None:
    """Somebody must always be able to let others in."""
    if member.role != "owner" or member.disabled_at is not None:
        return
    owners = select(func.count()).where(Member.role == "owner", Member.disabled_at.is_(None))
    if tx.scalar(owners) == 1:
        raise Refused(
            "last_owner",
            f"{member.name!r} is the last owner; make somebody else an owner first.",
            field="member_id",
            value=member.name,
        )
