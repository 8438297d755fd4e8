"""Answers and lists of people as files: XLSX with where it comes from, CSV, JSON."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, BinaryIO, Literal, cast

from yunying.analyse import Question, write_question
from yunying.app.asking import TERMINAL, Asking
from yunying.app.datasets import Datasets
from yunying.app.masking import Veil
from yunying.app.segmenting import Segmenting
from yunying.app.spreadsheets import ColumnKind, Table, write_workbook
from yunying.core import Clock, Refused, csv_cell, plain_text
from yunying.metrics import Answer, Behind, people_rows
from yunying.store import Dataset
from yunying.workspace import Project, Workspace

FileKind = Literal["xlsx", "csv", "json"]
MEDIA_TYPES: dict[FileKind, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
_AT_ONCE = 5_000
"""People who are looked up at once."""
_IN_MEMORY = 8 << 20
_MOST_PEOPLE = 2_000_000
_PERSON = ("person_id", "distinct_id", "first_seen", "last_seen", "events")


class Exporting:
    """Use-cases of taking answers and lists away. Whoever takes a list of people is in the audit log."""

    def __init__(
        self,
        clock: Clock,
        workspace: Workspace,
        datasets: Datasets,
        asking: Asking,
        segmenting: Segmenting,
    ) -> None:
        self._clock = clock
        self._workspace = workspace
        self._datasets = datasets
        self._asking = asking
        self._segmenting = segmenting

    def answer(
        self, project: Project, question: Question, kind: FileKind, veil: Veil, *, by: str | None
    ) -> BinaryIO:
        """An answer as a file, at its beginning."""
        found = veil.answer(question, self._asking.ask(project, question, member=by or TERMINAL).result())
        file = _file()
        if kind == "xlsx":
            source = _source(found, veil.question(write_question(question)), self._clock())
            write_workbook(file, [*answer_tables(found), source])
        elif kind == "csv":
            names = [c["name"] for c in found.columns]
            _write_csv(file, names, ([row.get(n) for n in names] for row in found.rows))
        else:
            _write_json(file, found.as_wire())
        return _rewound(file)

    def people(
        self,
        project: Project,
        question: Question,
        address: str,
        kind: FileKind,
        veil: Veil,
        *,
        by: str | None,
    ) -> BinaryIO:
        """Everybody behind a figure as a file."""
        asked = self._asking.people(project, question, address, lambda _, b: b, member=by or TERMINAL)
        behind = asked.result()
        notes = [
            ("question", veil.question(write_question(question))),
            ("address", veil.address(question, address)),
        ]
        self._note(project, question.kind, len(behind.people), veil, by)
        return self._list(project, behind, kind, notes, veil, marked=question.marked)

    def segment(
        self, project: Project, segment_id: str, kind: FileKind, veil: Veil, *, by: str | None
    ) -> BinaryIO:
        """Everybody in a segment as a file."""
        behind, marked = self._segmenting.people(project, segment_id)
        segment = self._workspace.segments.get(project.id, segment_id)
        shown = veil.segment({"question": segment.question, "address": segment.address})
        notes = [
            ("segment", segment.name),
            ("description", segment.description),
            ("made", segment.created_at),
            ("data version when made", segment.data_version),
            ("question", shown["question"]),
            ("address", shown["address"]),
        ]
        self._note(project, segment.name, len(behind.people), veil, by)
        return self._list(project, behind, kind, notes, veil, marked=marked)

    def _note(self, project: Project, subject: str, people: int, veil: Veil, by: str | None) -> None:
        self._workspace.audit.note(
            "people.exported", subject, by=by, project=project.id, people=people, masked=not veil.lifted
        )

    def _list(
        self,
        project: Project,
        behind: Behind,
        kind: FileKind,
        notes: Sequence[tuple[str, Any]],
        veil: Veil,
        *,
        marked: bool,
    ) -> BinaryIO:
        if len(behind.people) > _MOST_PEOPLE:
            raise Refused(
                "too_many_people",
                f"The list has {len(behind.people):,} people; a file takes at most {_MOST_PEOPLE:,}. "
                "Narrow the question, or take it in parts.",
                field="address",
                people=len(behind.people),
                most=_MOST_PEOPLE,
            )
        data = self._datasets.of(project)
        people, file = map(veil.person, _people(data, behind, marked=marked)), _file()
        if kind == "json":
            _write_json(file, {"total": len(behind.people), "people": list(people)})
            return _rewound(file)
        view = data.hot.view(marked=marked)
        properties = list(dict.fromkeys(p.name for p in view.snapshot.properties if p.scope == "person"))
        own = [*_PERSON, *(() if behind.counts is None else ("count",))]
        if kind == "csv":
            rows = ([*(p[n] for n in own), *(p["properties"].get(n) for n in properties)] for p in people)
            _write_csv(file, [*own, *properties], rows)
            return _rewound(file)
        local = (_at_home(p, data) for p in people)
        rows = ([*(p[n] for n in own), *(p["properties"].get(n) for n in properties)] for p in local)
        columns: list[tuple[str, ColumnKind]] = [
            (name, "instant" if name in ("first_seen", "last_seen") else "plain") for name in own
        ]
        columns += [(name, "plain") for name in properties]
        said = [
            ("project", project.name),
            ("time zone", project.timezone),
            ("people", len(behind.people)),
            ("data version", view.snapshot.version),
            ("generated at", self._clock()),
            *notes,
        ]
        write_workbook(file, [Table("人员 people", columns, rows, len(behind.people)), _notes(said)])
        return _rewound(file)


def _people(data: Dataset, behind: Behind, *, marked: bool) -> Iterator[dict[str, Any]]:
    for start in range(0, len(behind.people), _AT_ONCE):
        yield from people_rows(data, behind.part(start, start + _AT_ONCE), marked=marked)


def _at_home(person: dict[str, Any], data: Dataset) -> dict[str, Any]:
    """With times of the project's zone, as spreadsheets know no zones."""
    zone = data.calendar.zone
    return person | {
        name: person[name].astimezone(zone).replace(tzinfo=None) for name in ("first_seen", "last_seen")
    }


def answer_tables(found: Answer) -> Iterator[Table]:
    yield _rows("答案 answer", found, found.rows)
    if found.before is not None:
        yield _rows("对比 before", found, found.before["rows"])
    single = []
    for name, value in found.totals.items():
        if name.endswith("address"):
            continue
        if isinstance(value, list) and value and isinstance(value[0], dict):
            keys = [k for k in dict.fromkeys(k for row in value for k in row) if not k.endswith("address")]
            listed = [[row.get(k) for k in keys] for row in value]
            yield Table(f"合计 {name}", [(k, _shown_as(k)) for k in keys], listed, len(listed))
        else:
            single.append((name, value))
    if single:
        yield _notes(single, "合计 totals")


def _rows(title: str, found: Answer, rows: Sequence[dict[str, Any]]) -> Table:
    shown = [c for c in found.columns if c["type"] != "address"]
    names = [c["name"] for c in shown]
    columns = [(c["name"], _shown_as(c["type"])) for c in shown]
    return Table(title, columns, ([row.get(n) for n in names] for row in rows), len(rows))


def _shown_as(kind: str) -> ColumnKind:
    return "rate" if kind == "rate" else "plain"


def _source(found: Answer, question: dict[str, Any], now: datetime) -> Table:
    said = asdict(found.provenance)
    said["range"] = f"{said['range']['from']} – {said['range']['to']}"
    notes = [(name.replace("_", " "), value) for name, value in said.items()]
    return _notes([*notes, ("generated at", now), ("question", question)])


def _notes(said: Sequence[tuple[str, Any]], title: str = "来源 source") -> Table:
    return Table(title, [("", "plain"), ("", "plain")], [(name, _word(v)) for name, v in said], len(said))


def _word(value: Any) -> Any:
    return plain_text(value) if isinstance(value, datetime) else value


def _file() -> BinaryIO:
    return cast(BinaryIO, tempfile.SpooledTemporaryFile(_IN_MEMORY))


def _rewound(file: BinaryIO) -> BinaryIO:
    file.seek(0)
    return file


def _write_csv(file: BinaryIO, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    # With a mark by which spreadsheets know UTF-8 from the encoding of the country.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([csv_cell(name) for name in names])
    for row in rows:
        writer.writerow([csv_cell(value) for value in row])
    text.detach()


def _write_json(file: BinaryIO, value: Any) -> None:
    file.write(json.dumps(value, ensure_ascii=False, default=plain_text).encode())
