"""Writes docs/standard-metrics.md from the standard pack: `python scripts/standard_metrics_md.py [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path

from yunying.kpi.pack import FIELDS, Standard, needs_of, roles, standards

TARGET = Path(__file__).resolve().parent.parent / "docs" / "standard-metrics.md"

INTRO = """# Standard metrics

<!-- Made by scripts/standard_metrics_md.py from src/yunying/kpi/pack/standard/; do not edit. -->

Metrics that every team needs, ready once a project's own events are mapped to **roles**. Which event has which role is
proposed from names (English, Chinese, pinyin, those of common protocols) and from what events carry:
```console
yunying metric pack --project shop                      # what is proposed, and each metric over the last 30 days
yunying metric pack --project shop --map pay=order_done --map pay.amount=total --map cost=channel_cost
yunying metric pack --project shop --apply              # define all that can be had; --only KEY for one
```
Over HTTP: `GET /api/projects/{id}/metrics/pack`, `POST …/metrics/pack/preview` and `POST …/metrics/pack`. A metric
whose roles are not mapped is left out and says which are missing. One that a project defined itself under the same key
stays as it is, and others are made from it. What is defined is an ordinary [metric](metrics.md), tagged `standard`.

Each is recomputed in `tests/kpi/test_standard.py` by SQL that knows nothing of how the program computes it
(`scripts/standard_sql.py`), by week and over four weeks of a simulated product.

## Roles

"""


def _role_rows() -> list[str]:
    rows = ["| role | what | 角色 | carries |", "|---|---|---|---|"]
    for role in roles().values():
        carries = ", ".join(f"`{key}`{'?' if one.optional else ''}" for key, one in role.properties.items())
        kind = " (a measured fact)" if role.fact and "fact" not in role.about.en else ""
        rows.append(f"| `{role.key}` | {role.name.en}: {role.about.en}{kind} | {role.name.zh} | {carries} |")
    return [*rows, "", "`?`: may be left out."]


def _metric(one: Standard, needs: list[list[str]]) -> list[str]:
    wanted = " or ".join(" + ".join(f"`{name}`" for name in some) for some in needs)
    return [
        f"### `{one.key}`: {one.name.en} · {one.name.zh}",
        f"{one.description.en} {one.description.zh}",
        "",
        f"- **Formula** {one.formula.en}. {one.formula.zh}。",
        f"- **Grain** {one.grain.en}. {one.grain.zh}。",
        f"- **Pitfalls** {one.pitfalls.en} {one.pitfalls.zh}",
        f"- **Source** {one.source}.",
        f"- **Needs** {wanted}; unit {one.unit}, good: {one.good}.",
        "",
    ]


def render() -> str:
    """The whole page."""
    needs = needs_of()
    lines = [INTRO.rstrip(), "", *_role_rows(), ""]
    for field, names in FIELDS.items():
        lines += [f"## {names.en} · {names.zh}", ""]
        for one in standards().values():
            if one.field == field:
                lines += _metric(one, needs[one.key])
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Write the page, or with --check say whether it is what would be written."""
    text = render()
    if sys.argv[1:] == ["--check"]:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
            print("docs/standard-metrics.md is not what the pack says; run `make openapi`.")
            return 1
        return 0
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
