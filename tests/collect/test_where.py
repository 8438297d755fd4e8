"""Conditions on rows: what they mean, and that nothing but a condition can be said."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from yunying.collect.files.readers.base import Chunk
from yunying.collect.files.where import Where
from yunying.core import Refused

CHUNK = Chunk(
    {
        "Quantity": pa.array(["1", "-2", "x", None]),
        "Country": pa.array(["France", "UK", "France", "O'x"]).dictionary_encode(),
        "geo.city": pa.array(["2010-12-01", "2011-01-01", "z", None]),
        "case:name": pa.array(["a", "b", "c", "d"]),
        "ok": pa.array(["true", "false", "1", None]),
        "typed": pa.array([1.5, 2, 3, None]),
    },
    np.arange(4),
)


@pytest.mark.parametrize(
    ("condition", "rows"),
    [
        ("Quantity > 0 and Country = 'France'", [0]),
        ("quantity * 2 < 0 or typed = 3", [1, 2]),
        ("Quantity in (1, -2)", [0, 1]),
        ("Quantity not in (1)", [1]),
        ("Quantity is null", [3]),
        ("Quantity = '1'", [0]),
        ("not (Country = 'France')", [1, 3]),
        ("Country <> 'France'", [1, 3]),
        ("Country like 'F%'", [0, 2]),
        ("Country ilike 'f%'", [0, 2]),
        ("Country = 'O''x'", [3]),
        ("starts_with(Country, 'U')", [1]),
        ("Country ~ '^F'", [0, 2]),
        ("lower(Country) = 'uk'", [1]),
        ("length(Country) = 2", [1]),
        ("\"case:name\" between 'b' and 'c'", [1, 2]),
        ("geo.city >= DATE '2010-12-31'", [1]),
        ("year(geo.city) = 2010", [0]),
        ("ok", [0, 2]),
        ("typed between 2 and 3", [1, 2]),
        ("-typed < -1.9", [1, 2]),
        ("coalesce(Quantity, '0') = 0", [3]),
        ("true", [0, 1, 2, 3]),
        ("null", []),
    ],
)
def test_meaning(condition: str, rows: list[int]) -> None:
    where = Where(condition, list(CHUNK.columns))
    assert np.flatnonzero(where.mask(CHUNK)).tolist() == rows
    where.close()


@pytest.mark.parametrize(
    "condition",
    [
        "", "Quantity >", "a b c", "1; DROP TABLE x", "Quantity > 0; select 1", "1 from range(3)", "(select 1)",
        "Quantity in (select 1)", "exists (from x)", "sum(typed) over () > 1", "1 = 1 union select true", "*", "$1 = 1",
        "read_text('/etc/passwd') = ''", "getenv('HOME') = ''", "current_setting('x') = ''", "Quantity > 0 limit 1",
        "true group by 1", "true, true", "Country = \"France\"", "Quant > 0", "list_transform([1], x -> x) = [1]",
        "(" * 3000 + "true" + ")" * 3000, "not " * 3000 + "true", "Quantity = 'a' ESCAPE 'b'",
    ],
)  # fmt: skip
def test_what_is_refused(condition: str) -> None:
    with pytest.raises(Refused) as refusal:
        Where(condition, list(CHUNK.columns))
    assert (refusal.value.code, refusal.value.field) == ("bad_where", "where")


def test_a_pattern_that_cannot_be_compiled() -> None:
    where = Where("Country ~ '('", list(CHUNK.columns))
    with pytest.raises(Refused, match="cannot be used"):
        where.mask(CHUNK)


def test_near_names_are_offered() -> None:
    with pytest.raises(Refused, match="Did you mean Quantity"):
        Where("Quantty > 0", list(CHUNK.columns))
