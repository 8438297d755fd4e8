"""Boards over HTTP: kept with versions, shared inside, and what their tiles show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.access.conftest import CONTACTS, shop, sign_in
from tests.web.conftest import Browser

from yunying.workspace import Role

__all__ = ["shop", "sign_in"]
SignIn = Callable[[Role], Browser]
RANGE = {"from": "2026-03-01", "to": "2026-03-05"}
TREND = {"kind": "trend", "series": [{"event": "order"}], "range": {"last": 7, "unit": "day"}}
METRICS = {"orders": {"name": {"zh": "订单", "en": "Orders"}, "is": {"type": "count", "event": "order"}}}


def tile(i: int, shows: dict[str, Any]) -> dict[str, Any]:
    return {"id": f"t{i}", "x": 3 * (i % 4), "y": 4 * (i // 4), "w": 3, "h": 4, "is": shows}


def board(*shows: dict[str, Any], **more: Any) -> dict[str, Any]:
    tiles = [tile(i, one) for i, one in enumerate(shows)]
    return {"name": "Morning", "board": {"range": RANGE, "tiles": tiles, **more}}


@pytest.fixture
def kept(owner: Browser, shop: str) -> str:
    made = owner.client.post(f"{shop}/metrics", json={"metrics": METRICS})
    assert made.status_code == 200, made.text
    shows = (
        {"type": "question", "question": TREND},
        {"type": "metric", "metric": "orders", "shows": "trend"},
        {"type": "target", "metric": "orders", "target": 10},
        {"type": "text", "markdown": "# Look here first"},
    )
    answer = owner.client.post(f"{shop}/boards", json=board(*shows))
    assert answer.status_code == 200, answer.text
    return f"{shop}/boards/{answer.json()['id']}"


def test_tiles_are_asked_as_the_board_is_looked_at(owner: Browser, shop: str, kept: str) -> None:
    found = owner.client.post(f"{kept}/answers", json={}).json()["tiles"]
    assert [one["id"] for one in found] == ["t0", "t1", "t2", "t3"]
    assert [one["error"] for one in found] == [None] * 4
    alone = owner.client.post(f"{shop}/ask", json=TREND | {"range": RANGE}).json()
    assert found[0]["answer"]["rows"] == alone["rows"]
    assert found[0]["question"]["range"] == RANGE
    total = found[1]["values"]["totals"][0]["value"]
    assert total == found[2]["values"]["totals"][0]["value"] == sum(row["value"] for row in alone["rows"])
    assert found[3] == {"id": "t3"} | dict.fromkeys(("question", "answer", "values", "before", "error"))

    narrow = {
        "range": {"from": "2026-03-02", "to": "2026-03-02"},
        "compare": "previous",
        "tiles": ["t1", "t0"],
    }
    found = owner.client.post(f"{kept}/answers", json=narrow).json()["tiles"]
    assert [one["id"] for one in found] == ["t0", "t1"]
    assert found[1]["values"]["totals"][0]["value"] == alone["rows"][1]["value"]
    assert found[1]["before"]["totals"][0]["value"] == alone["rows"][0]["value"]
    assert found[0]["question"]["compare"] == "previous"

    nobody = [{"property": "reach", "op": "=", "value": "nobody"}]
    found = owner.client.post(f"{kept}/answers", json={"filters": nobody}).json()["tiles"]
    assert {row["value"] for row in found[0]["answer"]["rows"]} == {0}
    assert found[1]["values"]["totals"][0]["value"] == 0


def test_a_tile_that_cannot_be_answered_leaves_the_others(owner: Browser, shop: str, kept: str) -> None:
    saved = owner.client.post(f"{shop}/saved", json={"name": "Orders", "question": TREND}).json()["id"]
    changed = board({"type": "question", "saved": saved}, {"type": "metric", "metric": "orders"})["board"]
    assert owner.client.patch(kept, json={"board": changed}).status_code == 200
    assert [one["error"] for one in owner.client.post(f"{kept}/answers", json={}).json()["tiles"]] == [
        None,
        None,
    ]
    owner.client.delete(f"{shop}/saved/{saved}")
    found = owner.client.post(f"{kept}/answers", json={}).json()["tiles"]
    assert found[0]["error"]["code"] == "unknown_saved_question"
    assert found[1]["error"] is None and found[1]["values"] is not None


def test_changes_are_versions(owner: Browser, kept: str) -> None:
    first = owner.client.get(kept).json()
    moved = first["board"] | {"tiles": [first["board"]["tiles"][0] | {"x": 6, "w": 6}]}
    changed = owner.client.patch(kept, json={"board": moved, "name": "Noon", "version": 1})
    assert changed.status_code == 200 and changed.json()["version"] == 2
    late = owner.client.patch(kept, json={"board": moved, "version": 1})
    assert (late.status_code, late.json()["error"]["code"]) == (409, "changed_meanwhile")
    versions = owner.client.get(f"{kept}/versions").json()["versions"]
    assert [one["name"] for one in versions] == ["Noon", "Morning"]
    assert owner.client.delete(kept).status_code == 204
    assert owner.client.get(kept).status_code == 404
    listed = owner.client.get(kept.rpartition("/")[0] + "?deleted=true").json()["boards"]
    assert [one["name"] for one in listed] == ["Noon"]
    assert owner.client.post(f"{kept}/restore").json()["board"]["tiles"][0]["w"] == 6


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"type": "metric", "metric": "nothing"}, "board.tiles.0.is.metric"),
        ({"type": "question", "saved": "q_none"}, "board.tiles.0.is.saved_id"),
        ({"type": "question"}, None),
    ],
)
def test_what_is_not_there_is_refused(owner: Browser, shop: str, wrong: Any, field: str | None) -> None:
    answer = owner.client.post(f"{shop}/boards", json=board(wrong))
    assert answer.status_code in (404, 422)
    if field:
        assert answer.json()["error"]["field"] == field


def test_tiles_stay_on_the_grid(owner: Browser, shop: str) -> None:
    outside = board({"type": "text", "markdown": ""})
    outside["board"]["tiles"][0] |= {"x": 10, "w": 3}
    assert owner.client.post(f"{shop}/boards", json=outside).status_code == 422
    twice = board({"type": "text", "markdown": ""}, {"type": "text", "markdown": ""})
    twice["board"]["tiles"][1]["id"] = "t0"
    assert owner.client.post(f"{shop}/boards", json=twice).status_code == 422


def test_who_sees_and_changes_which(owner: Browser, shop: str, kept: str, sign_in: SignIn) -> None:
    viewer, analyst = sign_in("viewer"), sign_in("analyst")
    assert viewer.client.get(kept).json()["own"] is False
    assert viewer.client.patch(kept, json={"name": "Mine"}).status_code == 403
    assert analyst.client.patch(kept, json={"name": "Ours"}).status_code == 200
    text = owner.client.get(kept).json()["board"]
    hidden = analyst.client.patch(kept, json={"board": text | {"inside": ["analyst"]}})
    assert (hidden.status_code, hidden.json()["error"]["code"]) == (403, "board_not_yours")
    owner.client.patch(kept, json={"board": text | {"inside": ["analyst"]}})
    assert viewer.client.get(kept).status_code == 404
    assert viewer.client.post(f"{kept}/answers", json={}).status_code == 404
    assert viewer.client.get(f"{shop}/boards").json()["boards"] == []
    assert analyst.client.get(kept).status_code == 200
    own = viewer.client.post(f"{shop}/boards", json=board(inside="maker")).json()
    assert own["own"] and own["keeps"]
    assert analyst.client.get(f"{shop}/boards/{own['id']}").status_code == 404
    assert owner.client.get(f"{shop}/boards/{own['id']}").status_code == 200


def test_values_are_masked_on_boards(owner: Browser, shop: str, kept: str, sign_in: SignIn) -> None:
    viewer = sign_in("viewer")
    filters = [{"property": "reach", "op": "=", "value": CONTACTS[0]}]
    apart = {"property": "reach"}
    shows = (
        {"type": "question", "question": TREND | {"breakdown": apart, "filters": filters}},
        {"type": "metric", "metric": "orders", "breakdown": apart, "shows": "table"},
    )
    own = board(*shows, filters=filters)["board"]
    assert owner.client.patch(kept, json={"board": own}).status_code == 200
    assert CONTACTS[0] in owner.client.post(f"{kept}/answers", json={}).text
    for found in (
        viewer.client.get(kept),
        viewer.client.get(f"{kept}/versions"),
        viewer.client.post(f"{kept}/answers", json={}),
    ):
        assert found.status_code == 200, found.text
        assert CONTACTS[0] not in found.text
    assert [one["error"] for one in viewer.client.post(f"{kept}/answers", json={}).json()["tiles"]] == [
        None
    ] * 2
    # What a viewer was shown sealed, they can keep again.
    copy = viewer.client.post(
        f"{shop}/boards", json={"name": "Copy", "board": viewer.client.get(kept).json()["board"]}
    )
    assert copy.status_code == 200, copy.text
    prying = [{"property": "reach", "op": "starts with", "value": "137"}]
    asked = viewer.client.post(f"{kept}/answers", json={"filters": prying})
    assert asked.json()["error"]["code"] == "sensitive_property"


def test_metrics_on_boards_are_not_deleted(owner: Browser, shop: str, kept: str) -> None:
    refused = owner.client.delete(f"{shop}/metrics/orders")
    assert refused.json()["error"]["code"] == "metric_used"
    used = owner.client.get(f"{shop}/metrics/orders").json()["used_by"]
    assert [one["kind"] for one in used] == ["board"]
