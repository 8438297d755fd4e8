"""Files become events: what a file is, how its columns are read, and the two passes from it into the lake."""

from yunying.collect.files.importing import ImportCancelled, Progress, Stage, import_batches, run_import
from yunying.collect.files.lists import read_list
from yunying.collect.files.mapping import FORMATS, Format, Mapping, Proposal
from yunying.collect.files.result import (
    BadReason,
    BadRow,
    EventCount,
    ImportResult,
    LoadedProperty,
    Note,
    Preview,
    PreviewColumn,
)
from yunying.collect.files.sniff import preview

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
    "read_list",
    "run_import",
]
