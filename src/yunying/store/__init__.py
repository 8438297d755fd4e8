"""Keeps facts and hands them back: the lake of events, people's ids, hot columns, the ledger."""

from yunying.store.dataset import Dataset
from yunying.store.day import Day
from yunying.store.derived import Derived, derived_property
from yunying.store.hot import Hot, HotView
from yunying.store.lake import EventLake, LakeFile, Snapshot
from yunying.store.membership import Memberships
from yunying.store.people import People
from yunying.store.schema import Column, Property, PropertyType, Scope
from yunying.store.sql import ARRIVAL, derived_table, open_sql, quote, quote_list, quote_name
from yunying.store.values import Values

__all__ = [
    "ARRIVAL",
    "Column",
    "Dataset",
    "Day",
    "Derived",
    "EventLake",
    "Hot",
    "HotView",
    "LakeFile",
    "Memberships",
    "People",
    "Property",
    "PropertyType",
    "Scope",
    "Snapshot",
    "Values",
    "derived_property",
    "derived_table",
    "open_sql",
    "quote",
    "quote_list",
    "quote_name",
]
