"""Look-alikes: planted behaviour is found in people held back, noise ranks nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score
from tests.support.small import A_DAY, small_project

from yunying.audience.lookalike import auc_interval, look_alike
from yunying.core import Refused
from yunying.store import Dataset


def shop(folder: Path, people: int = 900) -> tuple[Dataset, np.ndarray]:
    """People, half of whom like games; `True` for these."""
    rng = np.random.default_rng(5)
    likes = rng.random(people) < 0.5
    rows: list[tuple[Any, ...]] = []
    for person in range(people):
        level = float(rng.normal(2 if likes[person] else 0))
        rows.append((person, "visit", 60, level))
        if rng.random() < (0.8 if likes[person] else 0.15):
            rows.append((person, "play", 90, level))
        rows += [(person, "visit", A_DAY * (1 + i), level) for i in range(int(rng.integers(0, 3)))]
    return small_project(folder, rows, [("level", "person", "number")]), likes


def test_planted_behaviour_is_found_in_people_nobody_named(tmp_path: Path) -> None:
    data, likes = shop(tmp_path)
    seeds = np.flatnonzero(likes)[:150]
    found = look_alike(data, data.hot.view(), seeds)
    assert not set(found.people.tolist()) & set(seeds.tolist())
    assert len(found.people) == 900 - 150 and (np.diff(found.scores) <= 0).all()
    assert roc_auc_score(likes[found.people], found.scores) >= 0.8
    check = found.check
    assert 0.5 < check["auc_low"] < check["auc"] < check["auc_high"]
    assert (check["people"], check["seeds"]) == (45 + 225, 45)
    assert check["top"][2]["lift"] > 1 and check["top"][2]["found"] <= check["top"][2]["people"] == 27
    assert {"level", "play"} <= {one["name"] for one in found.weights[:4] if one["weight"] > 0}
    without = look_alike(data, data.hot.view(), seeds, leave_out=["play"])
    assert "play" not in {one["name"] for one in without.weights}


def test_noise_ranks_nobody(tmp_path: Path) -> None:
    data, _ = shop(tmp_path)
    seeds = np.random.default_rng(9).choice(900, 150, replace=False)
    with pytest.raises(Refused) as raised:
        look_alike(data, data.hot.view(), seeds)
    assert raised.value.code == "no_likeness"


def test_a_small_seed_is_refused(tmp_path: Path) -> None:
    data, _ = shop(tmp_path, 100)
    for seeds in (np.arange(10), np.arange(90)):
        with pytest.raises(Refused) as raised:
            look_alike(data, data.hot.view(), seeds)
        assert raised.value.code == "seed_too_small"


def test_the_interval_is_that_of_hanley_and_mcneil() -> None:
    # Their example of 1982: an area of 0.893 with 51 and 58 people has a standard error of 0.032.
    low, high = auc_interval(0.893, 51, 58)
    assert (high - low) / 2 / 1.96 == pytest.approx(0.032, abs=6e-4)
