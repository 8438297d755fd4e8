"""Every question that a person asks, at the console or at the terminal, goes through here.

Questions take turns, a fixed number of them at work; the same question asked twice at once is answered once; an
answer is kept until the data, or the day it was asked on, is another; and work that nobody waits for any more, that
takes too long or needs too much memory, ends.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, InvalidStateError, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from yunying.analyse import Question, ask, people_behind
from yunying.app.answers import Answers
from yunying.app.datasets import Datasets
from yunying.app.fair_queue import FairQueue
from yunying.core import Settings, TooMany
from yunying.metrics import Answer, Behind, known_until, last_event
from yunying.store import Dataset
from yunying.store.control import Control
from yunying.workspace import Project

R = TypeVar("R")
MOST_WAITING = 1_000
"""Questions that may wait for their turn; more are turned away."""
TERMINAL = "terminal"
"""Who asks where no member is signed in."""


class Pending(Generic[R]):
    """What somebody asked for. `future` has it once it is there; `give_up` says that nobody waits for it any more."""

    def __init__(self, asking: Asking) -> None:
        self.future: Future[R] = Future()
        self._asking = asking

    def result(self) -> R:
        """Wait for it."""
        try:
            return self.future.result()
        finally:
            self.give_up()

    def give_up(self) -> None:
        """Wait no more; nothing happens where it is there."""
        if not self.future.done():
            self._asking._leave(self)


@dataclass(eq=False)
class _Work:
    """One thing to find out, and everybody who waits for it."""

    key: Hashable
    project: str
    member: str
    do: Callable[[Control], Any]
    control: Control
    waiting: list[Pending[Any]] = field(default_factory=list)
    begun: bool = False


class Asking:
    """The use-case of asking. Safe to use from any thread."""

    def __init__(self, settings: Settings, datasets: Datasets) -> None:
        self._datasets = datasets
        self._seconds = settings.question_seconds
        self._memory = settings.question_memory
        self.at_work = max(2, settings.threads // 2)
        """How many questions are answered at once: each of them uses every thread where it folds."""
        self.answers = Answers(settings.answers_memory)
        self._pool = ThreadPoolExecutor(self.at_work, thread_name_prefix="question")
        self._lock = threading.Lock()
        self._queue: FairQueue[_Work] = FairQueue()
        self._works: dict[Hashable, _Work] = {}
        self.preparing: float | None = None
        """How much of the engine is compiled, while it is being compiled."""

    def ask(self, project: Project, question: Question, *, member: str = TERMINAL) -> Pending[Answer]:
        """The answer to a question. `provenance.cached` says whether it was found before."""
        data = self._datasets.of(project)
        key = ("answer", *_state(project, data, question))
        known: Answer | None = self.answers.get(key)
        if known is not None:
            found: Pending[Answer] = Pending(self)
            found.future.set_result(replace(known, provenance=replace(known.provenance, cached=True)))
            return found

        return self._submit(
            key, project, member, lambda control: self._found(key, data.with_control(control), question)
        )

    def answer(self, project: Project, data: Dataset, question: Question) -> Answer:
        """The answer to a question that other work (`run`) has on its way: one that is kept, else found and kept."""
        key = ("answer", *_state(project, data, question))
        known: Answer | None = self.answers.get(key)
        return known or self._found(key, data, question)

    def people(
        self,
        project: Project,
        question: Question,
        address: str,
        show: Callable[[Dataset, Behind], R],
        *,
        member: str = TERMINAL,
    ) -> Pending[R]:
        """What `show` makes of the people behind a figure. Who they are is kept for its other pages."""
        data = self._datasets.of(project)
        key = ("behind", address, *_state(project, data, question))

        def list_them(control: Control) -> R:
            within = data.with_control(control)
            behind: Behind | None = self.answers.get(key)
            if behind is None:
                behind = people_behind(within, question, address)
                self._keep(key, within, question, behind)
            return show(within, behind)

        return self._submit(object(), project, member, list_them)

    def run(self, project: Project, work: Callable[[Dataset], R], *, member: str = TERMINAL) -> Pending[R]:
        """Anything else that is made from a project's data, in its turn and under the same limits."""
        data = self._datasets.of(project)
        return self._submit(object(), project, member, lambda control: work(data.with_control(control)))

    @contextmanager
    def patient(self) -> Iterator[Callable[[float], None]]:
        """No question is too slow in here: the engine is being compiled, once. Time counts from its end.

        Takes from its caller how much is done.
        """

        def tell(share: float) -> None:
            self.preparing = share

        with self._lock:
            self.preparing = 0.0
            for work in self._works.values():
                work.control.begin(None)
        try:
            yield tell
        finally:
            with self._lock:
                self.preparing = None
                for work in self._works.values():
                    if work.begun:
                        work.control.begin(self._seconds)

    def waiting(self) -> int:
        """How many questions wait for their turn."""
        with self._lock:
            return len(self._queue)

    def close(self) -> None:
        """End all work."""
        with self._lock:
            for work in self._works.values():
                work.control.cancel()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _submit(self, key: Hashable, project: Project, member: str, do: Callable[[Control], R]) -> Pending[R]:
        pending: Pending[R] = Pending(self)
        with self._lock:
            work = self._works.get(key)
            if work is None:
                if len(self._queue) >= MOST_WAITING:
                    raise TooMany(
                        "too_many_questions",
                        f"{MOST_WAITING:,} questions are waiting to be answered; ask again in a few seconds.",
                        retry_after=5,
                    )
                work = _Work(key, project.id, member, do, Control(memory=self._memory))
                self._works[key] = work
                self._queue.put(work.project, work.member, work)
                self._pool.submit(self._next)
            work.waiting.append(pending)
        return pending

    def _next(self) -> None:
        """Do what is next in turn."""
        with self._lock:
            work = self._queue.take()
            if work is None:
                return  # it was given up
            work.begun = True
            work.control.begin(self._seconds if self.preparing is None else None)
        found, error = None, None
        try:
            found = work.do(work.control)
        except BaseException as raised:  # whatever it is, it is for those who wait
            error = raised
        with self._lock:
            if self._works.get(work.key) is work:
                del self._works[work.key]
            waiting, work.waiting = work.waiting, []
        for pending in waiting:
            with suppress(InvalidStateError):  # left a moment ago
                if error is None:
                    pending.future.set_result(found)
                else:
                    pending.future.set_exception(error)

    def _leave(self, pending: Pending[Any]) -> None:
        with self._lock:
            for work in self._works.values():
                if pending in work.waiting:
                    work.waiting.remove(pending)
                    break
            else:
                return
            if not work.waiting:
                work.control.cancel()
                del self._works[work.key]
                if not work.begun:
                    self._queue.remove(work.project, work.member, work)
        pending.future.cancel()

    def _found(self, key: Hashable, data: Dataset, question: Question) -> Answer:
        found = ask(data, question)
        self._keep(key, data, question, found)
        return found

    def _keep(self, key: Hashable, data: Dataset, question: Question, found: Answer | Behind) -> None:
        view = data.hot.view(marked=question.marked)
        if known_until(data, view) == last_event(view):  # else it depends on the very moment
            self.answers.put(key, found)


def _state(project: Project, data: Dataset, question: Question) -> tuple[Hashable, ...]:
    """Everything that an answer follows from: it is the same as long as this is the same.

    Of the moment of asking only the day matters, in the project's zone, and whether events are ahead of it (`_keep`).
    """
    view = data.hot.view(marked=question.marked)
    text = question.model_dump_json(by_alias=True)
    return (
        project.id,
        data.name,
        data.calendar,
        data.sessions,
        view.snapshot.version,
        view.identity.version,
        data.calendar.today(data.clock()),
        tuple((name, one.version) for name, one in view.derived.items()),
        data.segments.state() if '"segment"' in text else None,
        text,
    )
