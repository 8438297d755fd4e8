"""Imports real files through the terminal and compares the answers with published figures.

`python -m scripts.verify DATA`, where DATA holds `online_retail/`, `bpic2012/` and `cdnow_sample/`. Everything goes
through the `yunying` command into a fresh home folder, as a person would do it. Prints one line a figure and ends
with exit code 1 if any differs.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from scripts.rfm_by_hand import Bought, Found, rfm, rows

YUNYING = Path(sys.executable).with_name("yunying")


class Checks:
    """Counts what came out right and what did not."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0

    def equal(self, what: str, found: object, published: object) -> None:
        """Compare one figure, or one table, with what was published."""
        if found == published:
            self.passed += 1
            print(f"ok    {what}: {found if not isinstance(found, list) else f'{len(found)} figures'}")
        else:
            self.failed += 1
            print(f"WRONG {what}: found {found}, published {published}")


def yunying(home: Path, *arguments: str, stdin: str | None = None) -> str:
    """What the command prints; ends the program with its message if it fails."""
    done = subprocess.run(
        [str(YUNYING), "--home", str(home), *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )
    if done.returncode:
        sys.exit(f"yunying {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


def ask(home: Path, project: str, question: dict[str, Any], *more: str) -> Any:
    """An answer as JSON."""
    text = yunying(
        home, "ask", "-", "--project", project, "--format", "json", *more, stdin=json.dumps(question)
    )
    return json.loads(text)


def people_in_total(home: Path, project: str, first: str, last: str) -> int:
    """Different people with any event between two days."""
    question = {
        "kind": "trend",
        "series": [{"event": None, "measure": "people"}],
        "interval": "month",
        "range": {"from": first, "to": last},
    }
    return int(ask(home, project, question)["totals"]["series"][0]["value"])


def events_in_total(home: Path, project: str, first: str, last: str) -> int:
    """Events between two days."""
    question = {
        "kind": "trend",
        "series": [{"event": None}],
        "interval": "month",
        "range": {"from": first, "to": last},
    }
    return int(ask(home, project, question)["totals"]["series"][0]["value"])


def same_rfm(
    home: Path, project: str, definition: dict[str, Any], day: date, expected: Found, checks: Checks
) -> None:
    """Compare classes, what they are worth, and cells of R and F with those computed by hand."""
    yunying(
        home, "layers", "define", "-", "--project", project, "--name", "RFM", stdin=json.dumps(definition)
    )
    text = yunying(home, "rfm", "--project", project, "--at", str(day), "--format", "json")
    found = json.loads(text)["layers"][0]["rfm"]
    classes = {one["value"]: one["people"] for one in found["classes"]}
    checks.equal(
        f"{project}, RFM classes by hand", classes, {name: expected.people.get(name, 0) for name in classes}
    )
    checks.equal(
        f"{project}, money of each class by hand",
        {one["value"]: round(one["amount"], 2) for one in found["classes"]},
        {name: round(expected.amount.get(name, 0), 2) for name in classes},
    )
    checks.equal(
        f"{project}, cells of R and F by hand",
        [cell["people"] for cell in found["cells"]],
        [expected.cells.get((cell["r"], cell["f"]), 0) for cell in found["cells"]],
    )


def with_amounts(file: Path, target: Path) -> list[dict[str, str]]:
    """The rows of online_retail with what each was worth, also written to a file."""
    found = [
        row | {"Amount": str(float(Fraction(row["Quantity"]) * Fraction(row["UnitPrice"])))}
        for row in rows(file)
    ]
    with target.open("w", newline="") as out:
        writer = csv.DictWriter(out, list(found[0]))
        writer.writeheader()
        writer.writerows(found)
    return found


def retail_rfm(home: Path, folder: Path, checks: Checks) -> None:
    """RFM of the shop's customers: orders that were not cancelled, counted by their number."""
    yunying(home, "project", "create", "retail-rfm", "--timezone", "Europe/London", "--currency", "GBP")
    found = with_amounts(folder / "online_retail.csv.gz", home / "amounts.csv")
    columns = ["--person", "CustomerID", "--time", "InvoiceDate", "--event-name", "purchase"]
    yunying(home, "import", str(home / "amounts.csv"), "--project", "retail-rfm", *columns)
    bought = [
        Bought(
            row["CustomerID"], date.fromisoformat(row["InvoiceDate"][:10]), row["InvoiceNo"],
            Fraction(row["Quantity"]) * Fraction(row["UnitPrice"]),
        )
        for row in found
        if row["CustomerID"] and int(row["Quantity"]) > 0
    ]  # fmt: skip
    definition = {
        "kind": "rfm",
        "form": "rfm",
        "event": {"event": "purchase", "filters": [{"property": "Quantity", "op": ">", "value": 0}]},
        "frequency": "distinct",
        "order": "InvoiceNo",
        "amount": "Amount",
    }
    day = date(2011, 12, 9)
    expected = rfm(bought, day, 5)
    checks.equal("online_retail, customers with an order", sum(expected.people.values()), 4_339)
    same_rfm(home, "retail-rfm", definition, day, expected, checks)


def online_retail(home: Path, folder: Path, checks: Checks) -> None:
    """Monthly cohorts of a UK gift shop (UCI Online Retail)."""
    yunying(home, "project", "create", "retail", "--timezone", "Europe/London", "--currency", "GBP")
    file = str(folder / "online_retail.csv.gz")
    columns = ["--person", "CustomerID", "--time", "InvoiceDate", "--event-name", "purchase"]
    yunying(home, "import", file, "--project", "retail", *columns)
    span = ("2010-12-01", "2011-12-31")
    checks.equal(
        "online_retail, rows with a CustomerID", events_in_total(home, "retail", *span), 541_909 - 135_080
    )
    checks.equal("online_retail, customers", people_in_total(home, "retail", *span), 4_372)
    question = {
        "kind": "retention",
        "start": {"event": "purchase"},
        "return": {"event": "purchase"},
        "cohort": "first",
        "interval": "month",
        "range": {"from": span[0], "to": span[1]},
    }
    answer = ask(home, "retail", question)
    found = [row["people"] for row in answer["rows"]]
    with (folder / "cohort_counts_published_thirdparty.csv").open(newline="") as file_:
        table = list(csv.reader(file_))[1:]
    published = [int(cell) for line in table for cell in line[1:] if cell]
    checks.equal("online_retail, monthly cohorts", found, published)
    row = answer["rows"][1]
    listed = ask(home, "retail", question, "--people", row["address"])
    checks.equal("online_retail, people behind the second cell", len(listed["people"]), published[1])
    yunying(home, "import", file, "--project", "retail", *columns)
    checks.equal("online_retail, imported twice", events_in_total(home, "retail", *span), 541_909 - 135_080)


def bpic2012(home: Path, folder: Path, checks: Checks) -> None:
    """Loan applications at a Dutch bank (BPI Challenge 2012)."""
    yunying(home, "project", "create", "loans", "--timezone", "Europe/Amsterdam", "--currency", "EUR")
    columns = ["--person", "case:concept:name", "--time", "time:timestamp", "--event", "concept:name"]
    yunying(home, "import", str(folder / "bpic2012_events.csv.gz"), "--project", "loans", *columns)
    span = ("2011-10-01", "2012-12-31")
    checks.equal("bpic2012, events", events_in_total(home, "loans", *span), 262_200)
    checks.equal("bpic2012, cases", people_in_total(home, "loans", *span), 13_087)
    steps = ["A_SUBMITTED", "A_PREACCEPTED", "A_ACCEPTED", "A_FINALIZED", "A_APPROVED"]
    question = {
        "kind": "funnel",
        "steps": [{"event": name} for name in steps],
        "window": {"value": 1000, "unit": "day"},
        "range": {"from": span[0], "to": span[1]},
    }
    found = [row["people"] for row in ask(home, "loans", question)["rows"]]
    checks.equal("bpic2012, funnel", found, [13_087, 7_367, 5_113, 5_015, 2_246])


def cdnow(home: Path, folder: Path, checks: Checks) -> None:
    """Purchases at CDNOW, the 1/10 sample (Fader and Hardie)."""
    yunying(home, "project", "create", "cdnow", "--timezone", "America/New_York", "--currency", "USD")
    columns = ["--person", "master_id", "--time", "date", "--event-name", "purchase"]
    file = str(folder / "cdnow_sample_transactions.csv")
    yunying(home, "import", file, "--project", "cdnow", *columns)
    span = ("1997-01-01", "1998-06-30")
    checks.equal("cdnow, rows", events_in_total(home, "cdnow", *span), 6_919)
    checks.equal("cdnow, customers", people_in_total(home, "cdnow", *span), 2_357)
    bought = [
        Bought(row["master_id"], date.fromisoformat(row["date"]), str(i), Fraction(row["value"]))
        for i, row in enumerate(rows(Path(file)))
    ]
    definition = {"kind": "rfm", "form": "rfm", "event": {"event": "purchase"}, "amount": "value"}
    day = date(1998, 6, 30)
    same_rfm(home, "cdnow", definition, day, rfm(bought, day, 5), checks)


def main() -> int:
    """Check every data set that is there; all three must be."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(__doc__)
    data = Path(sys.argv[1])
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="yunying-verify-") as folder:
        home = Path(folder)
        online_retail(home, data / "online_retail", checks)
        retail_rfm(home, data / "online_retail", checks)
        bpic2012(home, data / "bpic2012", checks)
        cdnow(home, data / "cdnow_sample", checks)
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
