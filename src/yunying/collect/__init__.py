"""Outside signals become clean events: files, streams and programs, through one pipeline."""

from yunying.collect.importing import ImportCancelled, Progress, Stage, import_batches, run_import
from yunying.collect.locks import writer_lock
from yunying.collect.mapping import FORMATS, Format, Mapping, Proposal
from yunying.collect.result import (
    BadReason,
    BadRow,
    EventCount,
    ImportResult,
    LoadedProperty,
    Note,
    Preview,
    PreviewColumn,
)
from yunying.collect.sniff import preview

__all__ = [
    "FORMATS",
    "BadReason",
    "BadRow",
    "EventCount",
    "Format",
    "ImportCancelled",
    "ImportResult",
    "LoadedProperty",
    "Mapping",
    "Note",
    "Preview",
    "PreviewColumn",
    "Progress",
    "Proposal",
    "Stage",
    "import_batches",
    "preview",
    "run_import",
    "writer_lock",
]
