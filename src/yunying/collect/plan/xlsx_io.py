"""A tracking plan as an Excel workbook.

It is read row by row: a workbook of a few bytes can claim a cell in the last row and column, and whoever makes room
for all the cells before it runs out of memory.
"""

from __future__ import annotations

import io
import zipfile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from yunying.collect.plan import cells
from yunying.collect.plan.drafts import Draft
from yunying.collect.plan.headers import COLUMNS
from yunying.collect.plan.model import Plan
from yunying.collect.plan.table import MOST_COLUMNS, MOST_ROWS, header_row, no_table, read_table, rows_of
from yunying.core import Refused

_UNPACKED = 64 << 20
_MOST_SHEETS = 50
_SHEET = "埋点方案 tracking plan"
_WIDTHS = {"zh": 36, "en": 36, "allowed": 28, "event": 24, "property": 24}
_CHOICES = {
    "type": cells.TYPES,
    "status": cells.STATUSES,
    "mode": cells.MODES,
    "required": cells.YES_NO,
    "learned": cells.YES_NO,
}


def write_xlsx(plan: Plan) -> bytes:
    """The plan as a workbook: one sheet, its words as lists to choose from."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET)
    sheet.freeze_panes = "B2"
    for i, (_, name) in enumerate(COLUMNS, 1):
        letter = get_column_letter(i)
        sheet.column_dimensions[letter].width = _WIDTHS.get(name, 18)
        if name in _CHOICES:
            vocabulary = _CHOICES[name]
            listed = ",".join(cells.word(code, vocabulary) for code in vocabulary)
            # A list to choose from, not a law: other words are read too.
            choice = DataValidation("list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
            choice.add(f"{letter}2:{letter}{MOST_ROWS}")
            sheet.data_validations.append(choice)
    bold, wrapped = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    head = [WriteOnlyCell(sheet, label) for label in header_row()]
    for cell in head:
        cell.font, cell.alignment = bold, wrapped
    sheet.append(head)
    for row in rows_of(plan):
        sheet.append([text or None for text in row])
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def read_xlsx(data: bytes) -> Draft:
    """What a workbook says: every sheet that has the header of a plan."""
    draft = Draft()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > _UNPACKED:
            raise Refused(
                "file_too_large",
                f"The workbook unpacks to {unpacked >> 20} MB; at most {_UNPACKED >> 20} MB are read.",
                limit=_UNPACKED,
            )
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = book.worksheets[:_MOST_SHEETS]
        found = []
        for sheet in sheets:
            sheet.reset_dimensions()  # what a workbook claims of its size may be wrong
            rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
            found.append(read_table(rows, draft, sheet=sheet.title if len(sheets) > 1 else None))
        book.close()
    except Refused:
        raise
    except Exception as error:  # the library has no one error of its own for what it cannot read
        raise Refused(
            "damaged_file", f"The file is not an XLSX workbook, or it needs a password ({error})."
        ) from None
    if not any(found):
        raise no_table()
    return draft
