"""Tracking plans as files, by format."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal, get_args

from yunying.collect.plan.csv_io import read_csv, write_csv
from yunying.collect.plan.drafts import Draft
from yunying.collect.plan.model import Plan
from yunying.collect.plan.xlsx_io import read_xlsx, write_xlsx
from yunying.collect.plan.yaml_io import read_yaml, write_yaml
from yunying.core import Refused

PlanFormat = Literal["yaml", "csv", "xlsx"]
PLAN_FORMATS: tuple[PlanFormat, ...] = get_args(PlanFormat)
MEDIA_TYPES: dict[PlanFormat, str] = {
    "yaml": "application/yaml",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LARGEST = 16 << 20
"""Bytes of a file that is read."""

_WRITERS = {"yaml": write_yaml, "csv": write_csv, "xlsx": write_xlsx}
_READERS = {"yaml": read_yaml, "csv": read_csv, "xlsx": read_xlsx}
_ENDINGS: dict[str, PlanFormat] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}


def write_plan(plan: Plan, format_: PlanFormat) -> bytes:
    """The plan as a file."""
    return _WRITERS[format_](plan)


def read_plan(data: bytes, name: str, format_: PlanFormat | None = None) -> Draft:
    """What a file says; its format is that of its name unless given."""
    if len(data) > LARGEST:
        raise too_large()
    if not data.strip():
        raise Refused("empty_file", "The file is empty.")
    return _READERS[format_ or format_of(name)](data)


def format_of(name: str) -> PlanFormat:
    """The format that a file's name tells."""
    found = _ENDINGS.get(PurePath(name).suffix.lower())
    if found is None:
        raise Refused(
            "unknown_format",
            f"{name!r} does not say what it is; a tracking plan is a .yaml, .csv or .xlsx file.",
            field="format",
            value=name,
        )
    return found


def too_large() -> Refused:
    """The file is larger than a plan can be."""
    return Refused("file_too_large", f"A tracking plan is read up to {LARGEST >> 20} MB.", limit=LARGEST)
