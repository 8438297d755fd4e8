"""A simulated product: a content community with a shop, 180 days of its people's events, planted incidents.

Everything here is invented and says so: every person carries the property `simulated`. docs/demo.md tells
what was planted, when, and which question shows it.
"""

from yunying.demo.events import EVENT_PROPERTIES, EVENTS, PERSON_PROPERTIES, SCHEMA
from yunying.demo.plan import DAYS, Planted, planted
from yunying.demo.simulation import TIMEZONE, Simulation, prepare, simulate

__all__ = [
    "DAYS",
    "EVENTS",
    "EVENT_PROPERTIES",
    "PERSON_PROPERTIES",
    "SCHEMA",
    "TIMEZONE",
    "Planted",
    "Simulation",
    "planted",
    "prepare",
    "simulate",
]
