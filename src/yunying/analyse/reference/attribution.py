"""Attribution as SQL: conversions joined to the touches before them. What follows from sets and chains of touches is
reckoned in plain Python from the counts that the SQL returns: Shapley values by their definition, over all coalitions,
and removal effects by elimination, in fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from math import factorial
from typing import Any

from yunying.analyse.questions import Attribution
from yunying.analyse.reference.filters import all_of, literal, matches
from yunying.analyse.reference.groups import Groups
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.rows import Row, Rows
from yunying.analyse.reference.text import select, statement
from yunying.metrics import OTHER, AnyOf
from yunying.store import quote

_NONE = "$none"
_COLUMNS = (
    "what", "model", "place", "label", "other", "conversions", "value", "new", "people", "touches", "assisted",
    "places", "converted",
)  # fmt: skip
_OF_CONVERSION = "PARTITION BY person_id, conversion"


def answer_sql(project: Project, question: Attribution) -> str:
    """Rows `what`: `label` (a place's), `credit` (a model's to a place), `none` (conversions without a touch), `touch`
    (of a place), `total`, `set` and `chain` (conversions by the places of their journeys)."""
    parts = _parts(project, question)
    sums = {"conversions": "count(*)", "value": "sum(value)", "new": "count(*) FILTER (is_new)"}
    people = "count(DISTINCT person_id)"
    rows = [
        _select("label", "shown", place="place", label="value", other="other"),
        _select("total", "counted", **sums, people=people),
        _select("none", "untouched", **sums, people=people),
        _select("touch", "touches WHERE inside GROUP BY place", place="place", touches="count(*)"),
        _select(
            "assist",
            "journeys WHERE place <> final GROUP BY place",
            place="place",
            assisted="count(DISTINCT (person_id, conversion))",
        ),
        _select(
            "credit",
            "weights GROUP BY model, place",
            model="model",
            place="place",
            conversions="sum(weight)",
            value="sum(weight * value)",
            new="sum(weight) FILTER (is_new)",
            people=f"{people} FILTER (weight IS NULL OR takes_part OR weight > 0)",
        ),
        _select("set", "sets GROUP BY places", **sums, places="places"),
        _select(
            "chain",
            "chains GROUP BY places, converted",
            conversions="count(*)",
            places="places",
            converted="converted",
        ),
    ]
    return statement(project, parts, "\nUNION ALL\n".join(rows) + "\nORDER BY what, model, place, places")


def _select(what: str, source: str, **values: str) -> str:
    columns = [f"{quote(what)} AS what", *(f"{values.get(c, 'NULL')} AS {c}" for c in _COLUMNS[1:])]
    return f"SELECT {', '.join(columns)}\nFROM {source}"


def people_sql(project: Project, question: Attribution, chosen: str = "") -> str:
    """The people of every figure: `model` (null: all who converted), `breakdown`, `other`, `none`, `person_id`."""
    parts = _parts(project, question)
    models = " UNION ALL ".join(f"SELECT {quote(m)} AS model" for m in question.models)
    parts["people"] = (
        "-- who has a conversion that a model credited to a touch\n"
        "SELECT DISTINCT NULL AS model, NULL AS breakdown, false AS other, false AS none, person_id FROM counted\n"
        f"UNION ALL\nSELECT DISTINCT model, NULL, false, true, person_id FROM untouched, ({models})\n"
        "UNION ALL\nSELECT DISTINCT w.model, g.value, g.other, false, w.person_id\n"
        "FROM weights AS w JOIN shown AS g USING (place) WHERE w.weight IS NULL OR w.takes_part OR w.weight > 0"
    )
    return statement(project, parts, f"SELECT * FROM people{chosen}\nORDER BY person_id")


def address_clause(project: Project, question: Attribution, at: dict[str, Any]) -> str:
    """The WHERE clause of one address."""
    if "all" in at:
        return "\nWHERE model IS NULL"
    if at["touch"] == _NONE:
        conditions = ["none"]
    elif question.breakdown is None:
        conditions = ["NOT none", f"breakdown = {quote(at['touch'])}"]
    else:
        conditions = ["NOT none", *Groups.of(project, question).conditions({"breakdown": at["touch"]})]
    return f"\nWHERE model = {quote(at['model'])} AND " + " AND ".join(conditions)


def _parts(project: Project, question: Attribution) -> dict[str, str]:
    first, last = project.days(question.range)
    breakdown = question.breakdown
    groups = Groups.of(project, question)
    touches = [matches(project, touch, question.filters) for touch in question.touches]
    value = project.term(question.value, "event").sql if question.value else "NULL"
    columns = [
        "e.person_id",
        "row_number() OVER (\n"
        "    PARTITION BY e.person_id ORDER BY e.time, e.arrival_file, e.arrival_row\n  ) AS position",
        "epoch_ms(date_trunc('milliseconds', e.time)) AS moment",
        "day_of(e.time) AS day",
        f"{matches(project, question.conversion, question.filters)} AS is_conversion",
        f"({' OR '.join(f'({t})' for t in touches)}) AS is_touch",
        f"{groups.sql if breakdown else _named(question, touches)} AS breakdown",
        f"{_direct(project, question)} AS is_direct",
        f"coalesce({value}, 0) AS value",
    ]
    parts = project.properties()
    parts["in_order"] = (
        "-- events with their place among their person's events; times to the millisecond\n"
        + select(*columns)
        + f"\nFROM {project.source()}"
    )
    inside = f"day BETWEEN DATE '{first}' AND DATE '{last}'"
    parts["touched"] = f"SELECT *, {inside} AS inside FROM in_order WHERE is_touch"
    if breakdown:
        parts |= groups.tables("(SELECT * FROM touched WHERE inside)", "(person_id, position)", "touched")
        # A value that is spelled like the name of no touch is one of all others.
        parts["shown"] = f"SELECT * FROM groups WHERE CAST(value AS VARCHAR) IS DISTINCT FROM {quote(_NONE)}"
        join = groups.join("e.breakdown")
        none = f"CAST(e.breakdown AS VARCHAR) = {quote(_NONE)}"
        place = f"CASE WHEN {none} THEN (SELECT place FROM groups WHERE other) ELSE {groups.place} END"
    else:
        labels = list(dict.fromkeys(touch.label for touch in question.touches))
        rows = ", ".join(f"({i}, {quote(label)}, false)" for i, label in enumerate(labels))
        parts["shown"] = f"SELECT * FROM (VALUES {rows}) AS g(place, value, other)"
        join, place = " JOIN shown AS t ON t.value = e.breakdown", "t.place"
    parts["touches"] = f"SELECT e.*, {place} AS place\nFROM touched AS e{join}"
    parts["conversions"] = (
        "-- every conversion, with the one before it\n"
        "SELECT person_id, position, moment, value, day,\n"
        "  coalesce(lag(position) OVER (PARTITION BY person_id ORDER BY position), 0) AS before\n"
        f"FROM in_order WHERE is_conversion AND day <= DATE '{last}'"
    )
    parts["counted"] = f"SELECT *, before = 0 AS is_new FROM conversions WHERE {inside}"
    consumed = " AND t.position >= c.before" if question.consume else ""
    parts["journeys"] = (
        "-- the touches of each conversion\n"
        "SELECT c.person_id, c.position AS conversion, c.value, c.is_new, t.position, t.moment, t.place, t.is_direct,\n"
        f"  row_number() OVER journey AS nth, count(*) OVER ({_OF_CONVERSION}) AS touches,\n"
        f"  last_value(t.place) OVER (journey ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS final,\n"
        f"  max(t.moment) OVER ({_OF_CONVERSION}) AS latest\n"
        "FROM counted AS c JOIN touches AS t ON t.person_id = c.person_id AND t.position < c.position\n"
        f"  AND c.moment - t.moment <= {question.window.milliseconds}{consumed}\n"
        "WINDOW journey AS (PARTITION BY c.person_id, c.position ORDER BY t.position)"
    ).replace(_OF_CONVERSION, "PARTITION BY c.person_id, c.position")
    parts["untouched"] = (
        "SELECT * FROM counted WHERE (person_id, position) NOT IN (SELECT (person_id, conversion) FROM journeys)"
    )
    parts["weights"] = (
        "-- how much of a conversion each touch gets; unknown where it follows from all journeys\n"
        + ("\nUNION ALL\n".join(_weights(question, model) for model in question.models))
    )
    parts["sets"] = (
        "SELECT list_sort(list(DISTINCT place)) AS places, any_value(value) AS value, any_value(is_new) AS is_new\n"
        "FROM journeys GROUP BY person_id, conversion"
    )
    parts["chains"] = (
        "-- journeys in order, and those of people who did not convert\n"
        "SELECT list(place ORDER BY nth) AS places, true AS converted FROM journeys GROUP BY person_id, conversion\n"
        "UNION ALL\nSELECT list(place ORDER BY position), false FROM touches\n"
        "WHERE inside AND person_id NOT IN (SELECT person_id FROM counted) GROUP BY person_id"
    )
    return parts


def _named(question: Attribution, touches: Sequence[str]) -> str:
    cases = [
        f"WHEN {test} THEN {quote(touch.label)}"
        for test, touch in zip(touches, question.touches, strict=True)
    ]
    return f"CASE {' '.join(cases)} END"


def _direct(project: Project, question: Attribution) -> str:
    """Whether the touch is direct."""
    breakdown = question.breakdown
    if breakdown is None:
        labels = ", ".join(quote(v) for v in question.direct if isinstance(v, str))
        named = _named(question, [matches(project, touch, question.filters) for touch in question.touches])
        return f"coalesce({named} IN ({labels}), false)" if labels else "false"
    first = breakdown[0] if isinstance(breakdown, list) else breakdown
    if first.property is None:
        return "false"
    kind = project.term(first.property, first.scope).type
    tests: list[dict[str, Any]] = []
    for value in question.direct:
        if value is None or kind == "text" or isinstance(value, bool) == (kind == "boolean"):
            if kind == "number" and isinstance(value, str):
                continue
            test = {"op": "is not set"} if value is None else {"op": "=", "value": value}
            tests.append({"property": first.property, "scope": first.scope, **test})
    return all_of(project, [AnyOf.model_validate({"or": tests})]) if tests else "false"


def _weights(question: Attribution, model: str) -> str:
    first, last = (literal(x, "number") for x in (question.position.first, question.position.last))
    both = question.position.first + question.position.last
    pair = (
        f"CASE nth WHEN 1 THEN {first} ELSE {last} END / {literal(both, 'number')}" if both > 0 else "0.5e0"
    )
    rest = f"(1 - {first} - {last}) / (touches - 2)"
    half_life = literal(question.half_life.milliseconds, "number")
    decayed = f"power(2e0, -(latest - moment) / {half_life})"
    non_direct = f"coalesce(max(nth) FILTER (NOT is_direct) OVER ({_OF_CONVERSION}), touches)"
    weight = {
        "first": "CASE WHEN nth = 1 THEN 1e0 ELSE 0e0 END",
        "last": "CASE WHEN nth = touches THEN 1e0 ELSE 0e0 END",
        "last_non_direct": f"CASE WHEN nth = {non_direct} THEN 1e0 ELSE 0e0 END",
        "linear": "1e0 / touches",
        "position": (
            f"CASE WHEN touches = 1 THEN 1e0 WHEN touches = 2 THEN {pair} WHEN nth = 1 THEN {first} "
            f"WHEN nth = touches THEN {last} ELSE {rest} END"
        ),
        "time_decay": f"{decayed} / sum({decayed}) OVER ({_OF_CONVERSION})",
    }.get(model, "CAST(NULL AS DOUBLE)")
    takes_part = "true" if model in ("linear", "position", "time_decay") else "false"
    return (
        f"SELECT {quote(model)} AS model, {takes_part} AS takes_part, person_id, place, value, is_new,\n"
        f"  {weight} AS weight\nFROM journeys"
    )


def key(_: Attribution, row: Row) -> Row:
    """The parts of the address under which a row of `people_sql` belongs."""
    if row["model"] is None:
        return {"all": True}
    touch = _NONE if row["none"] else OTHER if row["other"] else _label(row["breakdown"])
    return {"touch": touch, "model": row["model"]}


def _label(value: Any) -> Any:
    """A group's label; of several breakdowns the list of their values."""
    return list(value.values()) if isinstance(value, dict) else value


def shape(question: Attribution, rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """A row a model and touch."""
    of: dict[str, Rows] = {}
    for row in rows:
        of.setdefault(row["what"], []).append(row)
    total, none = of["total"][0], of["none"][0]
    touches = {row["place"]: row["touches"] for row in of.get("touch", ())}
    assisted = {row["place"]: row["assisted"] for row in of.get("assist", ())}
    credited = {(row["model"], row["place"]): row for row in of.get("credit", ())}
    labels = [
        (row["place"], OTHER if row["other"] else _label(row["label"]))
        for row in of["label"]
        if not row["other"] or row["place"] in touches or any(p == row["place"] for _, p in credited)
    ]
    shaped: Rows = []
    for model in question.models:
        shares: dict[int, tuple[float, float, float]] = {}
        if model == "shapley":
            shares = _shapley(of.get("set", []))
        elif model == "markov":
            touched = tuple(float((total[k] or 0) - (none[k] or 0)) for k in ("conversions", "value", "new"))
            parts = _removal_shares(of.get("chain", []))
            shares = {
                place: (part * touched[0], part * touched[1], part * touched[2])
                for place, part in parts.items()
            }
        else:
            shares = {
                p: (row["conversions"], row["value"], row["new"] or 0.0)
                for (m, p), row in credited.items()
                if m == model
            }
        for place, label in [*labels, (-1, _NONE)]:
            own = none if place < 0 else credited.get((model, place), {"people": 0})
            given = shares.get(place, (0.0, 0.0, 0.0))
            if place < 0:
                given = none["conversions"], none["value"] or 0.0, none["new"]
            shaped.append(
                {
                    "touch": label,
                    "model": model,
                    "conversions": float(given[0]),
                    "value": float(given[1]) if question.value else None,
                    "share": given[0] / total["conversions"] if total["conversions"] else None,
                    "assisted": assisted.get(place, 0),
                    "new": float(given[2]),
                    "returning": float(given[0] - given[2]),
                    "touches": touches.get(place, 0),
                    "people": own["people"],
                }
            )
    everybody = {
        "conversions": int(total["conversions"]),
        "value": float(total["value"] or 0) if question.value else None,
        "new": int(total["new"]),
        "returning": int(total["conversions"] - total["new"]),
        "people": total["people"],
    }
    return shaped, {"all": [everybody]}


def _shapley(sets: Rows) -> dict[int, tuple[float, float, float]]:
    """Shapley values: the mean of what each place adds to the coalitions without it, over every order of joining.

    A coalition is worth what came of the journeys that touched only places in it. All coalitions are looked at, so
    this is for few places.
    """
    players = sorted({place for row in sets for place in row["places"]})
    found: dict[int, tuple[float, float, float]] = {}
    for player in players:
        others = [p for p in players if p != player]
        worth = [Fraction(0)] * 3
        for size in range(len(players)):
            weight = Fraction(factorial(size) * factorial(len(others) - size), factorial(len(players)))
            for coalition in combinations(others, size):
                joined, alone = _worth(sets, {*coalition, player}), _worth(sets, set(coalition))
                worth = [w + weight * (a - b) for w, a, b in zip(worth, joined, alone, strict=True)]
        found[player] = float(worth[0]), float(worth[1]), float(worth[2])
    return found


def _worth(sets: Rows, coalition: set[int]) -> tuple[Fraction, ...]:
    # In fractions: what is taken from each other may be very much and nearly the same.
    within = [row for row in sets if coalition.issuperset(row["places"])]
    return tuple(
        sum((Fraction(row[k]) for row in within), Fraction(0)) for k in ("conversions", "value", "new")
    )


def _removal_shares(chains: Rows) -> dict[int, float]:
    """Each place's removal effect as a share of all of them."""
    ways: dict[Any, dict[Any, int]] = {}
    for row in chains:
        walk = ["start", *row["places"], "conversion" if row["converted"] else "lost"]
        for a, b in pairwise(walk):
            ways.setdefault(a, {}).setdefault(b, 0)
            ways[a][b] += int(row["conversions"])
    places = sorted(state for state in ways if state != "start")
    whole = _chance(ways, None)
    effects = {place: 1 - _chance(ways, place) / whole if whole else Fraction(0) for place in places}
    every = sum(effects.values())
    return {place: float(effect / every) if every else 0.0 for place, effect in effects.items()}


def _chance(ways: dict[Any, dict[Any, int]], removed: int | None) -> Fraction:
    """The chance to get from the start to a conversion, where whoever would go to `removed` is lost.

    States are taken out one by one: their incoming ways become ways to where they lead.
    """
    left = {
        state: {to: Fraction(n, sum(targets.values())) for to, n in targets.items()}
        for state, targets in ways.items()
        if state != removed
    }
    for state in [s for s in left if s != "start"]:
        targets = left.pop(state)
        loop = targets.pop(state, Fraction(0))
        for others in left.values():
            if share := others.pop(state, None):
                for to, chance in targets.items():
                    others[to] = others.get(to, Fraction(0)) + share * chance / (1 - loop)
    return left.get("start", {}).get("conversion", Fraction(0))
