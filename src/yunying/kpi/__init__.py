"""Named metrics: what each number means, what it was, what it is made of and why it moved."""

from yunying.kpi.expression import expression_of
from yunying.kpi.facts import FactTable, Recorded
from yunying.kpi.metric import Metric, Metrics
from yunying.kpi.values import Column, Desk, Doors, Wanted, values_of

__all__ = [
    "Column",
    "Desk",
    "Doors",
    "FactTable",
    "Metric",
    "Metrics",
    "Recorded",
    "Wanted",
    "expression_of",
    "values_of",
]
