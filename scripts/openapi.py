"""Write console/openapi.json from the API's models, or with --check say whether it is current."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from yunying.web.server import build_api

TARGET = Path(__file__).parent.parent / "console" / "openapi.json"


def main() -> int:
    """0 when written (or current), 1 when `--check` finds a difference."""
    text = json.dumps(build_api().openapi(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    if "--check" in sys.argv:
        if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
            return 0
        print("console/openapi.json is not current; run `make openapi`.", file=sys.stderr)
        return 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
