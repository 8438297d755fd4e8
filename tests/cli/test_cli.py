"""The terminal as other programs see it: output, errors, exit codes."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.support.files import shop_csv

from yunying.cli.main import run

TREND = {
    "kind": "trend",
    "series": [{"event": "purchase", "measure": "people"}],
    "range": {"from": "2026-03-01", "to": "2026-03-04"},
}
COLUMNS = ["--person", "who", "--time", "when", "--event", "what", "--person-property", "country"]


def yunying(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
    """A process of its own, as a shell would start it."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("yunying")), *arguments],
        input=stdin,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def shop(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Options for a home with a loaded project."""
    options = ["--home", str(home)]
    (tmp_path / "shop.csv").write_bytes(shop_csv())
    assert run([*options, "project", "create", "shop", "--timezone", "Asia/Shanghai"]) == 0
    assert run([*options, "import", str(tmp_path / "shop.csv"), "--project", "shop", *COLUMNS]) == 0
    assert "12 events loaded from 12 rows" in capsys.readouterr().out
    return options


@pytest.fixture
def question(tmp_path: Path) -> str:
    file = tmp_path / "question.json"
    file.write_text(json.dumps(TREND))
    return str(file)


def test_help_lists_every_command_without_loading_the_engine() -> None:
    code = (
        "import sys; from yunying.cli.main import run; run(['--help']); print([m for m in sys.modules if m in "
        "('numba', 'pyarrow', 'duckdb', 'sqlalchemy', 'fastapi')], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    for command in ("project", "import", "ask", "events", "serve", "demo", "doctor", "member"):
        assert f" {command} " in done.stdout


def test_an_answer_for_programs_is_json_and_nothing_else(shop: list[str], question: str) -> None:
    code, out, err = yunying("ask", question, "--project", "shop", "--format", "json", *shop)
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert sorted(answer) == ["before", "columns", "provenance", "rows", "totals"]
    assert [row["value"] for row in answer["rows"]] == [1, 1, 1, 1]
    piped = yunying(
        "ask", "-", "--project", "shop", "--format", "json", *shop, stdin=json.dumps(TREND).encode()
    )
    assert json.loads(piped[1])["rows"] == answer["rows"]


def test_the_people_behind_a_figure(
    shop: list[str], question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*shop, "ask", question, "--project", "shop", "--format", "json"]) == 0
    address = json.loads(capsys.readouterr().out)["totals"]["series"][0]["address"]
    assert run([*shop, "ask", question, "--project", "shop", "--people", address, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["distinct_id"] for row in rows] == ["ann", "bob", "cid"]
    assert json.loads(rows[1]["properties"]) == {"country": "Germany"}


def test_a_table_for_people(shop: list[str], question: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*shop, "ask", question, "--project", "shop"]) == 0
    shown = capsys.readouterr()
    assert "2026-03-04" in shown.out
    assert "Asia/Shanghai" in shown.err


def test_text_that_a_spreadsheet_would_run_is_made_harmless(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text(
        "who,when\n=1+1,2026-03-01\n@x,2026-03-01\n-5,2026-03-01\nann,2026-03-01\n"
    )
    options = ["--home", str(home), "--project", "p"]
    run(["--home", str(home), "project", "create", "p", "--timezone", "UTC"])
    assert (
        run(
            [
                "import",
                str(tmp_path / "a.csv"),
                "--person",
                "who",
                "--time",
                "when",
                "--event-name",
                "e",
                *options,
            ]
        )
        == 0
    )
    question = tmp_path / "q.json"
    question.write_text(
        json.dumps(
            {
                "kind": "trend",
                "series": [{"event": "e", "measure": "people"}],
                "range": {"from": "2026-03-01", "to": "2026-03-01"},
            }
        )
    )
    capsys.readouterr()
    run(["ask", str(question), "--format", "json", *options])
    address = json.loads(capsys.readouterr().out)["rows"][0]["address"]
    run(["ask", str(question), "--format", "csv", "--people", address, *options])
    ids = [row["distinct_id"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))]
    assert sorted(ids) == ["'-5", "'=1+1", "'@x", "ann"]


def test_the_catalogue(shop: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*shop, "events", "--project", "shop"]) == 0
    out = capsys.readouterr().out
    assert "France (2), Germany (1)" in out
    assert run([*shop, "events", "--project", "shop", "--format", "json"]) == 0
    assert [e["name"] for e in json.loads(capsys.readouterr().out)["events"]] == ["visit", "purchase"]


def test_importing_from_standard_input_writes_an_errors_file(home: Path, tmp_path: Path) -> None:
    options = ["--home", str(home)]
    run([*options, "project", "create", "shop", "--timezone", "Asia/Shanghai"])
    body = shop_csv([["dan", "never", "visit", "France", ""]])
    errors = tmp_path / "errors.csv"
    code, out, _ = yunying(
        "import",
        "-",
        "--format",
        "csv",
        "--project",
        "shop",
        *COLUMNS,
        "--errors",
        str(errors),
        *options,
        stdin=body,
    )
    assert code == 0
    assert "12 events loaded from 13 rows" in out
    assert "1 not usable" in out
    assert "never" in errors.read_text()
    dry = yunying(
        "import", "-", "--format", "csv", "--project", "shop", *COLUMNS, "--dry-run", *options, stdin=body
    )
    assert "nothing was stored" in dry[1]


WRONG: list[tuple[list[str], str]] = [
    (["nonsense"], "No such command"),
    (["ask"], "Missing argument"),
    (["ask", "none.json", "--project", "shop"], "There is no file none.json"),
    (["ask", "-", "--project", "shop"], "Standard input is not JSON"),
    (["import", "none.csv", "--project", "shop", *COLUMNS], "There is no file none.csv"),
    (["import", "-", "--project", "shop", "--person", "a", "--time", "b"], "one event name"),
    (["project", "create", "x", "--timezone", "Mars/Base"], "There is no time zone"),
    (["project", "create", "x", "--timezone", "UTC", "--week-start", "someday"], "A week cannot start"),
    (["events", "--project", "none"], "There is no project"),
    (["member", "reset-password", "nobody"], "There is no member"),
    (["serve", "--port", "99999"], "Invalid value for '--port'"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG, ids=[" ".join(w[0][:2]) for w in WRONG])
def test_a_wrong_call_is_one_sentence_and_exit_2(
    home: Path,
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert run([*arguments, "--home", str(home)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("Error: ")
    assert said in shown.err
    assert shown.err.count("\n") == 1


def test_errors_for_programs_have_the_wire_shape(shop: list[str], tmp_path: Path) -> None:
    question = tmp_path / "q.json"
    question.write_text(json.dumps({**TREND, "series": [{"event": "purchas"}]}))
    code, out, err = yunying("ask", str(question), "--project", "shop", "--format", "json", *shop)
    assert (code, out) == (2, "")
    error: dict[str, Any] = json.loads(err)["error"]
    assert (error["code"], error["field"]) == ("unknown_event", "series.0.event")
    assert "purchase" in error["message"]


def test_the_trace_is_shown_only_when_asked_for(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["events", "--project", "none", "--home", str(home)]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert run(["events", "--project", "none", "--home", str(home), "--verbose"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_a_home_that_cannot_be_used_fails_with_exit_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert run(["project", "list", "--home", str(tmp_path / "file" / "home")]) == 1
    assert "choose another with --home" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_error(shop: list[str]) -> None:
    command = f"{Path(sys.executable).with_name('yunying')} events --project shop --format json {' '.join(shop)} | true"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, check=False)
    assert done.stderr == b""


def test_doctor_tells_what_to_do(shop: list[str], home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run([*shop, "doctor"])
    assert "12 events in" in capsys.readouterr().out
    for log in (home / "lake").glob("*/events/_delta_log/*.json"):
        log.write_text("{")
    assert run([*shop, "doctor"]) == 1
    assert "FIX   project shop: its lake cannot be read" in capsys.readouterr().out
    (home / "ledger.sqlite").write_bytes(b"not a ledger" * 100)
    assert run([*shop, "doctor"]) == 1
    assert "Restore ledger.sqlite" in capsys.readouterr().out


def test_segments_at_the_terminal(
    shop: list[str], question: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def segment(*arguments: str) -> str:
        assert run([*shop, "segment", *arguments, "--project", "shop"]) == 0
        return capsys.readouterr().out

    assert "There are no segments" in segment("list")
    assert run([*shop, "segment", "create", question, "--name", "买家", "--project", "shop"]) == 2
    assert "address" in capsys.readouterr().err
    made = segment("create", question, "--name", "买家", "--people", "series=0", "--format", "json")
    assert json.loads(made)["size"] == 3
    assert [s["name"] for s in json.loads(segment("list", "--format", "json"))["segments"]] == ["买家"]
    assert "买家" in segment("list") and "ann" in segment("show", "买家")
    rows = list(csv.DictReader(io.StringIO(segment("export", "买家"))))
    assert [row["distinct_id"] for row in rows] == ["ann", "bob", "cid"]
    assert json.loads(segment("export", json.loads(made)["id"], "--format", "json"))["total"] == 3
    segment("export", "买家", "--format", "xlsx", "--out", str(tmp_path / "people.xlsx"))
    sheet = load_workbook(tmp_path / "people.xlsx").worksheets[0]
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["ann", "bob", "cid"]
    segment("delete", "买家")
    assert json.loads(made)["id"] in segment("list", "--deleted", "--format", "csv")
    assert run([*shop, "segment", "show", "买家", "--project", "shop"]) == 2
    capsys.readouterr()
    assert "Restored" in segment("restore", json.loads(made)["id"])


def test_an_answer_as_a_workbook_and_as_sql(
    shop: list[str], question: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask = [*shop, "ask", question, "--project", "shop"]
    out = str(tmp_path / "答案.xlsx")
    assert run([*ask, "--format", "xlsx", "--out", out]) == 0
    answer = load_workbook(out).worksheets[0]
    assert [row[2] for row in answer.iter_rows(min_row=2, values_only=True)] == [1, 1, 1, 1]
    assert run([*ask, "--format", "xlsx", "--out", out, "--people", "series=0"]) == 0
    capsys.readouterr()
    for wrong in (
        ["--format", "xlsx"],
        ["--out", out],
        ["--format", "xlsx", "--out", str(tmp_path / "no" / "x")],
    ):
        assert run([*ask, *wrong]) == 2
    assert "--out" in capsys.readouterr().err
    assert run([*ask, "--sql"]) == 0
    assert "FROM events AS e" in capsys.readouterr().out
    assert run([*ask, "--sql", "--people", "series=0", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert "person_id" in said["people_sql"] and said["provenance"]["definition"]
