"""What goes over the wire about the channels through which people can be reached."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from yunying.audience.consent import Channel
from yunying.audience.reach import Status
from yunying.web.portrait_schemas import Whose
from yunying.web.schemas import Count, View


class ReachWanted(Whose):
    """Whose reach."""


class ReachPeople(ReachWanted):
    """Those of them who stand so with a channel."""

    channel: Channel
    status: Status
    limit: Annotated[int, Field(ge=1, le=1000)] = 50
    offset: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


class ChannelCount(View):
    """How many of the people stand how with a channel; everybody is counted once.

    `reachable`: a valid contact and no refusal. `refused`: they do not want to be. `invalid`: none of their contacts is
    valid. `missing`: they have none. `unknown`: no property of the project holds such contacts.
    """

    channel: Channel
    reachable: Count
    refused: Count
    invalid: Count
    missing: Count
    unknown: Count


class Reach(View):
    """Every channel, and how many people were looked at."""

    people: Count
    channels: list[ChannelCount]
