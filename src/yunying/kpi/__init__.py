"""Named metrics: what each number means, what it was, what it is made of and why it moved."""

from yunying.kpi.expression import Line, expression_of, leaves
from yunying.kpi.facts import FactTable, Recorded
from yunying.kpi.files import read_metrics, write_metrics
from yunying.kpi.metric import Metric, MetricKey, Metrics, named_by
from yunying.kpi.values import Column, Desk, Doors, Wanted, buckets_of, values_of
from yunying.kpi.why.change import Change, explain_change

__all__ = [
    "Change",
    "Column",
    "Desk",
    "Doors",
    "FactTable",
    "Line",
    "Metric",
    "MetricKey",
    "Metrics",
    "Recorded",
    "Wanted",
    "buckets_of",
    "explain_change",
    "expression_of",
    "leaves",
    "named_by",
    "read_metrics",
    "values_of",
    "write_metrics",
]
