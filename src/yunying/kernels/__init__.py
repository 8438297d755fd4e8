"""Folds over each person's ordered events: arrays in, arrays out. No I/O, no dates, no strings.

Every kernel takes one day of events, sorted by (person, time, arrival), and a slice `[low, high)` of people, and
moves a small state per person forward. Called day after day in order, slice by slice side by side (they release
the lock of the interpreter), their results add up.

`lut[event[i]]` is the set of selectors (bits) that an event's name satisfies; `gate[i]` the set whose filters the
row passes, or an empty array where nothing is filtered.
"""

from yunying.kernels.any_order import any_order_day
from yunying.kernels.attribution import count_rows_day, credit_journeys, place_rows_day
from yunying.kernels.behaviour import (
    DAYS,
    EVENTS,
    SUM,
    before_each_day,
    behaviour_day,
    count_acts_day,
    list_acts_day,
)
from yunying.kernels.chains import EACH_STEP, FIRST_TOUCH, LAST_TOUCH, chains_day
from yunying.kernels.changes import apply_codes, apply_numbers
from yunying.kernels.counting import active_days_day, frequency_day, tally_times
from yunying.kernels.drivers import drivers_day
from yunying.kernels.funnel import funnel_day
from yunying.kernels.habits import habits_day
from yunying.kernels.intervals import intervals_day, intervals_each_day
from yunying.kernels.lifecycle import lifecycle_day
from yunying.kernels.ltv import ltv_day
from yunying.kernels.merging import merge_rows
from yunying.kernels.path import group_medians, path_day, tally_groups
from yunying.kernels.people import activity_day, least_people
from yunying.kernels.person_measures import person_counts_day, person_sums_day
from yunying.kernels.retention import (
    RETURN,
    START,
    retention_every_day,
    retention_every_rolling_day,
    retention_every_slots,
    retention_every_table,
    retention_first_day,
    retention_first_slots_day,
    tally_last,
)
from yunying.kernels.rows import matching_rows
from yunying.kernels.sequence import NOT_BEGUN, sequence_day
from yunying.kernels.sessions import (
    first_and_last_day,
    first_match_day,
    measure_sessions_day,
    number_sessions_day,
)
from yunying.kernels.tally import count_names, tally_codes, tally_names, tick_people
from yunying.kernels.trend import (
    first_ever_day,
    newcomers_day,
    rolling_day,
    trend_by_group_day,
    trend_day,
)
from yunying.kernels.types import ONE_GROUP, UNREAD, RowGroups, frozen
from yunying.kernels.warm import warm

__all__ = [
    "DAYS",
    "EACH_STEP",
    "EVENTS",
    "FIRST_TOUCH",
    "LAST_TOUCH",
    "NOT_BEGUN",
    "ONE_GROUP",
    "RETURN",
    "START",
    "SUM",
    "UNREAD",
    "RowGroups",
    "active_days_day",
    "activity_day",
    "any_order_day",
    "apply_codes",
    "apply_numbers",
    "before_each_day",
    "behaviour_day",
    "chains_day",
    "count_acts_day",
    "count_names",
    "count_rows_day",
    "credit_journeys",
    "drivers_day",
    "first_and_last_day",
    "first_ever_day",
    "first_match_day",
    "frequency_day",
    "frozen",
    "funnel_day",
    "group_medians",
    "habits_day",
    "intervals_day",
    "intervals_each_day",
    "least_people",
    "lifecycle_day",
    "list_acts_day",
    "ltv_day",
    "matching_rows",
    "measure_sessions_day",
    "merge_rows",
    "newcomers_day",
    "number_sessions_day",
    "path_day",
    "person_counts_day",
    "person_sums_day",
    "place_rows_day",
    "retention_every_day",
    "retention_every_rolling_day",
    "retention_every_slots",
    "retention_every_table",
    "retention_first_day",
    "retention_first_slots_day",
    "rolling_day",
    "sequence_day",
    "tally_codes",
    "tally_groups",
    "tally_last",
    "tally_names",
    "tally_times",
    "tick_people",
    "trend_by_group_day",
    "trend_day",
    "warm",
]
