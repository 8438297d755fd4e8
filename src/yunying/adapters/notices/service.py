"""What the services of group chats have in common: a host of their own, JSON by POST, an answer that says whether it
was taken.

A status alone does not say it: some answer 200 and an error inside. What a gateway answers (502, 504) says nothing of
what the service behind it has done.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson

from yunying.adapters.allowed import AllowList
from yunying.adapters.posting import Answer, Unsure, post
from yunying.core import Failed, Refused, YunyingError

_GATEWAYS = (502, 504)
_LATER = (408, 409, 425, 429)
_LONGEST_WORDS = 200


class Service:
    """One host that is reached without being listed, because nobody can say another."""

    def __init__(self, host: str, secrets: Collection[str]) -> None:
        self.host = host
        self._secrets = [secret for secret in secrets if secret]
        self._allowed = AllowList([f"{host}:443"])

    def post_json(self, path: str, body: Mapping[str, Any]) -> Answer:
        """Post JSON and return what was answered; see `post` for what may go wrong."""
        return self.post(path, orjson.dumps(body), "application/json; charset=utf-8")

    def post(self, path: str, body: bytes, kind: str) -> Answer:
        """Post a body of any kind."""
        return post(urlsplit(f"https://{self.host}{path}"), body, {"Content-Type": kind}, self._allowed)

    def read(self, answer: Answer) -> dict[str, Any]:
        """The JSON of an answer with the status of a success; raises what another status says."""
        if not answer.fine:
            raise self.by_status(answer)
        try:
            found = json.loads(answer.body)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise self.unclear()
        return found

    def by_status(self, answer: Answer, words: object = "", after: object = None) -> YunyingError:
        """What a status that is no success says; `words` are the service's own."""
        if answer.status in _GATEWAYS:
            return Unsure(
                "service_gateway",
                f"{self.host} answered {answer.status}: whether it was taken nobody can say.",
                host=self.host,
                status=answer.status,
            )
        if answer.status >= 500 or answer.status in _LATER:
            wait = after if isinstance(after, int) else answer.retry_after
            return self.later(answer.status, words, wait)
        return self.refused(answer.status, words)

    def refused(self, code: object, words: object) -> Refused:
        """It will not be taken like this."""
        return Refused("service_refused", self._sentence(code, words), **self._params(code, words))

    def later(self, code: object, words: object, after: int | None = None) -> Failed:
        """It was not taken now; `after` so many seconds it may be."""
        more: dict[str, Any] = {} if after is None else {"retry_after": max(after, 1)}
        return Failed("service_refused", self._sentence(code, words), **self._params(code, words), **more)

    def unclear(self) -> Unsure:
        """The answer cannot be read."""
        return Unsure(
            "service_unclear",
            f"{self.host} answered something that cannot be read: whether it was taken nobody can say.",
            host=self.host,
        )

    def _sentence(self, code: object, words: object) -> str:
        return f"{self.host} did not take it: {code} {self._clean(words)}".strip()

    def _params(self, code: object, words: object) -> dict[str, Any]:
        return {"host": self.host, "status": str(code), "words": self._clean(words)}

    def _clean(self, words: object) -> str:
        """What a service says in its own words, without what is secret."""
        text = "".join(sign if sign.isprintable() else " " for sign in str(words))[:_LONGEST_WORDS]
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return text


def tail(secret: str) -> str:
    """The end of a key, by which people tell it from another."""
    return f"…{secret[-4:]}"
