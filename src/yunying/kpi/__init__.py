"""Named metrics: what each number means, what it was, what it is made of and why it moved."""

from yunying.kpi.behind import Behind, behind
from yunying.kpi.columns import Column, Desk, Doors, Wanted
from yunying.kpi.expression import Expression, Line, expression_of, leaves
from yunying.kpi.facts import FactTable, Recorded
from yunying.kpi.files import read_metrics, read_trees, write_metrics, write_trees
from yunying.kpi.metric import Metric, MetricKey, Metrics, named_by
from yunying.kpi.tree.definition import Branch, Tree, branches, metrics_of
from yunying.kpi.tree.reading import Method, NodeRead, TreeRead, read_tree
from yunying.kpi.tree.templates import TREE_TEMPLATES, TreeTemplate, find_tree_template
from yunying.kpi.values import buckets_of, values_of
from yunying.kpi.why.change import Change, explain_change

__all__ = [
    "TREE_TEMPLATES",
    "Behind",
    "Branch",
    "Change",
    "Column",
    "Desk",
    "Doors",
    "Expression",
    "FactTable",
    "Line",
    "Method",
    "Metric",
    "MetricKey",
    "Metrics",
    "NodeRead",
    "Recorded",
    "Tree",
    "TreeRead",
    "TreeTemplate",
    "Wanted",
    "behind",
    "branches",
    "buckets_of",
    "explain_change",
    "expression_of",
    "find_tree_template",
    "leaves",
    "metrics_of",
    "named_by",
    "read_metrics",
    "read_tree",
    "read_trees",
    "values_of",
    "write_metrics",
    "write_trees",
]
