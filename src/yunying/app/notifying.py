"""Notices to channels: queued once under their key, sent by the worker, tried again where they were surely not taken.

Where nobody can say whether a message arrived (the connection was lost after it was handed over, or the worker was
killed meanwhile) it is not sent again, because a notice that comes twice is worse than one that is looked for in the
console; unless the channel knows ids and takes what comes twice once.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from yunying.adapters import Notice, Unsure
from yunying.app.channeling import KNOW_IDS, Channeling
from yunying.core import Clock, Refused, YunyingError
from yunying.store.ledger import Message as Queued
from yunying.workspace import Project, Workspace

log = logging.getLogger("yunying.notifying")
LOOK_EVERY = 1.0
PAUSES = tuple(timedelta(minutes=m) for m in (1, 2, 5, 10, 20, 40, 60, 120, 240))
"""After each try in vain; one more and the message has failed."""
LONGEST = timedelta(hours=24)
"""How long a message may wait, be it that its channel is paused; who gets it later than that is misled by it."""
_LONGEST_HOLD = timedelta(hours=1)
_AT_ONCE = 16
_SWEPT_EVERY = 600.0
_LONGEST_KEY, _LONGEST_TITLE, _LONGEST_TEXT, _LONGEST_LINK = 200, 300, 20_000, 2000
_LARGEST_IMAGE = 2 * 1024**2
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Message:
    """What is told. `key` makes it once in each channel: whoever posts again under the same key posts nothing.

    `title` is one line; `text` is plain, with line breaks; `link` leads to where one reads on; `image_png` is a
    picture of up to 2 MB.
    """

    key: str
    title: str
    text: str
    link: str | None = None
    image_png: bytes | None = None


class Notifying:
    """Queues notices and sends what is due."""

    def __init__(self, clock: Clock, workspace: Workspace, channeling: Channeling) -> None:
        self._clock = clock
        self._workspace = workspace
        self._channeling = channeling

    def post(
        self, project: Project, channel_ids: Sequence[str], message: Message, *, by: str | None
    ) -> list[str]:
        """Queue a message for channels; returns those for which it is new. Channels that are gone are passed over.

        Done at once and on disk; the worker sends. Text that is too long is cut.
        """
        if not 0 < len(message.key) <= _LONGEST_KEY:
            raise Refused("bad_key", f"A key has up to {_LONGEST_KEY} characters.", field="key")
        title = " ".join(message.title.split())
        if not title:
            raise Refused("title_wanted", "A message needs a title.", field="title")
        link = message.link
        if link is not None and not (
            link.startswith(("https://", "http://")) and link.isprintable() and len(link) <= _LONGEST_LINK
        ):
            raise Refused("bad_link", "A link begins with https:// or http://.", field="link")
        image = message.image_png
        if image is not None and not (image.startswith(_PNG) and len(image) <= _LARGEST_IMAGE):
            raise Refused("bad_image", "A picture is a PNG of up to 2 MB.", field="image_png")
        return self._workspace.messages.queue(
            project.id,
            channel_ids,
            key=message.key,
            title=title[:_LONGEST_TITLE],
            text=message.text[:_LONGEST_TEXT],
            link=link,
            image=image,
            by=by,
        )

    def due(self) -> Sequence[Queued]:
        """The next message of every channel where one is due."""
        return self._workspace.messages.due()

    def deliver(self, message_id: str) -> None:
        """Send one message, and write down what came of it."""
        claimed = self._workspace.messages.claim(message_id)
        if claimed is None:
            return
        message, channel = claimed
        notice = Notice(message.id, message.title, message.text, message.link, message.image)
        try:
            lost = self._channeling.open(channel).send(notice)
        except YunyingError as error:
            self._failed(message, error, channel.kind in KNOW_IDS)
        except Exception as error:
            log.exception("Message %s could not be sent", message.id)
            unknown = Unsure("send_broke", f"Sending broke off here ({type(error).__name__}).")
            self._workspace.messages.ended(message, "unsure", self._channeling.said(unknown))
        else:
            self._workspace.messages.sent(message, None if lost is None else self._channeling.said(lost))

    def take_back(self) -> int:
        """What a worker that is gone was sending; only when no other sends."""
        lost = Unsure(
            "sender_ended", "The worker ended while this was being sent: it may have arrived, and may not."
        )
        return self._workspace.messages.give_back(KNOW_IDS, self._channeling.said(lost))

    def sweep(self) -> None:
        """Give up what has waited for a day, forget what is older than three months."""
        late = Refused("message_too_late", "It could not be sent within a day.")
        self._workspace.messages.expire(LONGEST, self._channeling.said(late))

    def _failed(self, message: Queued, error: YunyingError, knows_ids: bool) -> None:
        said, messages = self._channeling.said(error), self._workspace.messages
        if isinstance(error, Unsure) and not knows_ids:
            messages.ended(message, "unsure", said)
        elif isinstance(error, Refused):
            messages.ended(message, "refused", said)
        elif message.attempts > len(PAUSES):
            messages.ended(message, "failed", said)
        elif (after := error.params.get("retry_after")) is not None:
            messages.hold(message, said, self._clock() + min(timedelta(seconds=after), _LONGEST_HOLD))
        else:
            messages.again(message, said, PAUSES)


class Sender:
    """Sends what is due, one message at a time for a channel, channels side by side. One process does this."""

    def __init__(self, notifying: Notifying, *, wait: Callable[[float], object] = time.sleep) -> None:
        self._notifying = notifying
        self._wait = wait
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="notices")
        self._busy: set[str] = set()
        self._lock = threading.Lock()
        self._swept = 0.0

    def start(self) -> threading.Thread:
        """Work until the process ends."""
        self._notifying.take_back()
        thread = threading.Thread(target=self._forever, name="notices", daemon=True)
        thread.start()
        return thread

    def run_once(self) -> None:
        """Begin with what is due of every channel that is not being sent to."""
        if time.monotonic() >= self._swept:
            self._swept = time.monotonic() + _SWEPT_EVERY
            self._notifying.sweep()
        for message in self._notifying.due():
            with self._lock:
                if message.channel_id in self._busy:
                    continue
                self._busy.add(message.channel_id)
            self._pool.submit(self._deliver, message)

    def _deliver(self, message: Queued) -> None:
        try:
            self._notifying.deliver(message.id)
        except Exception:  # the ledger may be out of reach for a moment
            log.exception("Message %s could not be looked after", message.id)
        finally:
            with self._lock:
                self._busy.discard(message.channel_id)

    def _forever(self) -> None:
        while True:
            try:
                self.run_once()
            except Exception:
                log.exception("Notices could not be looked after")
            self._wait(LOOK_EVERY)
