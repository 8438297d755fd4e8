"""`yunying watch`: a rule tried on the past and kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.support.watched import FAULT, METRICS, shop_csv

from yunying.cli.main import run

RULE = {"name": "Orders fall", "metric": "orders", "when": {"type": "season", "direction": "down"}}
COLUMNS = ["--person", "who", "--time", "when", "--event", "what"]


@pytest.fixture
def shop(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    options = ["--home", str(home)]
    (tmp_path / "shop.csv").write_text(shop_csv(), encoding="utf-8")
    (tmp_path / "metrics.yaml").write_text(
        yaml.safe_dump({"metrics": METRICS}, allow_unicode=True), encoding="utf-8"
    )
    assert run([*options, "project", "create", "shop", "--timezone", "Asia/Shanghai"]) == 0
    assert run([*options, "import", str(tmp_path / "shop.csv"), "--project", "shop", *COLUMNS]) == 0
    assert run([*options, "metric", "apply", str(tmp_path / "metrics.yaml"), "--project", "shop"]) == 0
    capsys.readouterr()
    return options


def written(tmp_path: Path, rule: dict[str, Any]) -> str:
    file = tmp_path / "rule.json"
    file.write_text(json.dumps(rule), encoding="utf-8")
    return str(file)


def test_a_rule_is_tried_on_the_past(
    shop: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = ["--incident", f"gateway={FAULT[0]}..{FAULT[1]}", "--incident", "other=2026-04-01..2026-04-02"]
    asked = ["watch", "test", written(tmp_path, RULE), "--project", "shop", *known]
    assert run([*shop, *asked, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["incidents"] == [
        {"name": "gateway", "from": str(FAULT[0]), "to": str(FAULT[1]), "days_late": 0},
        {"name": "other", "from": "2026-04-01", "to": "2026-04-02", "days_late": None},
    ]
    (one,) = found["slices"]
    assert [(episode["from"], episode["to"]) for episode in one["episodes"]] == [
        (str(FAULT[0]), str(FAULT[1]))
    ]
    assert one["points"][-1]["state"] == "incomplete"
    assert found["false_alarms"] == 0
    assert run([*shop, *asked]) == 0
    said = capsys.readouterr().out
    assert "gateway (2026-04-16 to 2026-04-18): caught the same day." in said
    assert "other (2026-04-01 to 2026-04-02): missed." in said


def test_each_value_of_a_property_is_watched_by_itself(
    shop: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = RULE | {
        "metric": "order_rate",
        "by": {"property": "city"},
        "when": {"type": "bound", "below": 0.2},
    }
    file = written(tmp_path, rule)
    assert run([*shop, "watch", "test", file, "--project", "shop", "--format", "csv"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows == ["slice,from,to,spoke,value,expected", f"上海,{FAULT[0]},{FAULT[1]},{FAULT[0]},0.0,"]


def test_rules_are_kept_and_keep_their_metric(
    shop: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, RULE)
    for did in ("defined", "same"):
        assert run([*shop, "watch", "apply", file, "--project", "shop"]) == 0
        assert f"orders: {did} (version 1)." in capsys.readouterr().out
    assert run([*shop, "watch", "mute", "orders", "--project", "shop", "--until", "2026-04-01"]) == 0
    assert run([*shop, "watch", "list", "--project", "shop"]) == 0
    assert "2026-04-01" in capsys.readouterr().out
    assert run([*shop, "metric", "delete", "orders", "--project", "shop"]) != 0
    said = capsys.readouterr().err
    assert "Orders fall" in said
    assert run([*shop, "watch", "delete", "orders", "--project", "shop"]) == 0
    assert run([*shop, "watch", "list", "--project", "shop"]) == 0
    assert "There are no rules" in capsys.readouterr().out


def test_a_rule_of_no_metric_is_refused(
    shop: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run([*shop, "watch", "test", written(tmp_path, RULE | {"metric": "gmv"}), "--project", "shop"]) != 0
    )
    assert "There is no metric 'gmv'" in capsys.readouterr().err
