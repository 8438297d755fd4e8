"""Drivers as SQL: the funnel's own tables, and what people did between two of its steps."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from yunying.analyse.questions import Drivers
from yunying.analyse.reference.filters import all_of, literal
from yunying.analyse.reference.funnel_steps import funnel_tables
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.rows import Row, Rows
from yunying.analyse.reference.text import select, statement
from yunying.metrics import OTHER
from yunying.store import quote


def answer_sql(project: Project, question: Drivers) -> str:
    """A row for everybody (`prop` null) and one an item: `event`, `prop` (−1 an event), `place`, a `value_…` a
    property, `converted_with`, `converted`, `other_with`, `others`."""
    names = _values(question)
    return statement(
        project,
        _parts(project, question),
        select(
            "i.*",
            "count(DISTINCT p.person_id) FILTER (p.converted AND d.person_id IS NOT NULL) AS converted_with",
            "count(DISTINCT p.person_id) FILTER (p.converted) AS converted",
            "count(DISTINCT p.person_id) FILTER (NOT p.converted AND d.person_id IS NOT NULL) AS other_with",
            "count(DISTINCT p.person_id) FILTER (NOT p.converted) AS others",
        )
        + "\nFROM (SELECT * FROM items UNION ALL BY NAME SELECT NULL AS prop) AS i\n"
        f"LEFT JOIN entered AS p ON true\nLEFT JOIN did AS d ON d.person_id = p.person_id AND {_same(names)}\n"
        "GROUP BY ALL",
    )


def people_sql(project: Project, question: Drivers, chosen: str = "") -> str:
    """The people of every figure: an item or `prop` null, `converted` (null: all), `did`, `person_id`."""
    names = _values(question)
    parts = _parts(project, question)
    parts["people"] = (
        "-- who did each thing, and who did not\n"
        f"SELECT i.*, p.converted, d.person_id IS NOT NULL AS did, p.person_id\n"
        "FROM items AS i CROSS JOIN entered AS p\n"
        f"LEFT JOIN did AS d ON d.person_id = p.person_id AND {_same(names)}\n"
        "UNION ALL BY NAME SELECT NULL AS prop, converted, person_id FROM entered\n"
        "UNION ALL BY NAME SELECT NULL AS prop, NULL AS converted, person_id FROM entered"
    )
    return statement(project, parts, f"SELECT * FROM people{chosen}\nORDER BY person_id")


def address_clause(project: Project, question: Drivers, at: dict[str, Any]) -> str:
    """The WHERE clause of one address."""
    conditions = [f"converted IS NOT DISTINCT FROM {str(at.get('converted', 'NULL')).lower()}"]
    if "did" not in at:
        conditions.append("prop IS NULL")
    else:
        conditions.append(f"did = {str(at['did']).lower()}")
        if "event" in at:
            conditions.append(f"prop = -1 AND event = {quote(at['event'])}")
        else:
            prop = question.properties[at["property"]]
            value = literal(at["value"], project.term(prop.property, prop.scope).type)
            conditions.append(f"prop = {at['property']} AND value_{at['property']} = {value}")
    return "\nWHERE " + " AND ".join(conditions)


def _values(question: Drivers) -> list[str]:
    return ["prop", "event", *(f"value_{i}" for i in range(len(question.properties)))]


def _same(names: list[str]) -> str:
    return " AND ".join(f"d.{name} IS NOT DISTINCT FROM i.{name}" for name in names)


def _parts(project: Project, question: Drivers) -> dict[str, str]:
    first, last = question.span
    days = project.days(question.range)
    terms = [project.term(p.property, p.scope) for p in question.properties]
    passes = all_of(project, question.filters)
    # The terms first: the properties of people that these tables make are those used so far.
    parts = funnel_tables(project, question.whole_funnel())
    natural = question.funnel.window.natural_days
    within = f"e.moment - p.began_moment <= {question.funnel.window.milliseconds}"
    if natural is not None:
        within = f"e.day <= p.began_day + {natural - 1}"
    parts["doing_events"] = (
        "-- events that pass the filters, with what is looked at\n"
        + select(
            "e.person_id",
            "row_number() OVER (\n"
            "    PARTITION BY e.person_id ORDER BY e.time, e.arrival_file, e.arrival_row\n  ) AS position",
            "epoch_ms(date_trunc('milliseconds', e.time)) AS moment",
            "day_of(e.time) AS day",
            "e.event",
            f"{passes} AS passes",
            *(f"{term.sql} AS value_{i}" for i, term in enumerate(terms)),
        )
        + f"\nFROM {project.source()}"
    )
    parts["entered"] = (
        "-- who counts, from which event to which\n"
        "SELECT a.person_id, a.position AS begins, b.position AS ends, a.began_moment,\n"
        "  s.day AS began_day, b.position IS NOT NULL AS converted\n"
        "FROM reached_first AS a\n"
        f"LEFT JOIN reached_first AS b ON b.person_id = a.person_id AND b.step = {last}\n"
        "JOIN in_order AS s ON s.person_id = a.person_id AND s.position = a.began\n"
        f"WHERE a.step = {first}"
    )
    parts["exposed"] = (
        "SELECT e.* FROM doing_events AS e JOIN entered AS p USING (person_id)\n"
        f"WHERE e.passes AND e.position > p.begins AND (p.ends IS NULL OR e.position < p.ends)\n  AND {within}"
    )
    did = ["SELECT DISTINCT person_id, -1 AS prop, 0 AS place, event FROM exposed"]
    for i, term in enumerate(terms):
        own = f" AND value_{i} IS DISTINCT FROM '{OTHER}'" if term.type == "text" else ""
        parts[f"top_{i}"] = (
            "-- the values with the most events of the range, of equal ones the smaller\n"
            f"SELECT value_{i}, row_number() OVER (ORDER BY count(*) DESC, value_{i} ASC NULLS LAST) AS place\n"
            f"FROM doing_events WHERE passes AND day BETWEEN DATE '{days[0]}' AND DATE '{days[1]}'{own}\n"
            f"GROUP BY value_{i} QUALIFY place <= {question.properties[i].top}"
        )
        did.append(
            f"SELECT DISTINCT e.person_id, {i} AS prop, t.place, e.value_{i}\n"
            f"FROM exposed AS e JOIN top_{i} AS t ON t.value_{i} = e.value_{i}"
        )
    parts["did"] = "\nUNION ALL BY NAME\n".join(did)
    parts["items"] = f"SELECT DISTINCT place, {', '.join(_values(question))} FROM did"
    return parts


def key(question: Drivers, row: Row) -> Row:
    """The parts of the address under which a row of `people_sql` belongs."""
    if row["prop"] is None:
        return {"all": True} if row["converted"] is None else {"converted": row["converted"]}
    return {**_item(row), "converted": row["converted"], "did": row["did"]}


def _item(row: Row) -> Row:
    prop = row["prop"]
    return {"event": row["event"]} if prop == -1 else {"property": prop, "value": row[f"value_{prop}"]}


def shape(question: Drivers, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """Rows with what they say, those with the greatest difference of shares first."""
    everybody = next(row for row in rows if row["prop"] is None)
    converted, others = everybody["converted"], everybody["others"]
    items = [row for row in rows if row["prop"] is not None]
    items.sort(
        key=lambda r: (
            -abs(r["converted_with"] * others - r["other_with"] * converted), r["prop"], r["place"], r["event"],
        )
    )  # fmt: skip
    shaped = []
    for row in items:
        a, c = row["converted_with"], row["other_with"]
        b, d = converted - a, others - c
        item = _item(row)
        shaped.append(
            {
                "event": item.get("event"),
                "property": question.properties[row["prop"]].property if row["prop"] >= 0 else None,
                "value": item.get("value"),
                "converted_with": a,
                "converted_without": b,
                "other_with": c,
                "other_without": d,
                "converted_share": a / converted if converted else None,
                "other_share": c / others if others else None,
                **_says(a, b, c, d),
            }
        )
    ordered = sorted(float(row["p"]) for row in shaped if row["p"] is not None)
    for row in shaped:
        # The least of what each p that is no smaller would give.
        row["q"] = row["p"] and min(
            1.0, *(p * len(ordered) / (i + 1) for i, p in enumerate(ordered) if p >= row["p"])
        )
    total = {"people": converted + others, "converted": converted, "others": others}
    return shaped, {"rows": [total]}


def _says(a: int, b: int, c: int, d: int) -> Row:
    n = a + b + c + d
    if 0 in (a + b, c + d, a + c, b + d):
        return dict.fromkeys(("odds_ratio", "odds_low", "odds_high", "p", "test"))
    w, x, y, z = (a, b, c, d) if a * b * c * d else (a + 0.5, b + 0.5, c + 0.5, d + 0.5)
    odds = w * z / (x * y)
    factor = math.exp(1.959963984540054 * (1 / w + 1 / x + 1 / y + 1 / z) ** 0.5)
    expected = [Fraction(r * k, n) for r in (a + b, c + d) for k in (a + c, b + d)]
    found = {"odds_ratio": odds, "odds_low": odds / factor, "odds_high": odds * factor}
    if min(expected) < 5:
        tables = {
            k: math.comb(a + c, k) * math.comb(b + d, a + b - k)
            for k in range(max(0, a - d), min(a + b, a + c) + 1)
        }
        rarer = sum(count for count in tables.values() if count <= tables[a])
        return found | {"p": rarer / sum(tables.values()), "test": "fisher"}
    chi2 = float(sum((o - e) ** 2 / e for o, e in zip((a, b, c, d), expected, strict=True)))
    return found | {"p": math.erfc((chi2 / 2) ** 0.5), "test": "chi2"}
