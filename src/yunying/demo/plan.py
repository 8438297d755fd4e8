"""What is planted in the simulated data, and when: the answers a good analysis has to find.

Every date hangs on the last day of the simulation, so that a demo made today shows its incidents recently.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

DAYS = 180


def _day(before_last: int) -> int:
    """The day of the simulation (from 0) that lies so many days before its last day."""
    return DAYS - 1 - before_last


WARM_UP = (_day(44), _day(41))
PROMOTION = (_day(40), _day(38))
HANGOVER = (_day(37), _day(28))
PROMOTION_NAME = "mega_sale"

FAULT = (_day(12), _day(10))
FAULT_PLATFORM = "iOS"
FAULT_ERROR = "gateway_timeout"

RELEASE_DAY = _day(60)
RELEASE_PLATFORM = "Android"
RELEASE_VERSION = "3.2.0"
RELEASE_LIFT = 0.20  # added to the chance that a newcomer on this version follows an author within a day

FAKE_CHANNEL = "incentive_wall"
FAKE_NIGHTS = (_day(95), _day(94), _day(88), _day(87), _day(81))
FAKE_SHARE = 0.08  # of all people
FAKE_DEVICE = "generic_x86"
FAKE_APP_VERSION = "2.9.0"

KOL_DAYS = (_day(170), _day(141), _day(118), _day(97), _day(66), _day(39), _day(19))


@dataclass(frozen=True)
class Planted:
    """One thing planted: what it is, when (local days, inclusive), and a question that shows it."""

    key: Literal["promotion", "checkout_fault", "fake_sign_ups", "release_lift"]
    first: date
    last: date
    summary: str
    question: dict[str, Any]


def planted(until: date) -> tuple[Planted, ...]:
    """What the simulation whose last day is `until` has planted, in order of time."""

    def at(day: int) -> date:
        return until - timedelta(days=DAYS - 1 - day)

    def span(first: int, last: int) -> dict[str, str]:
        return {"from": at(first).isoformat(), "to": at(last).isoformat()}

    return (
        Planted(
            "fake_sign_ups",
            at(FAKE_NIGHTS[0]),
            at(FAKE_NIGHTS[-1]),
            f"Five nights of fake sign-ups through the channel {FAKE_CHANNEL}: between 02:00 and 05:00, one "
            f"device model ({FAKE_DEVICE}), one outdated app version ({FAKE_APP_VERSION}), two cities, and "
            "nobody ever comes back.",
            {
                "kind": "trend",
                "series": [{"event": "sign_up", "measure": "people"}],
                "interval": "day",
                "range": span(_day(105), _day(75)),
                "breakdown": {"property": "channel", "scope": "person", "top": 8},
            },
        ),
        Planted(
            "release_lift",
            at(RELEASE_DAY),
            until,
            f"{RELEASE_PLATFORM} release {RELEASE_VERSION} guides newcomers to authors: more of those who "
            "sign up on it (or on a later version) follow an author within a day, and so more of them stay.",
            {
                "kind": "funnel",
                "steps": [
                    {
                        "event": "sign_up",
                        "filters": [{"property": "platform", "op": "=", "value": RELEASE_PLATFORM}],
                    },
                    {"event": "follow_author"},
                ],
                "window": {"value": 1, "unit": "day"},
                "range": span(_day(74), _day(46)),
                "filters": [{"property": "channel", "scope": "person", "op": "!=", "value": FAKE_CHANNEL}],
                "breakdown": {"property": "app_version", "scope": "event", "top": 5},
            },
        ),
        Planted(
            "promotion",
            at(PROMOTION[0]),
            at(PROMOTION[1]),
            "A big promotion (大促) of three days: carts fill in the four days before it, orders multiply "
            "during it, and the ten days after it are weak and full of refunds.",
            {
                "kind": "trend",
                "series": [
                    {"event": "pay_order", "measure": "sum", "property": "amount"},
                    {"event": "add_to_cart", "measure": "events"},
                    {"event": "refund_order", "measure": "events"},
                ],
                "interval": "day",
                "range": span(_day(60), _day(20)),
            },
        ),
        Planted(
            "checkout_fault",
            at(FAULT[0]),
            at(FAULT[1]),
            f"For three days the payment gateway fails on {FAULT_PLATFORM}: conversion from checkout to "
            f"payment collapses there and payment_failed events with the error {FAULT_ERROR} rise.",
            {
                "kind": "funnel",
                "steps": [{"event": "checkout"}, {"event": "pay_order"}],
                "window": {"value": 2, "unit": "hour"},
                "range": span(*FAULT),
                "breakdown": {"property": "platform", "scope": "event", "top": 4},
            },
        ),
    )
