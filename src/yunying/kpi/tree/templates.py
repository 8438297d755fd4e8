"""Trees to begin with, over the keys of the standard metrics; a project's own may stand for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yunying.audience import Names
from yunying.core import NotFound, Refused
from yunying.kpi.metric import Metric, Metrics
from yunying.kpi.tree.definition import Branch, Tree, metrics_of


@dataclass(frozen=True)
class TreeTemplate:
    """A tree by its key. `names` are those of the metrics that a project must have, `brings` the metrics that follow
    from these and are defined with the tree where they are missing."""

    key: str
    about: Names
    tree: Tree
    names: Mapping[str, Names]
    brings: Mapping[str, Metric]

    def needs(self) -> list[str]:
        """Keys of the metrics that a project must have."""
        brought = [key for metric in self.brings.values() for key in _made_from(metric)]
        return [key for key in dict.fromkeys([*metrics_of(self.tree), *brought]) if key not in self.brings]

    def over(self, metrics: Metrics, chosen: Mapping[str, str]) -> tuple[Tree, dict[str, Metric]]:
        """The tree over a project's metrics, and what has to be defined for it. `chosen` says which metric stands for
        a standard one; otherwise it is the one of that key."""
        stands = {key: chosen.get(key, key) for key in self.needs()}
        for key, metric in stands.items():
            if metric not in metrics:
                raise Refused(
                    "template_needs_metric",
                    f"This project has no metric {metric!r}; choose which one stands for {self.names[key].en!r}.",
                    field=f"chosen.{key}",
                    value=key,
                )
        brought = {
            key: Metric.model_validate(
                metric.model_dump(by_alias=True)
                | {"is": _renamed(metric.is_.model_dump(by_alias=True), stands)}
            )
            for key, metric in self.brings.items()
            if key not in metrics
        }
        return Tree(name=self.tree.name, root=_placed(self.tree.root, stands)), brought


def find_tree_template(key: str) -> TreeTemplate:
    """One by its key."""
    for one in TREE_TEMPLATES:
        if one.key == key:
            return one
    raise NotFound(
        "unknown_template",
        "There is no such template; choose one from the list.",
        field="template",
        value=key,
    )


_NAME = re.compile(r"[a-z][a-z0-9_]*")


def _placed(branch: Branch, stands: Mapping[str, str]) -> Branch:
    formula = branch.formula
    return Branch(
        metric=stands.get(branch.metric, branch.metric),
        owner=branch.owner,
        formula=formula and _NAME.sub(lambda found: stands.get(found[0], found[0]), formula),
        parts=[_placed(part, stands) for part in branch.parts],
    )


def _renamed(shape: dict[str, Any], stands: Mapping[str, str]) -> dict[str, Any]:
    """A ratio or formula over other keys."""
    if shape["type"] == "formula":
        formula = _NAME.sub(lambda found: stands.get(found[0], found[0]), shape["formula"])
        return shape | {"formula": formula}
    return shape | {name: stands.get(shape[name], shape[name]) for name in ("of", "by")}


def _made_from(metric: Metric) -> list[str]:
    shape = metric.is_.model_dump()
    return _NAME.findall(shape["formula"]) if "formula" in shape else [shape["of"], shape["by"]]


def _tree(zh: str, en: str, root: dict[str, Any]) -> Tree:
    return Tree.model_validate({"name": {"zh": zh, "en": en}, "root": root})


def _node(metric: str, formula: str, *parts: str | dict[str, Any]) -> dict[str, Any]:
    return {
        "metric": metric,
        "formula": formula,
        "parts": [{"metric": part} if isinstance(part, str) else part for part in parts],
    }


def _metric(zh: str, en: str, unit: str, **shape: Any) -> Metric:
    return Metric.model_validate({"name": {"zh": zh, "en": en}, "unit": unit, "is": shape})


_NAMES = {
    key: Names(zh=zh, en=en)
    for key, zh, en in (
        ("gmv", "成交额", "GMV"),
        ("net_revenue", "净收入", "Net revenue"),
        ("refunds", "退款额", "Refunds"),
        ("active_people", "活跃人数", "Active people"),
        ("arpu", "人均收入", "ARPU"),
        ("arppu", "付费用户人均收入", "ARPPU"),
        ("paying_conversion", "付费转化率", "Paying conversion"),
        ("uv", "访客数", "Visitors"),
        ("orders", "订单数", "Orders"),
        ("average_order", "客单价", "Average order"),
        ("finished_reads", "读完次数", "Finished reads"),
        ("completion_rate", "完读率", "Completion"),
        ("reads", "阅读量", "Reads"),
        ("readers", "阅读人数", "Readers"),
        ("reads_per_reader", "人均阅读", "Reads per reader"),
        ("messages", "发言数", "Messages"),
        ("speakers", "发言人数", "Active speakers"),
        ("messages_per_speaker", "人均发言", "Messages per speaker"),
        ("speaker_rate", "发言率", "Speaker share"),
        ("payers", "付费人数", "Paying people"),
        ("new_payers", "新付费人数", "New paying people"),
        ("new_people", "新增用户", "New people"),
    )
}


def _template(key: str, zh: str, en: str, tree: Tree, **brings: Metric) -> TreeTemplate:
    return TreeTemplate(key, Names(zh=zh, en=en), tree, _NAMES, brings)


TREE_TEMPLATES = (
    _template(
        "growth",
        "成交额 = 用户 × 付费转化 × 人均付费",
        "GMV = people × paying conversion × spend",
        _tree(
            "增长",
            "Growth",
            _node(
                "gmv",
                "active_people * arpu",
                "active_people",
                _node("arpu", "paying_conversion * arppu", "paying_conversion", "arppu"),
            ),
        ),
    ),
    _template(
        "commerce",
        "净收入 = 访客 × 下单转化 × 客单价 − 退款",
        "Net revenue = visitors × conversion × order value − refunds",
        _tree(
            "电商",
            "Commerce",
            _node(
                "net_revenue",
                "gmv - refunds",
                _node(
                    "gmv",
                    "orders * average_order",
                    _node("orders", "uv * orders_per_visitor", "uv", "orders_per_visitor"),
                    "average_order",
                ),
                "refunds",
            ),
        ),
        orders_per_visitor=_metric(
            "访客下单率", "Orders per visitor", "number", type="ratio", of="orders", by="uv"
        ),
    ),
    _template(
        "content",
        "读完次数 = 读者 × 人均阅读 × 完读率",
        "Finished reads = readers × reads each × completion",
        _tree(
            "内容",
            "Content",
            _node(
                "finished_reads",
                "reads * completion_rate",
                _node(
                    "reads",
                    "readers * reads_per_reader",
                    _node("readers", "active_people * reader_share", "active_people", "reader_share"),
                    "reads_per_reader",
                ),
                "completion_rate",
            ),
        ),
        reader_share=_metric(
            "阅读率", "Reader share", "share", type="ratio", of="readers", by="active_people"
        ),
    ),
    _template(
        "community",
        "发言数 = 活跃人数 × 发言率 × 人均发言",
        "Messages = active people × speaker share × messages each",
        _tree(
            "社区",
            "Community",
            _node(
                "messages",
                "speakers * messages_per_speaker",
                _node("speakers", "active_people * speaker_rate", "active_people", "speaker_rate"),
                "messages_per_speaker",
            ),
        ),
    ),
    _template(
        "subscription",
        "收入 =（新付费 + 续费）× 人均付费",
        "Revenue = (new + continuing payers) × spend",
        _tree(
            "订阅",
            "Subscription",
            _node(
                "gmv",
                "payers * arppu",
                _node(
                    "payers",
                    "new_payers + continuing_payers",
                    _node("new_payers", "new_people * new_payer_rate", "new_people", "new_payer_rate"),
                    "continuing_payers",
                ),
                "arppu",
            ),
        ),
        continuing_payers=_metric(
            "续费人数", "Continuing payers", "people", type="formula", formula="payers - new_payers"
        ),
        new_payer_rate=_metric(
            "新客付费率",
            "New payers per new person",
            "number",
            type="ratio",
            of="new_payers",
            by="new_people",
        ),
    ),
)
