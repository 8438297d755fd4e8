"""Polars over the Parquet file itself, where a person would reach for it: the questions it answers in a few lines."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl

from benchmarks.asked import Question, Table, table


def _dau(events: pl.LazyFrame) -> pl.LazyFrame:
    return events.group_by(pl.col("time").dt.date().alias("d")).agg(pl.col("person").n_unique())


def _by_property(events: pl.LazyFrame) -> pl.LazyFrame:
    views = events.filter(pl.col("event") == "page_view")
    ranked = views.group_by("channel").len().sort(["len", "channel"], descending=[True, False])
    top = ranked.head(5).select("channel").collect()["channel"]
    named = pl.when(pl.col("channel").is_in(top.implode())).then("channel").otherwise(pl.lit("$other"))
    by = [pl.col("time").dt.date().alias("d"), named.alias("c")]
    return views.group_by(by).agg(pl.col("person").n_unique())


def _retention(events: pl.LazyFrame) -> pl.LazyFrame:
    active = events.select("person", pl.col("time").dt.date().alias("d")).unique()
    first = active.group_by("person").agg(pl.col("d").min().alias("f"))
    offset = (pl.col("d") - pl.col("f")).dt.total_days().alias("k")
    return active.join(first, on="person").group_by("f", offset).agg(pl.len())


ANSWERED: dict[str, Callable[[pl.LazyFrame], pl.LazyFrame]] = {
    "dau": _dau,
    "trend_by_property": _by_property,
    "retention_daily": _retention,
}


def load(log: Path, folder: Path) -> None:
    """Nothing to load: it reads the file."""
    folder.mkdir(parents=True)
    shutil.copyfile(log, folder / "events.parquet")


def opened(folder: Path) -> Callable[[Question], Table]:
    """Ask as data frames."""
    events = pl.scan_parquet(folder / "events.parquet")

    def answer(question: Question) -> Table:
        return table(ANSWERED[question.name](events).collect().rows())

    return answer
