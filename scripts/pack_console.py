"""Compress the built console once, so that the server need not do it for every visitor."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

STATIC = Path(__file__).parent.parent / "src" / "yunying" / "web" / "static"
KINDS = {".js", ".css", ".html", ".svg", ".json"}


def main() -> int:
    """Write FILE.gz beside every text file that gets smaller."""
    for file in sorted(STATIC.rglob("*")):
        if file.suffix in KINDS:
            packed = gzip.compress(file.read_bytes(), 9, mtime=0)
            if len(packed) < file.stat().st_size:
                file.with_name(file.name + ".gz").write_bytes(packed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
