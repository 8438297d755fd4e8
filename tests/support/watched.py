"""A project with a shop whose orders fall for three days of one city: what rules are tried on."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, timedelta

FIRST = date(2026, 3, 2)  # a Monday
DAYS = 56
FAULT = (FIRST + timedelta(days=45), FIRST + timedelta(days=47))
LAST = FIRST + timedelta(days=DAYS - 1)
"""The last whole day; the next one has begun."""
METRICS = {
    "orders": {"name": {"zh": "订单", "en": "Orders"}, "is": {"type": "count", "event": "order"}},
    "visitors": {
        "name": {"zh": "访客", "en": "Visitors"},
        "unit": "people",
        "is": {"type": "people", "event": "visit"},
    },
    "order_rate": {
        "name": {"zh": "下单率", "en": "Orders a visitor"},
        "is": {"type": "ratio", "of": "orders", "by": "visitors"},
    },
}
MAPPING = {"person": "who", "time": "when", "event": "what"}


def shop_csv(days: int = DAYS) -> str:
    """Some 80 visits a day from two cities, more at weekends; half of them order. During the fault nobody does in
    上海. One event of the day after, so that the last day is known to be whole."""
    pick = random.Random(11)  # noqa: S311
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["who", "when", "what", "city"])
    for n in range(days):
        day = FIRST + timedelta(days=n)
        for i in range(pick.randint(76, 84) + (30 if day.weekday() >= 5 else 0)):
            city = "上海" if i % 2 else "北京"
            moment = f"{day} {pick.randrange(24):02}:{pick.randrange(60):02}"
            who = f"p{n}_{i}"
            writer.writerow([who, f"{moment}:00", "visit", city])
            if i % 4 < 2 and not (city == "上海" and FAULT[0] <= day <= FAULT[1]):
                writer.writerow([who, f"{moment}:30", "order", city])
    writer.writerow(["late", f"{FIRST + timedelta(days=days)} 00:10:00", "visit", "北京"])
    return text.getvalue()
