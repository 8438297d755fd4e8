"""From the landing log to the lake: what programs send becomes events, each exactly once."""

from yunying.collect.stream.findings import findings
from yunying.collect.stream.intake import Bounds, Intake, Sender
from yunying.collect.stream.linking import MANUAL
from yunying.collect.stream.processor import Processor, Step
from yunying.collect.stream.requests import to_request
from yunying.collect.stream.sifting import OLDEST, Laws, Origin, Sources, decode
from yunying.collect.stream.storing import REPLAY, TRANSACTION, Stores

__all__ = [
    "MANUAL",
    "OLDEST",
    "REPLAY",
    "TRANSACTION",
    "Bounds",
    "Intake",
    "Laws",
    "Origin",
    "Processor",
    "Sender",
    "Sources",
    "Step",
    "Stores",
    "decode",
    "findings",
    "to_request",
]
