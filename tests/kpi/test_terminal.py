"""Metrics and facts at the terminal: a file in, figures and reasons out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.files import shop_csv

from yunying.cli.main import run
from yunying.core import Refused
from yunying.kpi import read_metrics, read_trees, write_metrics
from yunying.kpi.goals import read_goals

METRICS = """
metrics:
  buyers:
    name: {zh: 购买人数, en: Buyers}
    unit: people
    is: {type: people, event: purchase}
  purchases:
    name: {zh: 购买次数, en: Purchases}
    is: {type: count, event: purchase}
  each:
    name: {zh: 人均购买, en: Purchases a buyer}
    is: {type: ratio, of: purchases, by: buyers}
  cost:
    name: {zh: 花费, en: Cost}
    unit: money
    currency: CNY
    good: down
    is: {type: fact, fact: ads}
"""
COLUMNS = ["--person", "who", "--time", "when", "--event", "what", "--person-property", "country"]


@pytest.fixture
def shop(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    options = ["--home", str(home)]
    (tmp_path / "shop.csv").write_bytes(shop_csv())
    (tmp_path / "metrics.yaml").write_text(METRICS, encoding="utf-8")
    assert run([*options, "project", "create", "shop", "--timezone", "Asia/Shanghai"]) == 0
    assert run([*options, "import", str(tmp_path / "shop.csv"), "--project", "shop", *COLUMNS]) == 0
    assert run([*options, "metric", "apply", str(tmp_path / "metrics.yaml"), "--project", "shop"]) == 0
    assert "buyers: defined (version 1)." in capsys.readouterr().out
    return options


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run([*arguments, "--project", "shop", "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_same_file_again_changes_nothing_and_comes_back_as_it_was(
    shop: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "metrics.yaml")
    done = told(capsys, *shop, "metric", "apply", file)["metrics"]
    assert {one["did"] for one in done} == {"same"}
    assert run([*shop, "metric", "show", "--project", "shop"]) == 0
    assert read_metrics(capsys.readouterr().out) == read_metrics(METRICS)
    (tmp_path / "metrics.yaml").write_text(METRICS.replace("Buyers", "Customers"), encoding="utf-8")
    assert "buyers: changed" not in str(told(capsys, *shop, "metric", "list"))
    done = told(capsys, *shop, "metric", "apply", file)["metrics"]
    assert [one["key"] for one in done if one["did"] == "changed"] == ["buyers"]


def test_values_and_reasons(shop: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    days = ["--range", "2026-03-01..2026-03-04"]
    found = told(capsys, *shop, "value", "each", *days)
    assert [row["value"] for row in found["rows"]] == [1, 1, 1, 1]
    counts = [
        told(capsys, *shop, "value", key, *days)["totals"][0]["value"] for key in ("purchases", "buyers")
    ]
    assert found["totals"][0]["value"] == counts[0] / counts[1]
    why = told(
        capsys,
        *shop, "explain", "purchases", "--period", "2026-03-03..2026-03-04", "--against", "2026-03-01..2026-03-02",
        "--by", "country",
    )  # fmt: skip
    (country,) = why["by_dimension"]
    assert sum(part["contribution"] for part in country["parts"]) == why["change"]
    assert (
        run([*shop, "explain", "each", "--project", "shop", "--period", "1d", "--against", "2026-03-01"]) == 0
    )
    assert "each:" in capsys.readouterr().out


def test_a_metric_that_another_is_made_from_stays(
    shop: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*shop, "metric", "delete", "buyers", "--project", "shop"]) != 0
    assert "Purchases a buyer" in capsys.readouterr().err
    assert run([*shop, "metric", "delete", "each", "--project", "shop"]) == 0
    assert run([*shop, "metric", "delete", "buyers", "--project", "shop"]) == 0


def test_facts_are_taken_once_and_corrections_hold(
    shop: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "facts.csv"
    file.write_text(
        "date,name,value,渠道\n2026-03-01,ads,100,微信\n2026-03-01,ads,50,抖音\n2026-03-02,ads,70,\n"
    )
    assert told(capsys, *shop, "facts", "import", str(file)) == {"new": 3, "corrected": 0, "same": 0}
    assert told(capsys, *shop, "facts", "import", str(file)) == {"new": 0, "corrected": 0, "same": 3}
    file.write_text("date,name,value,渠道\n2026-03-01,ads,120,微信\n2026-03-02,ads,,\n")
    assert told(capsys, *shop, "facts", "import", str(file)) == {"new": 0, "corrected": 2, "same": 0}
    found = told(capsys, *shop, "value", "cost", "--range", "2026-03-01..2026-03-02", "--by", "渠道")
    assert {row["breakdown"]: row["value"] for row in found["totals"]} == {"微信": 120, "抖音": 50}
    file.write_text("date,name,value\n2026-03-99,ads,1\n")
    assert run([*shop, "facts", "import", str(file), "--project", "shop"]) != 0
    assert "Line 2" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("metrics: [1, 2]", "bad_metrics_file", "metrics:"),
        ("metrics: {a: &x {name: 1}, b: *x}", "bad_yaml", "alias"),
        ("metrics:\n  a: {name: {zh: 一, en: a}, is: {type: count}}", "bad_definition", "metrics.a.is"),
        ("metrics:\n  a: [", "bad_yaml", "line"),
        ("a: " + "[" * 100_000, "bad_yaml", ""),
    ],
)
def test_a_file_that_is_none_is_refused_and_says_where(text: str, code: str, says: str) -> None:
    with pytest.raises(Refused) as caught:
        read_metrics(text)
    assert caught.value.code == code
    assert says in str(caught.value)


def test_names_that_yaml_takes_for_truths_stay_names() -> None:
    text = "metrics:\n  a: {name: {zh: on, en: no}, is: {type: count, event: yes}}\n"
    found = read_metrics(text)
    assert (found["a"].name.zh, found["a"].is_.event) == ("on", "yes")  # type: ignore[union-attr]
    assert read_metrics(write_metrics(found)) == found


TREES = """
trees:
  buying:
    name: {zh: 购买, en: Buying}
    root:
      metric: purchases
      formula: buyers * each
      parts:
      - metric: buyers
        owner: 李雷
      - metric: each
"""


def test_trees_come_from_a_file_and_say_which_part_moved(
    shop: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "trees.yaml"
    file.write_text(TREES, encoding="utf-8")
    assert told(capsys, *shop, "tree", "apply", str(file))["trees"][0]["did"] == "defined"
    assert told(capsys, *shop, "tree", "apply", str(file))["trees"][0]["did"] == "same"
    assert run([*shop, "tree", "show", "buying", "--project", "shop"]) == 0
    assert read_trees(capsys.readouterr().out) == read_trees(TREES)
    assert told(capsys, *shop, "tree", "list")["trees"][0]["key"] == "buying"
    days = ["--period", "2026-03-03..2026-03-04", "--against", "2026-03-01..2026-03-02"]
    for method in ([], ["--lmdi"]):
        found = told(capsys, *shop, "tree", "explain", "buying", *days, *method)
        root, *parts = found["nodes"]
        change = root["now"]["value"] - root["before"]["value"]
        told_apart = sum(node["contribution"] for node in parts) + root["remainder"]
        assert told_apart == pytest.approx(change, abs=1e-9)
    assert run([*shop, "tree", "explain", "buying", "--project", "shop", *days]) == 0
    assert "buyers * each" in capsys.readouterr().out
    lacking = told(capsys, *shop, "tree", "templates")["templates"]
    assert not any(need["there"] for one in lacking for need in one["needs"])
    assert run([*shop, "tree", "begin", "growth", "--project", "shop"]) != 0
    assert "chosen.gmv" in capsys.readouterr().err
    assert run([*shop, "metric", "delete", "each", "--project", "shop"]) != 0
    assert run([*shop, "tree", "delete", "buying", "--project", "shop"]) == 0
    assert run([*shop, "metric", "delete", "each", "--project", "shop"]) == 0


def test_the_standard_pack_is_proposed_and_defined(
    shop: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    offered = told(capsys, *shop, "metric", "pack", "--map", "visit=purchase")
    assert offered["mapping"]["roles"]["pay"]["event"] == "purchase"
    assert offered["values"]["payers"] is not None
    assert offered["missing"]["cac"] == ["cost"]
    done = told(capsys, *shop, "metric", "pack", "--apply", "--only", "arppu", "--map", "pay.amount=price")[
        "applied"
    ]
    assert {one["key"] for one in done} == {"arppu", "gmv", "payers"}
    assert run([*shop, "metric", "pack", "--project", "shop", "--apply"]) == 0
    assert "cac is left out: nothing is mapped to cost." in capsys.readouterr().out
    assert run([*shop, "metric", "pack", "--project", "shop", "--apply", "--only", "cac"]) == 2
    assert "needs what nothing is mapped to: cost" in capsys.readouterr().err


GOALS = """
goals:
  spring:
    name: {zh: 春天, en: Spring}
    from: 2026-03-01
    to: 2026-03-04
    key_results:
    - {metric: purchases, target: 8, owner: 李雷}
    - {metric: buyers, target: 3}
"""


def test_goals_come_from_a_file_and_are_spoken_of(
    shop: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "goals.yaml"
    file.write_text(GOALS, encoding="utf-8")
    assert told(capsys, *shop, "goal", "apply", str(file))["goals"][0]["did"] == "defined"
    assert told(capsys, *shop, "goal", "apply", str(file))["goals"][0]["did"] == "same"
    assert run([*shop, "goal", "show", "spring", "--project", "shop"]) == 0
    assert read_goals(capsys.readouterr().out) == read_goals(GOALS)
    (goal,) = told(capsys, *shop, "goal", "list")["goals"]
    # The newest event is of noon on the fourth of March: that day is not complete.
    assert (goal["through"], [one["now"] for one in goal["key_results"]]) == ("2026-03-03", [3, 2])
    said = ["spring", "慢了", "--key-result", "purchases", "--confidence", "low"]
    assert run([*shop, "goal", "check-in", *said, "--project", "shop"]) == 0
    assert run([*shop, "goal", "check-in", "spring", "a", "--confidence", "sure", "--project", "shop"]) != 0
    assert run([*shop, "metric", "delete", "buyers", "--project", "shop"]) != 0
    assert run([*shop, "goal", "delete", "spring", "--project", "shop"]) == 0
    assert "Deleted goal spring." in capsys.readouterr().out
