"""Waiting for an answer without holding a thread, and giving it up when the client has gone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from fastapi import Request, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from yunying.app.asking import Pending
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


async def _wait(request: Request, pending: Pending[R]) -> R:
    here = asyncio.get_running_loop()
    there = asyncio.Event()
    pending.future.add_done_callback(lambda _: _tell(here, there))
    arrived = asyncio.create_task(there.wait())
    gone = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait((arrived, gone), return_when=asyncio.FIRST_COMPLETED)
    finally:  # also when the server is told to stop
        arrived.cancel()
        gone.cancel()
        pending.give_up()
    if not pending.future.done() or pending.future.cancelled():
        raise Stopped("question_cancelled", "The question was given up before it was answered.", status=499)
    return pending.future.result()


def _tell(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(event.set)


async def _gone(request: Request) -> None:
    """Ends when the client closes its connection; the whole of its request has been read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
