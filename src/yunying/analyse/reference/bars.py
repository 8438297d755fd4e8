"""Bars of times as SQL."""

from __future__ import annotations

from yunying.analyse.durations import FEWEST, MOST, SCALE, WIDTHS


def bar_tables(times: str) -> dict[str, str]:
    """The table `bars` (`low`, `high`) of what the select `times` gives (`time`, all in ms)."""
    scale = ", ".join(f"({edge})" for edge in SCALE)
    widths = ", ".join(f"({width})" for width in WIDTHS)
    return {
        "extent": f"SELECT min(time) AS shortest, max(time) AS longest FROM ({times}) HAVING count(*) > 0",
        "scale": (
            "-- edges of the scale that grows, as far as they are needed\n"
            f"SELECT CAST(edge AS BIGINT) AS edge FROM (VALUES {scale}) AS s(edge), extent\n"
            f"WHERE edge >= (SELECT max(edge) FROM (VALUES {scale}) AS s(edge) WHERE edge <= shortest)\n"
            f"  AND edge <= (SELECT min(edge) FROM (VALUES {scale}) AS s(edge) WHERE edge > longest)"
        ),
        "width": (
            "-- the least width of which not too many are needed\n"
            f"SELECT min(CAST(width AS BIGINT)) AS width FROM (VALUES {widths}) AS w(width), extent\n"
            f"WHERE longest // width - shortest // width + 1 <= {MOST}"
        ),
        "edges": (
            f"SELECT edge FROM scale WHERE (SELECT count(*) FROM scale) > {FEWEST}\n"
            "UNION ALL SELECT unnest(range(shortest // width * width, (longest // width + 2) * width, width))\n"
            f"FROM extent, width WHERE (SELECT count(*) FROM scale) <= {FEWEST}"
        ),
        "bars": (
            "SELECT low, high FROM (SELECT edge AS low, lead(edge) OVER (ORDER BY edge) AS high FROM edges)\n"
            "WHERE high IS NOT NULL"
        ),
    }
