"""One meaning for each number: filters, ranges, selections, breakdowns, answers."""

from yunying.metrics.activity import Activity, activity, seen_by
from yunying.metrics.answer import Answer, Behind, Provenance, address, bad_address, check_size, parse_address
from yunying.metrics.breakdown import OTHER, Breakdown, Breakdowns, Groups, Label, make_groups, one_group
from yunying.metrics.catalogue import catalogue, describe_event, property_values, samples
from yunying.metrics.computed import Computed, Trait, trait_type, trait_values
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
    Sequenced,
    describe,
)
from yunying.metrics.habits import Habits, habits
from yunying.metrics.marked import Marked, Taken
from yunying.metrics.moment import now_of, standing_day, standing_moment
from yunying.metrics.names import all_properties, find_property, near, require_event
from yunying.metrics.per_person import PerPerson, different, number_values
from yunying.metrics.persons import list_behind, list_people, people_rows, profile, timeline, values_at
from yunying.metrics.ranges import (
    BeginningOn,
    Between,
    Bucket,
    Buckets,
    Compare,
    Days,
    DaysEarlier,
    Last,
    Range,
    make_buckets,
    resolve_range,
)
from yunying.metrics.records import newest_first, stored_event
from yunying.metrics.references import References, references
from yunying.metrics.sampling import sample_values
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
from yunying.metrics.texts import Labels
from yunying.metrics.traits import traits
from yunying.metrics.who import of_people, who_are

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
    "BeginningOn",
    "Behaviour",
    "Behind",
    "Between",
    "Breakdown",
    "Breakdowns",
    "Bucket",
    "Buckets",
    "Compare",
    "Computed",
    "Condition",
    "Days",
    "DaysEarlier",
    "During",
    "Events",
    "FillRate",
    "Filter",
    "Filters",
    "Groups",
    "Habits",
    "InSegment",
    "Label",
    "Labels",
    "Last",
    "Marked",
    "Not",
    "PerPerson",
    "Provenance",
    "Range",
    "Reader",
    "References",
    "Scalar",
    "Selection",
    "Selector",
    "Sequenced",
    "SessionTable",
    "Strict",
    "Taken",
    "Text",
    "Trait",
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
    "different",
    "event_names",
    "find_property",
    "habits",
    "known_until",
    "last_event",
    "list_behind",
    "list_people",
    "make_buckets",
    "make_groups",
    "near",
    "newest_first",
    "now_of",
    "number_values",
    "of_people",
    "one_group",
    "parse_address",
    "people_count",
    "people_rows",
    "profile",
    "property_values",
    "reader",
    "references",
    "require_event",
    "resolve_range",
    "sample_values",
    "samples",
    "seen_by",
    "session_numbers",
    "session_table",
    "standing_day",
    "standing_moment",
    "stored_event",
    "timeline",
    "trait_type",
    "trait_values",
    "traits",
    "values_at",
    "who_are",
]
