"""`--where`: one condition on the columns of a file, in SQL's words.

DuckDB parses the text; what it means is written anew from the parse tree, and only from parts known here. So
nothing but an expression over columns can run, whatever was asked. In files whose columns are text, a column
that is compared or calculated with numbers is read as a number, with true or false as truth, with a DATE or
TIMESTAMP as a time; where it is not one, the row does not match.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import duckdb
import pyarrow as pa

from yunying.collect.arrays import Bools, bools_of, is_text, texts_of
from yunying.collect.files.readers.base import Chunk
from yunying.core import Refused

_TermKind = Literal["number", "boolean", "time", "text", "unknown"]
Node = dict[str, Any]

_COMPARISONS = {
    "COMPARE_EQUAL": "=",
    "COMPARE_NOTEQUAL": "<>",
    "COMPARE_LESSTHAN": "<",
    "COMPARE_GREATERTHAN": ">",
    "COMPARE_LESSTHANOREQUALTO": "<=",
    "COMPARE_GREATERTHANOREQUALTO": ">=",
    "COMPARE_DISTINCT_FROM": "IS DISTINCT FROM",
    "COMPARE_NOT_DISTINCT_FROM": "IS NOT DISTINCT FROM",
}
_ARITHMETIC = ("+", "-", "*", "/", "//", "%")
_NUMERIC = ("abs", "round", "floor", "ceil", "ceiling", "sqrt", "ln", "log10", "greatest", "least", "sign")
_MATCHING = {"~~": "LIKE", "!~~": "NOT LIKE", "~~*": "ILIKE", "!~~*": "NOT ILIKE"}
_TEXT_TO_TRUTH = (
    "starts_with",
    "ends_with",
    "prefix",
    "suffix",
    "contains",
    "regexp_matches",
    "regexp_full_match",
)
_TEXT_TO_TEXT = (
    "lower",
    "upper",
    "trim",
    "ltrim",
    "rtrim",
    "substr",
    "substring",
    "left",
    "right",
    "replace",
)
_TEXT_TO_NUMBER = ("length", "strlen")
_TIME_TO_NUMBER = ("year", "month", "day", "hour", "dayofweek", "isodow")
_CASTS: dict[str, tuple[str, _TermKind]] = {
    **dict.fromkeys(
        ("INTEGER", "BIGINT", "INT", "DOUBLE", "FLOAT", "REAL", "DECIMAL", "NUMERIC"), ("DOUBLE", "number")
    ),
    **dict.fromkeys(("DATE", "TIMESTAMP", "DATETIME"), ("TIMESTAMP", "time")),
    **dict.fromkeys(("VARCHAR", "TEXT", "STRING"), ("VARCHAR", "text")),
    **dict.fromkeys(("BOOLEAN", "BOOL"), ("BOOLEAN", "boolean")),
}
_SQL_TYPES: dict[_TermKind, str] = {
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "time": "TIMESTAMP",
    "text": "VARCHAR",
}


class _Term(NamedTuple):
    sql: str
    kind: _TermKind
    loose: bool = False  # text that is read as whatever it is compared with


class Where:
    """A condition that has been understood and can be asked of chunks."""

    def __init__(self, expression: str, columns: Sequence[str], *, open_ended: bool = False) -> None:
        self.expression = expression
        self._connection = _locked()
        self._tree = _parse(self._connection, expression)
        self._names = list(columns)
        self._open_ended = open_ended
        self.columns: list[str] = []
        """Columns the condition reads."""
        try:
            _Writer(self, {}).condition(self._tree)
        except RecursionError:
            raise self.refused("it is nested too deeply.") from None

    def mask(self, chunk: Chunk) -> Bools:
        """Whether the condition is true, for each row; unknown is not true."""
        given = {}
        for place, name in enumerate(self.columns):
            column = chunk.column(name)
            if pa.types.is_struct(column.type) or (self._open_ended and not is_text(column.type)):
                column = texts_of(column)
            given[f"c{place}"] = column
        given["row"] = pa.array(range(0), pa.int64()) if len(chunk.rows) == 0 else pa.array(chunk.rows)
        types = {name: given[f"c{place}"].type for place, name in enumerate(self.columns)}
        condition = _Writer(self, types).condition(self._tree)
        self._connection.register("given", pa.table(given))
        try:
            query = f"SELECT coalesce({condition}, false) AS kept FROM given"
            kept = self._connection.sql(query).to_arrow_table()["kept"]
        except duckdb.Error as error:
            raise self.refused(str(error).splitlines()[0]) from None
        finally:
            self._connection.unregister("given")
        return bools_of(kept.combine_chunks())

    def close(self) -> None:
        """Let go of the engine."""
        self._connection.close()

    def refused(self, why: str, **params: Any) -> Refused:
        """The refusal that names this expression."""
        return Refused(
            "bad_where",
            f"The condition {self.expression!r} cannot be used: {why}",
            field="where",
            expression=self.expression,
            why=why,
            **params,
        )

    def place_of(self, parts: list[str]) -> tuple[str, int]:
        """The column a name means, and its number among those read."""
        wanted = ".".join(parts)
        name = wanted
        if name not in self._names:
            same = [c for c in self._names if c.lower() == wanted.lower()]
            if len(same) == 1:
                name = same[0]
            elif not self._open_ended:
                near = difflib.get_close_matches(wanted, self._names, n=3)
                hint = (
                    f" Did you mean {' or '.join(near)}?" if near else " Text is written in 'single quotes'."
                )
                raise self.refused(f"the file has no column {wanted!r}.{hint}", column=wanted, near=near)
        if name not in self.columns:
            self.columns.append(name)
        return name, self.columns.index(name)


class _Writer:
    """Writes the condition as SQL over `c0, c1, …`, for columns of known types."""

    def __init__(self, where: Where, types: dict[str, pa.DataType]) -> None:
        self._where = where
        self._types = types

    def condition(self, tree: Node) -> str:
        return self._as("boolean", self._term(tree)).sql

    def _term(self, node: Node) -> _Term:
        kind = node["class"]
        if kind == "COLUMN_REF":
            return self._column(node)
        if kind == "CONSTANT":
            return self._constant(node["literal"])
        if kind == "CONJUNCTION":
            word = " AND " if node["type"] == "CONJUNCTION_AND" else " OR "
            sides = [self._as("boolean", self._term(child)).sql for child in node["children"]]
            return _Term(f"({word.join(sides)})", "boolean")
        if kind == "COMPARISON" and node["type"] in _COMPARISONS:
            left, right = self._alike([self._term(node["left"]), self._term(node["right"])])
            return _Term(f"({left.sql} {_COMPARISONS[node['type']]} {right.sql})", "boolean")
        if kind == "BETWEEN":
            terms = [self._term(node[side]) for side in ("input", "lower", "upper")]
            value, low, high = self._alike(terms)
            return _Term(f"({value.sql} BETWEEN {low.sql} AND {high.sql})", "boolean")
        if kind == "OPERATOR":
            return self._operator(node)
        if kind == "FUNCTION":
            return self._function(node)
        if kind == "CAST":
            cast = _CASTS.get(node["type_expr"]["type_name"].upper())
            if cast is not None:
                return _Term(f"TRY_CAST({self._term(node['child']).sql} AS {cast[0]})", cast[1])
        raise self._where.refused(
            "only comparisons, and/or/not, arithmetic, in, between, like and simple functions of columns "
            "are understood."
        )

    def _column(self, node: Node) -> _Term:
        name, place = self._where.place_of(node["column_names"])
        kind = self._types.get(name, pa.string())
        if is_text(kind):
            return _Term(f"c{place}", "text", loose=True)
        if pa.types.is_boolean(kind):
            return _Term(f"c{place}", "boolean")
        return _Term(f"c{place}", "time" if pa.types.is_temporal(kind) else "number")

    def _constant(self, literal: Node) -> _Term:
        kind, text = literal["kind"], literal["text"]
        if kind == "STRING":
            quoted = text.replace("'", "''")
            return _Term(f"'{quoted}'", "text")
        if kind == "NULL_LITERAL":
            return _Term("NULL", "unknown")
        if kind == "BOOLEAN":
            return _Term(text, "boolean")
        if kind in ("INTEGER", "NUMERIC"):
            return _Term(f"({float(text)!r}::DOUBLE)", "number")
        raise self._where.refused(f"{text!r} is no number, text or truth value.")

    def _operator(self, node: Node) -> _Term:
        children = [self._term(child) for child in node["children"]]
        kind = node["type"]
        if kind == "OPERATOR_NOT":
            return _Term(f"(NOT {self._as('boolean', children[0]).sql})", "boolean")
        if kind in ("OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL"):
            word = "IS NULL" if kind == "OPERATOR_IS_NULL" else "IS NOT NULL"
            return _Term(f"({children[0].sql} {word})", "boolean")
        if kind in ("COMPARE_IN", "COMPARE_NOT_IN"):
            value, *listed = self._alike(children)
            word = "IN" if kind == "COMPARE_IN" else "NOT IN"
            return _Term(f"({value.sql} {word} ({', '.join(t.sql for t in listed)}))", "boolean")
        if kind == "OPERATOR_COALESCE":
            alike = self._alike(children)
            return _Term(f"coalesce({', '.join(t.sql for t in alike)})", alike[0].kind, alike[0].loose)
        raise self._where.refused("this operator is not understood.")

    def _function(self, node: Node) -> _Term:
        name = node["function_name"].lower()
        given = [self._term(a["expression"]) for a in node["arguments"]]
        if name in _ARITHMETIC:
            numbers = [self._as("number", t).sql for t in given]
            return _Term(
                f"({numbers[0]} {name} {numbers[1]})" if len(numbers) > 1 else f"({name}{numbers[0]})",
                "number",
            )
        if name in _NUMERIC:
            return _Term(f"{name}({', '.join(self._as('number', t).sql for t in given)})", "number")
        if name in _MATCHING:
            return _Term(f"({self._text(given[0])} {_MATCHING[name]} {self._text(given[1])})", "boolean")
        if name == "||":
            return _Term(f"({self._text(given[0])} || {self._text(given[1])})", "text")
        if name in _TIME_TO_NUMBER:
            return _Term(f"{name}({self._as('time', given[0]).sql})", "number")
        known: tuple[tuple[tuple[str, ...], _TermKind], ...] = (
            (_TEXT_TO_TRUTH, "boolean"),
            (_TEXT_TO_TEXT, "text"),
            (_TEXT_TO_NUMBER, "number"),
        )
        for names, result in known:
            if name in names:
                arguments = [
                    f"CAST({t.sql} AS BIGINT)" if t.kind == "number" else self._text(t) for t in given
                ]
                return _Term(f"{name}({', '.join(arguments)})", result)
        raise self._where.refused(f"the function {node['function_name']!r} cannot be used here.")

    def _text(self, term: _Term) -> str:
        return term.sql if term.kind == "text" else f"CAST({term.sql} AS VARCHAR)"

    def _alike(self, terms: list[_Term]) -> list[_Term]:
        for kind in ("number", "time", "boolean"):
            if any(t.kind == kind for t in terms):
                return [self._as(kind, t) for t in terms]
        return terms

    def _as(self, kind: _TermKind, term: _Term) -> _Term:
        if term.kind in (kind, "unknown"):
            return term
        return _Term(f"TRY_CAST({term.sql} AS {_SQL_TYPES[kind]})", kind)


def _locked() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _parse(connection: duckdb.DuckDBPyConnection, expression: str) -> Node:
    def refused(why: str) -> Refused:
        return Refused(
            "bad_where",
            f"The condition {expression!r} cannot be used: {why}",
            field="where",
            expression=expression,
            why=why,
        )

    rows = connection.execute("SELECT json_serialize_sql($1)", [f"SELECT {expression}\n"]).fetchall()
    parsed: dict[str, Any] = json.loads(rows[0][0])
    if parsed["error"]:
        raise refused(f"{parsed.get('error_message', 'it cannot be read')}.")
    statements = parsed["statements"]
    if len(statements) != 1:
        raise refused("it must be one condition.")
    node = statements[0]["node"]
    clauses = ("where_clause", "having", "sample", "qualify", "group_expressions", "modifiers")
    if (
        node["type"] != "SELECT_NODE"
        or len(node["select_list"]) != 1
        or node["from_table"]["type"] != "EMPTY"
        or any(node.get(clause) for clause in clauses)
    ):
        raise refused("it must be one condition such as Quantity > 0 and Country = 'France'.")
    tree: Node = node["select_list"][0]
    return tree
