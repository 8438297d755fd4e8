"""Writes the tables of docs/access.md from the code: `python scripts/access_md.py [--check]`."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

from fastapi.routing import iter_route_contexts

from yunying.web.access import Needs
from yunying.web.deps import person_veil_of, veil_of
from yunying.web.server import build_api
from yunying.workspace import RIGHTS, ROLES

TARGET = Path(__file__).resolve().parent.parent / "docs" / "access.md"
BEGIN = "<!-- {name}: made by scripts/access_md.py from the code; do not edit. -->\n"
END = "<!-- End of {name}. -->"


def roles() -> str:
    """What each role may do."""
    lines = [f"| permission | may | {' | '.join(ROLES)} |", f"|---|---|{'---|' * len(ROLES)}"]
    for right in RIGHTS:
        marks = " | ".join("✓" if role in right.roles else "" for role in ROLES)
        lines.append(f"| `{right.permission}` | {right.does} | {marks} |")
    return "\n".join(lines)


def exits() -> str:
    """The routes whose responses pass a veil, by the permission that they need."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for route in iter_route_contexts(build_api().routes):
        calls = {dependency.call for dependency in route.dependant.dependencies}
        needed = next((call.permission for call in calls if isinstance(call, Needs)), None)
        if needed and calls & {veil_of, person_veil_of}:
            path = re.sub(r"^(/api)?/projects/\{project_id\}|:path(?=\})", "", route.path or "")
            found[needed] += [f"`{method} {path}`" for method in sorted(route.methods or ())]
    lines = ["| permission | routes under `/api/projects/{project_id}` |", "|---|---|"]
    return "\n".join(
        [
            *lines,
            *(
                f"| `{one.permission}` | {', '.join(found[one.permission])} |"
                for one in RIGHTS
                if found[one.permission]
            ),
        ]
    )


def main() -> int:
    """Write them, or say that they are not current."""
    text = made = TARGET.read_text(encoding="utf-8")
    for table in (roles, exits):
        begin, end = BEGIN.format(name=table.__name__), END.format(name=table.__name__)
        head, rest = made.split(begin)
        made = f"{head}{begin}{table()}\n{end}{rest.split(end)[1]}"
    if "--check" in sys.argv:
        if made != text:
            print("docs/access.md is not current: run `python scripts/access_md.py`")
        return int(made != text)
    TARGET.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
