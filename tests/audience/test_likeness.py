"""Groups by likeness: planted ones are found again, noise is refused, and a model gives new people the same groups."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score
from tests.support.small import small_project

from yunying.audience import LikenessDefined
from yunying.audience.likeness_fit import fit, propose
from yunying.core import Refused
from yunying.metrics import traits
from yunying.store import Dataset

NAMES = ("spent", "visits", "city")
WANTED = [("spent", "person", "number"), ("visits", "person", "number"), ("city", "person", "text")]
CENTRES = ((1.0, 2.0, "Wuhan"), (60.0, 3.0, "Chengdu"), (8.0, 90.0, "Xi'an"))


def planted(folder: Path, people: int, seed: int) -> tuple[Dataset, np.ndarray]:
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 3, people)
    rows = []
    for person, group in enumerate(truth):
        spent, visits, city = CENTRES[group]
        city = city if rng.random() < 0.9 else str(rng.choice(["Wuhan", "Chengdu", "Xi'an"]))
        rows.append((person, "visit", 0, spent * rng.lognormal(0, 0.3), visits * rng.lognormal(0, 0.3), city))
    folder.mkdir()
    return small_project(folder, rows, WANTED), truth  # type: ignore[arg-type]


def test_planted_groups_are_found_and_are_a_property_of_new_people_too(tmp_path: Path) -> None:
    data, truth = planted(tmp_path / "one", 400, 1)
    found = propose(data, data.hot.view(), NAMES, 5)
    assert found["k"] == 3 and sum(group["people"] for group in found["groups"]) == 400
    defined = LikenessDefined("style", found["likeness"])
    for place, (project, groups) in enumerate(((data, truth), planted(tmp_path / "two", 300, 2))):
        known = project.deriving({one.prop.name: one for one in defined.derived("1")})
        view = known.hot.view()
        values = traits(known, view, view.derived["$group_style"].prop)
        assert adjusted_rand_score(groups, values.codes) >= 0.9
        assert values.labels.to_pylist() == list(defined.labels())
        if place == 0:
            sizes = np.bincount(values.codes).tolist()
            assert sizes == [group["people"] for group in found["groups"]]
            assert sizes == sorted(sizes, reverse=True)
    for group in found["groups"]:
        first = group["facts"][0]
        assert abs(first["apart"]) > 0.5 and first["property"] in group["says"]["zh"]
        assert first["property"].casefold() in group["says"]["en"].casefold()


def noise(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    kind = seed % 3
    if kind == 0:
        return rng.normal(size=(500, 4))
    if kind == 1:
        return rng.uniform(-1, 1, size=(500, 3))
    return np.column_stack(
        [rng.normal(size=500), rng.integers(0, 2, 500) / np.sqrt(2), rng.exponential(size=500)]
    )


def refused(seeds: range) -> int:
    return sum(fit(rows := noise(seed), [1] * rows.shape[1], 5, seed)[0] is None for seed in seeds)


def test_noise_has_no_groups() -> None:
    assert refused(range(6)) == 6


@pytest.mark.slow
def test_noise_has_no_groups_in_ninety_five_of_a_hundred() -> None:
    assert refused(range(100)) >= 95


def test_what_cannot_be_compared_is_refused(tmp_path: Path) -> None:
    data, _ = planted(tmp_path / "one", 60, 3)
    few, _ = planted(tmp_path / "two", 20, 3)
    for project, names, code in (
        (data, ("spent", "spent"), "features_wanted"),
        (data, ("spent", "$events"), "feature_tells_nothing"),
        (data, ("spent", "nothing"), "unknown_property"),
        (few, NAMES, "too_few_people"),
    ):
        with pytest.raises(Refused) as raised:
            propose(project, project.hot.view(), names)
        assert raised.value.code == code
