"""What masked members see of metrics that are taken apart by sensitive properties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.access.conftest import CONTACTS, shown
from tests.web.conftest import Browser

from yunying.workspace import Role

SignIn = Callable[[Role], Browser]
ORDERS = {"name": {"zh": "订单", "en": "Orders"}, "is": {"type": "count", "event": "order"}}
CALLED = ORDERS | {"filters": [{"property": "reach", "op": "=", "value": CONTACTS[0]}]}
PERIODS = {
    "period": {"from": "2026-03-03", "to": "2026-03-04"},
    "against": {"from": "2026-03-01", "to": "2026-03-02"},
}
RANGE = {"from": "2026-03-01", "to": "2026-03-05"}


def test_values_are_masked_in_figures_and_reasons(owner: Browser, shop: str, sign_in: SignIn) -> None:
    viewer = sign_in("viewer")
    made = owner.client.post(f"{shop}/metrics", json={"metrics": {"orders": ORDERS, "called": CALLED}})
    assert made.status_code == 200, made.text
    apart = {"range": RANGE, "breakdown": {"property": "reach"}}
    assert CONTACTS[0] in owner.client.post(f"{shop}/metrics/orders/values", json=apart).text
    for path, body in (
        ("orders/values", apart),
        ("called/values", {"range": RANGE}),
        ("orders/explain", PERIODS | {"dimensions": ["reach"]}),
    ):
        found = viewer.client.post(f"{shop}/metrics/{path}", json=body)
        assert found.status_code == 200, found.text
        assert shown(found.text) == []
    for path in ("metrics", "metrics/called"):
        assert shown(viewer.client.get(f"{shop}/{path}").text) == []


def test_figures_open_for_masked_members_too(owner: Browser, shop: str, sign_in: SignIn) -> None:
    viewer = sign_in("viewer")
    owner.client.post(f"{shop}/metrics", json={"metrics": {"orders": ORDERS}})
    apart = {"range": RANGE, "breakdown": {"property": "reach"}}
    found = viewer.client.post(f"{shop}/metrics/orders/values", json=apart).json()
    total: dict[str, Any] = found["totals"][0]
    body = {"question": found["doors"][0], "address": total["addresses"][0]}
    listed = viewer.client.post(f"{shop}/people-behind", json=body)
    assert listed.status_code == 200, listed.text
    assert listed.json()["total"] >= 1


def test_nothing_is_asked_that_would_find_them_out(owner: Browser, shop: str, sign_in: SignIn) -> None:
    analyst = sign_in("analyst")
    owner.client.post(f"{shop}/metrics", json={"metrics": {"orders": ORDERS}})
    prying = [{"property": "reach", "op": "starts with", "value": "137"}]
    for path, body in (
        ("metrics/orders/values", {"range": RANGE, "filters": prying}),
        ("metrics/orders/explain", PERIODS | {"filters": prying}),
        ("metrics", {"metrics": {"mine": ORDERS | {"filters": prying}}}),
    ):
        refused = analyst.client.post(f"{shop}/{path}", json=body)
        assert refused.json()["error"]["code"] == "sensitive_property"
    assert (
        sign_in("viewer").client.post(f"{shop}/metrics", json={"metrics": {"o": ORDERS}}).status_code == 403
    )
