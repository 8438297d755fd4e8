"""The standard pack: its documentation, what is proposed from a project's own names, what is left out and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest

from yunying.core import Refused
from yunying.kpi import expression_of
from yunying.kpi.pack import (
    FIELDS,
    PackMapping,
    Seen,
    SeenEvent,
    SeenProperty,
    instantiate,
    needs_of,
    propose,
    roles,
    standards,
)
from yunying.kpi.pack.words import likeness

CHINESE = re.compile("[\u4e00-\u9fff]")


def seen(events: dict[str, Sequence[str]], facts: Sequence[str] = ()) -> Seen:
    """Events with the properties they carry: `#name` is a number."""
    return Seen(
        tuple(
            SeenEvent(
                name,
                1000 - i,
                100,
                tuple(
                    SeenProperty(p.lstrip("#"), "number" if p.startswith("#") else "text", 1000, 5.0)
                    for p in properties
                ),
            )
            for i, (name, properties) in enumerate(events.items())
        ),
        tuple(facts),
    )


def mapped(found: Seen) -> dict[str, Any]:
    proposal = propose(found)
    assert proposal.suggested.keys() == {*proposal.mapping.roles, *proposal.mapping.facts}
    return {key: one.event for key, one in proposal.mapping.roles.items()} | dict(proposal.mapping.facts)


@pytest.mark.parametrize("key", list(standards()))
def test_each_metric_is_documented_in_both_languages(key: str) -> None:
    one = standards()[key]
    for said in (one.name, one.description, one.formula, one.grain, one.pitfalls):
        assert said.zh and said.en
        assert not CHINESE.search(said.en), said.en
        assert CHINESE.search(said.zh) or said is one.formula, said.zh
    assert one.source and one.field in FIELDS


def test_roles_are_documented_in_both_languages() -> None:
    for role in roles().values():
        for said in (role.name, role.about, *(one.name for one in role.properties.values())):
            assert CHINESE.search(said.zh) and not CHINESE.search(said.en)


def test_what_a_shop_in_chinese_sends_is_recognised() -> None:
    shop = seen(
        {
            "浏览页面": [],
            "用户注册": ["邀请人"],
            "支付失败": ["#实付金额"],
            "订单支付成功": ["#实付金额", "订单编号"],
            "申请退款": [],
            "退款成功": ["#退款金额"],
            "邀请好友": [],
            "转发": [],
            "服务评价": ["#星级"],
        },
        ["投放花费_x", "channel_cost"],
    )
    assert mapped(shop) == {
        "active": None,
        "visit": "浏览页面",
        "sign_up": "用户注册",
        "pay": "订单支付成功",
        "refund": "退款成功",
        "invite": "邀请好友",
        "accept": "用户注册",
        "share": "转发",
        "rate": "服务评价",
        "satisfied": "服务评价",
        "cost": "channel_cost",
    }
    proposal = propose(shop).mapping
    assert proposal.roles["pay"].properties == {"amount": "实付金额", "order": "订单编号"}
    assert proposal.roles["accept"].filters[0].model_dump()["property"] == "邀请人"
    assert proposal.roles["satisfied"].filters[0].model_dump()["value"] == 4


def test_protocol_names_pinyin_and_several_spellings_are_recognised() -> None:
    found = mapped(
        seen(
            {
                "$pageview": [],
                "SignUp": [],
                "yonghuZhifu": ["#jine"],
                "yonghu_fenxiang": [],
                "orderRefunded": [],
            }
        )
    )
    assert found["visit"] == "$pageview"
    assert found["sign_up"] == "SignUp"
    assert found["pay"] == "yonghuZhifu"
    assert found["share"] == "yonghu_fenxiang"
    assert found["refund"] == "orderRefunded"


def test_a_file_of_orders_yields_what_orders_can_tell() -> None:
    retail = seen({"purchase": ["InvoiceNo", "StockCode", "#Quantity", "#UnitPrice", "#Amount", "Country"]})
    proposal = propose(retail)
    assert proposal.mapping.roles["pay"].properties == {"amount": "Amount", "order": "InvoiceNo"}
    assert proposal.mapping.roles["sign_up"].event is None
    assert "visit" not in proposal.mapping.roles
    pack = instantiate(proposal.mapping, "GBP")
    assert {"gmv", "orders", "arppu", "repurchase_rate_30", "retention_d7", "mau"} <= pack.metrics.keys()
    assert pack.metrics["gmv"].currency == "GBP"
    assert pack.missing["uv"] == ("visit",)
    assert pack.missing["refund_rate"] == ("refund", "refund.amount")
    assert pack.metrics["net_revenue"].is_.type == "sum"


def test_a_payment_without_an_amount_is_less_sure_than_one_with() -> None:
    found = propose(seen({"purchase": ["item"], "order_paid": ["#total"]}))
    assert found.mapping.roles["pay"].event == "order_paid"
    bare = propose(seen({"purchase": ["item"]}))
    assert bare.suggested["pay"].confidence < 0.6
    pack = instantiate(bare.mapping)
    assert "payers" in pack.metrics
    assert pack.missing["arppu"] == ("pay.amount",)


def test_words_are_whole_and_some_exclude() -> None:
    assert likeness("display_banner", ["pay"], []) == 0
    assert likeness("payment_failed", ["payment"], [], ["failed"]) == 0
    assert likeness("PayOrder", ["pay_order"], []) > likeness("pay_order_v2", ["pay_order"], []) > 0


def test_every_project_without_events_is_offered_nothing() -> None:
    assert mapped(seen({})) == {}
    assert not instantiate(PackMapping()).metrics


def test_whatever_is_made_can_be_computed_and_needs_what_it_says() -> None:
    everything = {
        key: {"event": "e", "properties": dict.fromkeys(role.properties, "p")}
        for key, role in roles().items()
        if not role.fact
    }
    pack = instantiate(PackMapping.model_validate({"roles": everything, "facts": {"cost": "cost"}}))
    assert pack.metrics.keys() == standards().keys()
    for metric in pack.metrics.values():
        expression_of(metric, pack.metrics)
    for key, sets in needs_of().items():
        for needs in sets:
            chosen = {name.split(".")[0] for name in needs}
            some = {
                role: {
                    "event": "e",
                    "properties": {n.split(".")[1]: "p" for n in needs if n.startswith(f"{role}.")},
                }
                for role in chosen - {"cost"}
            }
            facts = {"cost": "cost"} if "cost" in chosen else {}
            made = instantiate(PackMapping.model_validate({"roles": some, "facts": facts}))
            assert key in made.metrics, (key, needs)


def test_metrics_of_a_project_s_own_stand_for_standard_ones() -> None:
    mapping = PackMapping.model_validate({"roles": {"sign_up": {"event": "join"}}})
    assert "cac" in instantiate(mapping, own={"acquisition_cost"}).metrics
    assert needs_of({"acquisition_cost"})["cac"] == [["sign_up"]]


@pytest.mark.parametrize(
    "raw",
    [
        {"roles": {"nonsense": {"event": "e"}}},
        {"roles": {"cost": {"event": "e"}}},
        {"facts": {"pay": "cost"}},
        {"roles": {"pay": {"event": "e", "properties": {"colour": "c"}}}},
    ],
)
def test_roles_that_are_none_are_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(Refused) as caught:
        instantiate(PackMapping.model_validate(raw))
    assert caught.value.code == "unknown_pack_role"
