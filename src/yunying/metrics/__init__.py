"""One meaning for each number: filters, ranges, selections, breakdowns, answers."""

from yunying.metrics.activity import Activity, activity
from yunying.metrics.answer import Answer, Behind, Provenance, address, bad_address, check_size, parse_address
from yunying.metrics.breakdown import OTHER, Breakdown, Breakdowns, Groups, Label, make_groups, one_group
from yunying.metrics.catalogue import catalogue, describe_event, property_values, samples
from yunying.metrics.extent import event_names, known_until, last_event, people_count
from yunying.metrics.fill_rates import FillRate, changed_fill_rates
from yunying.metrics.filters import (
    AllOf,
    AnyEvents,
    AnyOf,
    Before,
    Behaviour,
    Condition,
    During,
    Events,
    Filter,
    Filters,
    InSegment,
    Not,
    describe,
)
from yunying.metrics.marked import Marked
from yunying.metrics.names import all_properties, find_property, near, require_event
from yunying.metrics.persons import list_behind, list_people, people_rows, profile, timeline
from yunying.metrics.ranges import Between, Bucket, Buckets, Days, Last, Range, make_buckets, resolve_range
from yunying.metrics.records import newest_first, stored_event
from yunying.metrics.select import MAX_SELECTORS, Selection, Selector
from yunying.metrics.sessions import (
    SESSION_PROPERTIES,
    Reader,
    SessionTable,
    reader,
    session_numbers,
    session_table,
)
from yunying.metrics.strict import Scalar, Strict, Text, Window
from yunying.metrics.traits import Labels, traits

__all__ = [
    "MAX_SELECTORS",
    "OTHER",
    "SESSION_PROPERTIES",
    "Activity",
    "AllOf",
    "Answer",
    "AnyEvents",
    "AnyOf",
    "Before",
    "Behaviour",
    "Behind",
    "Between",
    "Breakdown",
    "Breakdowns",
    "Bucket",
    "Buckets",
    "Condition",
    "Days",
    "During",
    "Events",
    "FillRate",
    "Filter",
    "Filters",
    "Groups",
    "InSegment",
    "Label",
    "Labels",
    "Last",
    "Marked",
    "Not",
    "Provenance",
    "Range",
    "Reader",
    "Scalar",
    "Selection",
    "Selector",
    "SessionTable",
    "Strict",
    "Text",
    "Window",
    "activity",
    "address",
    "all_properties",
    "bad_address",
    "catalogue",
    "changed_fill_rates",
    "check_size",
    "describe",
    "describe_event",
    "event_names",
    "find_property",
    "known_until",
    "last_event",
    "list_behind",
    "list_people",
    "make_buckets",
    "make_groups",
    "near",
    "newest_first",
    "one_group",
    "parse_address",
    "people_count",
    "people_rows",
    "profile",
    "property_values",
    "reader",
    "require_event",
    "resolve_range",
    "samples",
    "session_numbers",
    "session_table",
    "stored_event",
    "timeline",
    "traits",
]
