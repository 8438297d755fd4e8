"""Sessions: a member's signed-in browsers."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Transaction

from yunying.core import Clock, Denied, Refused
from yunying.store.ledger import Ledger, Member, Session
from yunying.workspace.attempts import Attempts
from yunying.workspace.audit import Audit
from yunying.workspace.passwords import Passwords, judge

LIFETIME = timedelta(days=30)
IDLE = timedelta(days=7)
_SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class Opened:
    """A new session. The token is given to the browser and kept nowhere else."""

    member: Member
    token: str


class Sessions:
    """Signs in and out, and knows whose a token is."""

    def __init__(
        self, ledger: Ledger, clock: Clock, audit: Audit, passwords: Passwords, attempts: Attempts
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit
        self._passwords = passwords
        self._attempts = attempts

    def sign_in(self, name: str, password: str, address: str) -> Opened:
        """Open a session, or say that name and password do not go together (not which of them is wrong)."""
        member = self._verified(name, password, address)
        with self._ledger.write() as tx:
            tx.execute(delete(Session).where(Session.expires_at <= self._clock()))
            token = self._open(tx, member.id)
            self._audit.record(tx, "session.opened", member.name, by=member.id, address=address)
        return Opened(member, token)

    def sign_out(self, token: str | None) -> None:
        """Close a session; closing one that is not open is fine."""
        if token is None:
            return
        with self._ledger.write() as tx:
            tx.execute(delete(Session).where(Session.token_hash == _hash(token)))

    def find(self, token: str | None) -> Member | None:
        """The member whose session this is; None when it is unknown or over."""
        if token is None:
            return None
        now = self._clock()
        with self._ledger.read() as tx:
            found = tx.execute(
                select(Session, Member)
                .join(Member, Member.id == Session.member_id)
                .where(
                    Session.token_hash == _hash(token),
                    Session.expires_at > now,
                    Member.disabled_at.is_(None),
                )
            ).one_or_none()
        if found is None or found[0].seen_at <= now - IDLE:
            return None
        session, member = found
        if session.seen_at <= now - _SEEN_EVERY:
            with self._ledger.write() as tx:
                seen = tx.get(Session, session.token_hash)
                if seen is not None:
                    seen.seen_at = now
        return member

    def require(self, token: str | None) -> Member:
        """The member whose session this is, or 401."""
        member = self.find(token)
        if member is None:
            raise Denied("sign_in_required", "You are not signed in; sign in and try again.")
        return member

    def require_settled(self, token: str | None) -> Member:
        """Like `require`, and the one-time password has been replaced."""
        member = self.require(token)
        if member.must_change_password:
            raise Denied(
                "password_change_required",
                "This password was for one sign-in only; choose a password of your own first.",
                status=403,
            )
        return member

    def change_password(self, member_id: str, current: str, new: str, address: str) -> Opened:
        """Take a new password. Every session of the member ends and a new one is opened."""
        with self._ledger.read() as tx:
            name = tx.scalars(select(Member.name).where(Member.id == member_id)).one()
        try:
            member = self._verified(name, current, address)
        except Denied as wrong:
            raise Refused(
                "wrong_password", "The current password is not right; try again.", field="current"
            ) from wrong
        judge(new, name)
        if new == current:
            raise Refused(
                "password_unchanged", "The new password is the old one; choose another.", field="new"
            )
        hashed = self._passwords.hash(new)
        with self._ledger.write() as tx:
            row = tx.get_one(Member, member.id)
            row.password_hash = hashed
            row.must_change_password = False
            tx.execute(delete(Session).where(Session.member_id == member.id))
            token = self._open(tx, member.id)
            self._audit.record(tx, "member.password_changed", name, by=member.id, address=address)
        return Opened(row, token)

    def _verified(self, name: str, password: str, address: str) -> Member:
        self._attempts.admit(name, address)
        with self._ledger.read() as tx:
            member = tx.scalar(select(Member).where(Member.name == name))
        if not self._passwords.matches(member.password_hash if member else None, password) or member is None:
            with self._ledger.write() as tx:
                self._audit.record(tx, "session.refused", name, by=None, address=address)
            raise Denied("wrong_password", "Name or password is not right; check both and try again.")
        self._attempts.forget(name, address)
        if member.disabled_at is not None:  # told only to whoever knows the password
            raise Denied(
                "member_disabled", "You may not sign in any more; ask an owner to enable you.", status=403
            )
        if self._passwords.outdated(member.password_hash):
            hashed = self._passwords.hash(password)
            with self._ledger.write() as tx:
                tx.get_one(Member, member.id).password_hash = hashed
        return member

    def _open(self, tx: Transaction, member_id: str) -> str:
        token = secrets.token_urlsafe(32)
        now = self._clock()
        tx.add(
            Session(
                token_hash=_hash(token),
                member_id=member_id,
                created_at=now,
                seen_at=now,
                expires_at=now + LIFETIME,
            )
        )
        return token


def _hash(token: str) -> str:
    # The token is 256 random bits: a fast hash is enough, there is nothing to guess.
    return hashlib.sha256(token.encode()).hexdigest()
