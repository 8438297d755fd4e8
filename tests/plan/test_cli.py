"""`yunying plan` as a person at a terminal uses it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from yunying.cli.main import run

Out = pytest.CaptureFixture[str]


@pytest.fixture
def options(home: Path) -> list[str]:
    found = ["--home", str(home)]
    assert run([*found, "project", "create", "shop", "--timezone", "Asia/Shanghai"]) == 0
    return [*found, "--project", "shop"]


def test_set_and_show(options: list[str], capsys: Out) -> None:
    for arguments in (
        ["order paid", "--mode", "enforce", "--owner", "李雷", "--zh", "支付成功"],
        ["order paid", "--property", "amount", "--type", "number", "--required"],
        ["order paid", "--property", "channel", "--type", "text", "--allowed", "微信,支付宝"],
        ["--property", "city", "--type", "text"],
        ["order paid", "--status", "live"],
    ):
        assert run(["plan", "set", *arguments, *options]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "Added event order paid."
    assert out[3] == "Added property city of people."
    assert out[4] == "Changed event order paid."
    assert run(["plan", "show", "--format", "json", *options]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert (plan["events"][0]["status"], plan["events"][0]["owner"]) == ("live", "李雷")
    assert [p["allowed"] for p in plan["properties"]] == [None, None, ["微信", "支付宝"]]
    assert run(["plan", "show", *options]) == 0
    table = capsys.readouterr().out
    assert table.index("order paid") < table.index("(people)")
    assert run(["plan", "show", "--event", "order paid", *options]) == 0
    assert "(people)" not in capsys.readouterr().out


@pytest.mark.parametrize("format_", ["yaml", "csv", "xlsx"])
def test_out_and_in_again(options: list[str], tmp_path: Path, capsys: Out, format_: str) -> None:
    run(["plan", "set", "paid", *options])
    run(["plan", "set", "paid", "--property", "amount", "--type", "number", *options])
    file = tmp_path / f"plan.{format_}"
    assert run(["plan", "export", "--output", str(file), *options]) == 0
    assert f"1 events and 1 properties to {file}" in capsys.readouterr().out
    run(["plan", "set", "other", *options])
    capsys.readouterr()
    assert run(["plan", "import", str(file), "--dry-run", "--replace", *options]) == 0
    out = capsys.readouterr().out
    assert "Would change (nothing was stored): 0 added, 0 changed, 1 removed." in out
    assert "removed: event other" in out
    assert run(["plan", "import", str(file), *options]) == 0
    assert "1 not in the file and kept" in capsys.readouterr().out
    assert run(["plan", "import", str(file), "--replace", *options]) == 0
    run(["plan", "show", "--format", "json", *options])
    assert '"other"' not in capsys.readouterr().out


def test_standard_input_and_output(
    options: list[str], capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = b"events:\n- name: paid\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert run(["plan", "import", "-", "--format", "yaml", *options]) == 0
    capsysbinary.readouterr()
    assert run(["plan", "export", *options]) == 0
    assert capsysbinary.readouterr().out.startswith(b"events:\n- name: paid\n  status: planned\n")


def test_every_mistake_of_a_file_is_told(options: list[str], tmp_path: Path, capsys: Out) -> None:
    file = tmp_path / "plan.csv"
    file.write_text("事件名,属性名,属性类型\na,x,钱\n,y,分\n", encoding="gbk")
    assert run(["plan", "import", str(file), *options]) == 2
    err = capsys.readouterr().err
    assert "row 2, 属性类型: '钱' is not known here" in err
    assert "row 3, 属性类型: '分' is not known here" in err
    assert "2 mistakes; nothing was taken" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "--event", "none"], "has no event 'none'"),
        (["import", "none.csv"], "There is no file none.csv"),
        (["export", "--output", "plan.doc"], "does not say what it is"),
        (["set"], "Name an event"),
        (["set", "a", "--type", "text"], "--type is about property entries only"),
        (["set", "a", "--property", "x", "--mode", "enforce"], "--mode is about event entries only"),
        (["set", "a", "--property", "x"], "add it first"),
        (["set", "a", "--status", "gone"], "(status)"),
        (["set", "--property", "x", "--type", "number", "--allowed", "a"], "'a' is no number"),
    ],
)
def test_a_wrong_call_is_one_sentence(
    options: list[str], capsys: Out, arguments: list[str], said: str
) -> None:
    assert run(["plan", *arguments, *options]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
