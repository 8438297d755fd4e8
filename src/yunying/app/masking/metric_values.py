"""Masking what metrics were: values of the property they are taken apart by, and the doors to people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yunying.analyse import parse_question

if TYPE_CHECKING:
    from yunying.app.masking.veil import Veil

Row = dict[str, Any]


def veiled(veil: Veil, by: str | None, found: Row) -> Row:
    """Values of a metric as they are shown; `by` is the property they are taken apart by."""
    doors = [parse_question(door) for door in found["doors"]]

    def masked(row: Row) -> Row:
        opened = zip(doors, row["addresses"], strict=True)
        shown = row | {"addresses": [veil.address(door, address) for door, address in opened]}
        return shown | {"breakdown": veil.value(by, row["breakdown"])} if by else shown

    return found | {
        "doors": [veil.question(door) for door in found["doors"]],
        "rows": [masked(row) for row in found["rows"]],
        "totals": [masked(row) for row in found["totals"]],
    }
