"""The shop: items are viewed, put into the cart, taken to the checkout, paid (or not), and refunded."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from yunying.demo import plan, world
from yunying.demo.arrays import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Codes,
    Floats,
    Ints,
    Mask,
    Rng,
    chance,
    draw,
    running_sum,
    same_as_previous,
)
from yunying.demo.blocks import Block
from yunying.demo.population import Population
from yunying.demo.rhythm import Rhythm, day_of


@dataclass(frozen=True)
class _Carts:
    """What each session has put into the cart; arrays have one entry a session."""

    items: Floats
    value: Floats
    filled: Ints  # when the last item went in


@dataclass(frozen=True)
class _Orders:
    session: Ints
    person: Ints
    time: Ints
    items: Floats
    amount: Floats
    discount: Floats
    promotion: Codes

    def columns(self, which: Ints) -> dict[str, Codes | Floats]:
        return {
            "order_id": which.astype(np.int32),
            "item_count": self.items[which],
            "amount": self.amount[which],
            "discount": self.discount[which],
            "promotion": self.promotion[which],
        }


def trade(rng: Rng, rhythm: Rhythm, population: Population) -> tuple[list[Block], pa.StringArray]:
    """Everything that happens in the shop, and the ids of the orders."""
    viewed, added, carts = _look(rng, rhythm, population)
    orders = _order(rng, rhythm, population, carts)
    ids = pa.array([f"o{number:06d}" for number in range(1, len(orders.time) + 1)], pa.string())
    every = np.arange(len(orders.time))
    checkout = Block("checkout", orders.person, orders.time, orders.session, dict(orders.columns(every)))
    return [viewed, added, checkout, *_pay(rng, population, orders)], ids


def item_ids() -> pa.StringArray:
    """The ids of the shop's items."""
    return pa.array([f"i{n:04d}" for n in range(1, world.GOODS_PER_CATEGORY * len(world.TOPICS) + 1)])


def _look(rng: Rng, rhythm: Rhythm, population: Population) -> tuple[Block, Block, _Carts]:
    people, sessions, live = population.people, population.sessions, population.live
    goods = world.GOODS_PER_CATEGORY * len(world.TOPICS)
    prices = np.repeat(world.CATEGORY_PRICES, world.GOODS_PER_CATEGORY) * rng.lognormal(0.0, 0.55, goods)
    prices = np.floor(prices.clip(5.0)) + 0.9

    person, day = sessions.person[live], sessions.day[live]
    wish = 0.28 * people.buying[person] * rhythm.shopping[day] * np.where(sessions.opening[live], 0.5, 1.0)
    shopping = live[chance(rng, np.minimum(wish, 0.85), len(live))]
    counts = 1 + rng.poisson(1.5, len(shopping))
    session = np.repeat(shopping, counts)
    size = len(session)
    person = sessions.person[session]
    liked = chance(rng, 0.55, size)
    category = np.where(liked, people.interest[person], draw(rng, world.TOPIC_WEIGHTS, size))
    item = category * world.GOODS_PER_CATEGORY + _popular(rng, size)
    begin = np.repeat(rng.uniform(8.0, 240.0, len(shopping)), counts)
    offset = begin + running_sum(rng.lognormal(np.log(28.0), 0.8, size), counts)
    time = sessions.start[session] + (offset * SECOND).astype(np.int64)
    columns = {"item_id": item.astype(np.int32), "category": category.astype(np.int32), "price": prices[item]}
    viewed = Block("view_item", person, time, session, dict(columns))

    carting = np.minimum(0.2 * rhythm.carting[sessions.day[session]], 0.8)
    carted = np.flatnonzero(chance(rng, carting, size))
    quantity = 1.0 + rng.poisson(0.18, len(carted)).astype(np.float64)
    mine = {name: column[carted] for name, column in columns.items()}
    moment = time[carted] + rng.integers(2 * SECOND, 25 * SECOND, len(carted))
    added = Block("add_to_cart", person[carted], moment, session[carted], {**mine, "quantity": quantity})

    filled = np.zeros(len(sessions), np.int64)
    np.maximum.at(filled, session[carted], moment)
    carts = _Carts(
        items=_per_session(session[carted], quantity, len(sessions)),
        value=_per_session(session[carted], quantity * prices[item[carted]], len(sessions)),
        filled=filled,
    )
    return viewed, added, carts


def _order(rng: Rng, rhythm: Rhythm, population: Population, carts: _Carts) -> _Orders:
    sessions = population.sessions
    day = sessions.day
    has_cart = carts.items > 0
    going = has_cart & chance(rng, np.minimum(0.52 * rhythm.checkout[day], 0.9), len(sessions))
    # A cart left behind is still there in the next session, and some come back to it; most in the promotion.
    left = has_cart & ~going
    from_before = np.zeros(len(sessions), np.bool_)
    from_before[1:] = left[:-1]
    returning = np.where(rhythm.discount[day] > 0, 0.75, 0.22)
    back = from_before & same_as_previous(sessions.person) & ~has_cart & chance(rng, returning, len(sessions))

    session = np.flatnonzero(going | back)
    source = np.where(back[session], session - 1, session)
    pause = (rng.lognormal(np.log(35.0), 0.7, len(session)) * SECOND).astype(np.int64)
    time = np.where(back[session], sessions.start[session], carts.filled[session]) + 3 * SECOND + pause
    order = np.argsort(time, kind="stable")
    session, source, time = session[order], source[order], time[order]

    size = len(session)
    coupon = np.where(chance(rng, 0.22, size), rng.choice([0.05, 0.1, 0.15], size), 0.0)
    sale = rhythm.discount[day_of(time)]
    off = np.where(sale > 0, sale, coupon)
    return _Orders(
        session=session,
        person=sessions.person[session],
        time=time,
        items=carts.items[source],
        amount=(carts.value[source] * (1.0 - off)).round(2),
        discount=(carts.value[source] * off).round(2),
        promotion=np.where(sale > 0, 0, -1).astype(np.int32),
    )


def _pay(rng: Rng, population: Population, orders: _Orders) -> list[Block]:
    sessions = population.sessions
    size = len(orders.time)
    faulty = _in_fault(population, orders)
    method = draw(rng, (0.58, 0.34, 0.08), size)
    tries = chance(rng, 0.9, size)
    fails = tries & chance(rng, np.where(faulty, 0.87, 0.065), size)
    # After a failure some try again, once; in the fault that fails as well, nearly always.
    again = fails & chance(rng, 0.6, size)
    rescued = again & chance(rng, np.where(faulty, 0.1, 0.75), size)

    def blocks(event: str, which: Mask, delay: Ints, **more: Codes) -> Block:
        index = np.flatnonzero(which)
        columns = {**orders.columns(index), "payment_method": method[index]}
        columns |= {name: column[index] for name, column in more.items()}
        time = orders.time[index] + delay[index]
        return Block(event, orders.person[index], time, orders.session[index], columns)

    first = (rng.lognormal(np.log(16.0), 0.6, size) * SECOND).astype(np.int64) + SECOND
    second = first + (rng.lognormal(np.log(40.0), 0.8, size) * SECOND).astype(np.int64) + 2 * SECOND
    usual = draw(rng, (0.12, 0.44, 0.2, 0.24), size)
    error = np.where(faulty, 0, usual).astype(np.int32)
    paid = (tries & ~fails) | rescued
    when = np.where(rescued, second, first)
    failed = blocks("payment_failed", fails, first, error_code=error)
    failed_again = blocks("payment_failed", again & ~rescued, second, error_code=error)
    return [
        failed,
        failed_again,
        blocks("pay_order", paid, when),
        _refunds(rng, orders, np.flatnonzero(paid), (orders.time + when)[paid], sessions.platform),
    ]


def _refunds(rng: Rng, orders: _Orders, paid: Ints, paid_at: Ints, platform: Codes) -> Block:
    promoted = orders.promotion[paid] >= 0
    refunded = np.flatnonzero(chance(rng, np.where(promoted, 0.13, 0.05), len(paid)))
    wait = rng.lognormal(np.log(3.0), 0.7, len(refunded)).clip(0.1, 15.0)
    time = paid_at[refunded] + (wait * DAY).astype(np.int64)
    # The shop's staff settle refunds from nine to nine.
    clock = 9 * HOUR + rng.integers(0, 12 * HOUR, len(refunded))
    time = np.maximum(time // DAY * DAY + clock, paid_at[refunded] + 10 * MINUTE)
    which = paid[refunded]
    columns = orders.columns(which)
    columns["refund_reason"] = draw(rng, (0.42, 0.26, 0.14, 0.18), len(which))
    columns["platform"] = platform[orders.session[which]]
    return Block("refund_order", orders.person[which], time, None, dict(columns))


def _in_fault(population: Population, orders: _Orders) -> Mask:
    day = day_of(orders.time)
    platform = population.sessions.platform[orders.session]
    on_platform = platform == world.PLATFORMS.index(plan.FAULT_PLATFORM)
    return np.asarray((day >= plan.FAULT[0]) & (day <= plan.FAULT[1]) & on_platform, np.bool_)


def _per_session(session: Ints, values: NDArray[Any], size: int) -> Floats:
    return np.asarray(np.bincount(session, values, size), np.float64)


def _popular(rng: Rng, size: int) -> Codes:
    """Ranks in a category: a few goods sell most."""
    return draw(rng, 1.0 / np.arange(1, world.GOODS_PER_CATEGORY + 1) ** 0.9, size)
