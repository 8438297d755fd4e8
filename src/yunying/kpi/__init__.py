"""Named metrics: what each number means, what it was, what it is made of and why it moved."""

from yunying.kpi.expression import expression_of
from yunying.kpi.facts import FactTable, Recorded
from yunying.kpi.metric import Metric, Metrics
from yunying.kpi.values import Column, Desk, Doors, Wanted, values_of
from yunying.kpi.why.change import Change, explain_change

__all__ = [
    "Change",
    "Column",
    "Desk",
    "Doors",
    "FactTable",
    "Metric",
    "Metrics",
    "Recorded",
    "Wanted",
    "explain_change",
    "expression_of",
    "values_of",
]
