"""Masking answers: labels stay apart from each other, and each still opens its people."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from yunying.analyse import Explanation, PropertyRef, Question, ShownValues, shown_values, write_question
from yunying.app.masking import questions
from yunying.core import Refused
from yunying.metrics import OTHER, Answer, Provenance, parse_address

if TYPE_CHECKING:
    from yunying.app.masking.veil import Veil

Row = dict[str, Any]


def veiled(veil: Veil, question: Question, answer: Answer) -> Answer:
    """The answer as it is shown."""
    work = _Veiling(veil, shown_values(question))
    found = replace(
        answer,
        rows=[work.row(row) for row in answer.rows],
        totals=work.totals(answer.totals),
        before=None if answer.before is None else work.before(answer.before),
    )
    said = questions.literals(veil, write_question(question))
    found = replace(found, provenance=_told(found.provenance, said))
    if not work.masked:
        return found
    return replace(
        found,
        rows=[_sealed(veil, row) for row in found.rows],
        totals=_sealed(veil, found.totals),
        before=None if found.before is None else _sealed(veil, found.before),
    )


def veiled_address(veil: Veil, question: Question, address: str) -> str:
    """An address, sealed where it has masked values in it."""
    return questions.seal_address(veil, address) if _parts(veil, question, address) else address


def veiled_explanation(
    veil: Veil, question: Question, address: str | None, found: Explanation
) -> Explanation:
    """The SQL with masks in place of sensitive values: to be read, not to be run."""
    said = questions.literals(veil, write_question(question))
    if address is not None:
        said |= _parts(veil, question, address)
    sql, people = (None if text is None else _replaced(text, said) for text in (found.sql, found.people_sql))
    return Explanation(_told(found.provenance, said), sql or "", people)


class _Veiling:
    """Masks rows of one answer. Values that look the same masked are told apart by a number."""

    def __init__(self, veil: Veil, shown: ShownValues) -> None:
        self._veil = veil
        self._shown = shown
        self._labels: dict[tuple[PropertyRef, type, Any], str] = {}
        self._times: Counter[str] = Counter()
        self.masked = False
        """Whether a value that is part of addresses was masked."""

    def row(self, row: Row) -> Row:
        """A row of the answer or of its totals."""
        found, shown = dict(row), self._shown
        for cell, refs in shown.groups.items():
            if cell in found:
                found[cell] = self._group(refs, found[cell])
        if shown.by_row and isinstance(found.get("property"), str) and "value" in found:
            found["value"] = self._label(PropertyRef(found["property"], None), found["value"])
        for cell in shown.nodes:
            if isinstance(found.get(cell), str):
                found[cell] = self._node(found[cell])
        for cell, ref in shown.columns.items():
            if cell in found:
                found[cell] = self._veil.value(ref.name, found[cell], ref.scope)
        if isinstance(found.get("distinct_id"), str):
            found["distinct_id"] = self._veil.id(found["distinct_id"])
        return found

    def totals(self, totals: Row) -> Row:
        """Totals: figures and lists of rows."""
        return {
            name: [self.row(one) if isinstance(one, dict) else one for one in value]
            if isinstance(value, list)
            else value
            for name, value in totals.items()
        }

    def before(self, before: Row) -> Row:
        """What the range compared with says."""
        said = questions.literals(self._veil, before["question"])
        return before | {
            "question": questions.veiled(self._veil, before["question"]),
            "rows": [self.row(row) for row in before["rows"]],
            "totals": self.totals(before["totals"]),
            "provenance": _told(before["provenance"], said),
        }

    def parts(self, at: Row) -> dict[str, str]:
        """Values in the parts of an address that are masked, and how each is shown."""
        shown = self.row({**at, **({"distinct_id": None} if "distinct_id" in at else {})})
        found: dict[str, str] = {}
        for name, value in at.items():
            pairs = (
                zip(value, shown[name], strict=True) if isinstance(value, list) else [(value, shown[name])]
            )
            found |= {str(raw): str(masked) for raw, masked in pairs if raw != masked}
        return found

    def _group(self, refs: tuple[PropertyRef | None, ...], label: Any) -> Any:
        if isinstance(label, list):
            return [self._label(ref, value) for ref, value in zip(refs, label, strict=True)]
        return self._label(refs[0], label)

    def _label(self, ref: PropertyRef | None, value: Any) -> Any:
        if ref is None or value is None or isinstance(value, bool) or value == OTHER:
            return value
        text = str(self._veil.kinds.shown(ref.name, value, ref.scope))
        if text == str(value):
            return value
        self.masked = True
        key = (ref, type(value), value)
        if key not in self._labels:
            self._times[text] += 1
            self._labels[key] = text if self._times[text] == 1 else f"{text} ({self._times[text]})"
        return self._labels[key]

    def _node(self, label: str) -> str:
        for event, ref in self._shown.splits.items():
            if label.startswith(f"{event}: "):
                value = label.removeprefix(f"{event}: ")
                return f"{event}: {self._label(ref, value)}"
        return label


def _parts(veil: Veil, question: Question, address: str) -> dict[str, str]:
    try:
        at = parse_address(address)
    except Refused:
        return {}
    return _Veiling(veil, shown_values(question)).parts(at)


def _sealed(veil: Veil, node: Any, key: str = "") -> Any:
    """With every address in it sealed."""
    if isinstance(node, dict):
        return {name: _sealed(veil, value, name) for name, value in node.items()}
    if isinstance(node, list):
        return [_sealed(veil, item, key) for item in node]
    if isinstance(node, str) and (key in ("address", "parts") or key.endswith("_address")):
        return questions.seal_address(veil, node)
    return node


def _told(provenance: Any, said: dict[str, str]) -> Any:
    """A provenance that does not repeat the sensitive values of the question."""
    if not said:
        return provenance
    if isinstance(provenance, Provenance):
        return replace(
            provenance,
            definition=_replaced(provenance.definition, said),
            filters=[_replaced(text, said) for text in provenance.filters],
        )
    return provenance | {
        "definition": _replaced(provenance["definition"], said),
        "filters": [_replaced(text, said) for text in provenance["filters"]],
    }


def _replaced(text: str, said: dict[str, str]) -> str:
    for value in sorted(said, key=len, reverse=True):
        if value:
            text = text.replace(value, said[value]).replace(value.replace("'", "''"), said[value])
    return text
