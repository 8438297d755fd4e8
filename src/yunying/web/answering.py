"""Waiting for an answer without holding a thread, and giving it up when the client has gone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from fastapi import Request, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from yunying.app.asking import Pending
from yunying.app.boards import Asked
from yunying.core import Stopped

R = TypeVar("R")


async def answered(
    request: Request, start: Callable[[], Pending[R]], show: Callable[[R], BaseModel]
) -> Response:
    """What `start` asks for, as `show` writes it. Both run on threads: an answer may have 200,000 rows."""
    pending = await run_in_threadpool(start)
    found = await _wait(request, pending)
    body = await run_in_threadpool(lambda: show(found).model_dump_json(by_alias=True))
    return Response(body, media_type="application/json")


async def answered_all(
    request: Request, start: Callable[[], list[Asked]], show: Callable[[list[Asked]], BaseModel]
) -> Response:
    """The same for several tiles: `show` writes them once the last has arrived or failed."""
    asked = await run_in_threadpool(start)
    await _arrived(request, [one for tile in asked for one in tile.pending])
    body = await run_in_threadpool(lambda: show(asked).model_dump_json(by_alias=True))
    return Response(body, media_type="application/json")


async def _wait(request: Request, pending: Pending[R]) -> R:
    await _arrived(request, [pending])
    return pending.future.result()


async def _arrived(request: Request, pending: Sequence[Pending[Any]]) -> None:
    """Returns once all are there or failed; gives all of them up where nobody waits any more."""
    here = asyncio.get_running_loop()
    events = [asyncio.Event() for _ in pending]
    for one, there in zip(pending, events, strict=True):
        one.future.add_done_callback(partial(_tell, here, there))
    arrived = asyncio.gather(*(there.wait() for there in events))
    gone = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait((arrived, gone), return_when=asyncio.FIRST_COMPLETED)
    finally:  # also when the server is told to stop
        arrived.cancel()
        gone.cancel()
        for one in pending:
            one.give_up()
    if any(not one.future.done() or one.future.cancelled() for one in pending):
        raise Stopped("question_cancelled", "The question was given up before it was answered.", status=499)


def _tell(loop: asyncio.AbstractEventLoop, event: asyncio.Event, _: object) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(event.set)


async def _gone(request: Request) -> None:
    """Ends when the client closes its connection; the whole of its request has been read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
