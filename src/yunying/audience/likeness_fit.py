"""Finding groups by likeness, or saying that there are none.

k-means on scaled numbers for each number of groups. A number of groups is real where three things hold: the mean
silhouette (Rousseeuw 1987) is clearly above that of the same data with each property shuffled among people by itself,
which keeps every property as it is and takes away all that goes together (the idea of the gap statistic, Tibshirani,
Walther and Hastie 2001); groups of bootstrap samples agree with it (mean adjusted Rand index, Hubert and Arabie 1985;
Hennig 2007); and no group is tiny. Of those that are real the one with the highest silhouette is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score
from threadpoolctl import threadpool_limits

from yunying.audience.defined import Names
from yunying.audience.likeness import (
    Feature,
    Floats,
    LikeGroup,
    Likeness,
    feature_of,
    matrix,
    nearest,
    own_values,
)
from yunying.core import Refused
from yunying.metrics import activity
from yunying.store import Dataset, HotView

STABLE = 0.75
"""Groups whose mean agreement over bootstrap samples is below this are not stable (Hennig)."""
GAIN = 0.03
"""By how much the silhouette is at least above that of shuffled data."""
_SAMPLE, _SILHOUETTE = 4_000, 1_500
_BOOTSTRAPS, _SHUFFLES = 5, 5
_LEAST_PEOPLE = 50
_SMALLEST = 0.02
_TELLING = 0.3


@dataclass(frozen=True)
class Score:
    """What speaks for a number of groups: `silhouette`, of shuffled data (`reference` and its standard deviation
    `spread`), `stability`, and the share of people in the smallest group."""

    k: int
    silhouette: float
    reference: float
    spread: float
    stability: float
    smallest: float

    @property
    def real(self) -> bool:
        """Whether there are such groups."""
        gain = self.silhouette - self.reference
        return gain > max(GAIN, 3 * self.spread) and self.stability >= STABLE and self.smallest >= _SMALLEST


def propose(data: Dataset, view: HotView, names: Sequence[str], most: int = 8) -> dict[str, Any]:
    """Groups by these properties: `k, scores, people, likeness` (the model, with names made of what sets each group
    apart) and `groups` (`key, people, facts, says`). Where there is no structure `k` is null and there are no groups.
    """
    if len(set(names)) < 2:
        raise Refused(
            "features_wanted",
            "Choose at least two different properties to compare people by.",
            field="features",
        )
    known = np.flatnonzero(activity(view).count)
    if len(known) < _LEAST_PEOPLE:
        raise Refused(
            "too_few_people",
            f"Groups need at least {_LEAST_PEOPLE} people; there are {len(known)}.",
            people=len(known),
            least=_LEAST_PEOPLE,
        )
    features = []
    for i, name in enumerate(dict.fromkeys(names)):
        feature = feature_of(name, own_values(data, view, name, f"features.{i}"), known)
        if feature is None:
            raise Refused(
                "feature_tells_nothing",
                f"{name!r} tells nobody apart: all have the same value, or nearly everybody one of their own.",
                field=f"features.{i}",
                property=name,
            )
        features.append(feature)
    rows = matrix(data, view, features, known)
    k, scores, centres = fit(rows, [one.width() for one in features], most)
    shown = [asdict(score) | {"real": score.real} for score in scores]
    if k is None:
        return {"k": None, "scores": shown, "people": len(known), "groups": [], "likeness": None}
    found = nearest(rows, centres)
    order = np.argsort(-np.bincount(found, minlength=k), kind="stable")
    centres = centres[order]
    told = _told(data, view, features, known, rows, centres, [f"g{i + 1}" for i in range(k)])
    groups = [
        LikeGroup(key=one["key"], names=_named(one["facts"], i), centre=centres[i].tolist())
        for i, one in enumerate(told)
    ]
    likeness = Likeness(features=features, groups=groups)
    return {"k": k, "scores": shown, "people": len(known), "groups": told, "likeness": likeness}


def describe(data: Dataset, view: HotView, likeness: Likeness) -> dict[str, Any]:
    """The groups of a model as they are by now, also of people who came after it was fitted: `people` and `groups`."""
    known = np.flatnonzero(activity(view).count)
    rows = matrix(data, view, likeness.features, known)
    centres = np.array([group.centre for group in likeness.groups])
    keys = [group.key for group in likeness.groups]
    return {
        "people": len(known),
        "groups": _told(data, view, likeness.features, known, rows, centres, keys),
    }


def _told(
    data: Dataset,
    view: HotView,
    features: Sequence[Feature],
    known: npt.NDArray[np.int64],
    rows: Floats,
    centres: Floats,
    keys: Sequence[str],
) -> list[dict[str, Any]]:
    """How many people are in each group, what sets it apart, and that as sentences."""
    found = nearest(rows, centres)
    told = []
    for i, key in enumerate(keys):
        inside = found == i
        facts = _facts(data, view, features, known, inside, rows) if inside.any() else []
        told.append({"key": key, "people": int(inside.sum()), "facts": facts, "says": _sentences(facts)})
    return told


def fit(
    rows: Floats, widths: Sequence[int], most: int = 8, seed: int = 0
) -> tuple[int | None, list[Score], Floats]:
    """The number of groups (None: there are none), what spoke for each number, and the centres."""
    rng = np.random.default_rng(seed)
    sample = rows if len(rows) <= _SAMPLE else rows[np.sort(rng.choice(len(rows), _SAMPLE, replace=False))]
    # Many small fits: threads of their own would only wait for each other.
    with threadpool_limits(1):
        scores, centres = _try_each(sample, widths, most, rng)
    real = [score for score in scores if score.real]
    if not real:
        return None, scores, np.zeros((0, rows.shape[1]))
    best = max(real, key=lambda score: score.silhouette)
    return best.k, scores, centres[best.k]


def _try_each(
    sample: Floats, widths: Sequence[int], most: int, rng: np.random.Generator
) -> tuple[list[Score], dict[int, Floats]]:
    """What speaks for each number of groups, and the centres."""
    shuffled = [_shuffled(sample, widths, rng) for _ in range(_SHUFFLES)]
    scores, centres = [], {}
    for k in range(2, min(most, len(np.unique(sample, axis=0)) - 1) + 1):
        model = _means(sample, k)
        centres[k] = model.cluster_centers_
        reference = [_silhouette(other, _means(other, k).labels_) for other in shuffled]
        agreement = []
        for _ in range(_BOOTSTRAPS):
            again = _means(sample[rng.integers(0, len(sample), len(sample))], k)
            agreement.append(adjusted_rand_score(model.labels_, again.predict(sample)))
        scores.append(
            Score(
                k=k,
                silhouette=_silhouette(sample, model.labels_),
                reference=float(np.mean(reference)),
                spread=float(np.std(reference, ddof=1)),
                stability=float(np.mean(agreement)),
                smallest=float(np.bincount(model.labels_).min() / len(sample)),
            )
        )
    return scores, centres


def _means(rows: Floats, k: int) -> KMeans:
    return KMeans(k, n_init=4, random_state=0).fit(rows)


def _silhouette(rows: Floats, labels: npt.NDArray[np.int32]) -> float:
    if len(np.unique(labels)) < 2:
        return 0.0
    some = slice(None, None, -(-len(rows) // _SILHOUETTE))
    if len(np.unique(labels[some])) < 2:
        return 0.0
    return float(silhouette_score(rows[some], labels[some]))


def _shuffled(rows: Floats, widths: Sequence[int], rng: np.random.Generator) -> Floats:
    """Each property's columns among people by themselves."""
    parts, at = [], 0
    for width in widths:
        parts.append(rows[rng.permutation(len(rows)), at : at + width])
        at += width
    return np.hstack(parts)


def _facts(
    data: Dataset,
    view: HotView,
    features: Sequence[Feature],
    known: npt.NDArray[np.int64],
    inside: npt.NDArray[np.bool_],
    rows: Floats,
) -> list[dict[str, Any]]:
    """What sets a group apart, the furthest from everybody first: differences of means in standard deviations."""
    found: list[dict[str, Any]] = []
    at = 0
    for feature in features:
        part = rows[:, at : at + feature.width()]
        at += feature.width()
        deviation = part.std(axis=0)
        apart = (part[inside].mean(axis=0) - part.mean(axis=0)) / np.where(deviation > 0, deviation, 1)
        best = int(np.abs(apart).argmax())
        if abs(apart[best]) < _TELLING:
            continue
        fact: dict[str, Any] = {"property": feature.property, "apart": float(apart[best])}
        if feature.values:
            has = part[:, best] > 0
            fact |= {
                "value": feature.values[best],
                "inside": float(has[inside].mean()),
                "all": float(has.mean()),
            }
        else:
            numbers = own_values(data, view, feature.property, "features").numbers[known]
            fact |= {"value": None, "inside": _median(numbers[inside]), "all": _median(numbers)}
        found.append(fact)
    found.sort(key=lambda fact: -abs(fact["apart"]))
    return found[:4]


def _median(numbers: Floats) -> float:
    some = numbers[np.isfinite(numbers)]
    return float(np.median(some)) if len(some) else 0.0


def _sentences(facts: list[dict[str, Any]]) -> dict[str, str]:
    zh, en = [], []
    for fact in facts:
        name, value = fact["property"], fact["value"]
        if value is not None:
            zh.append(f"{fact['inside']:.0%} 的 {name} 为“{value}”（全体 {fact['all']:.0%}）")
            en.append(f"{name} is “{value}” for {fact['inside']:.0%} (everybody: {fact['all']:.0%})")
        else:
            zh.append(f"{name} 的中位数为 {fact['inside']:.3g}（全体 {fact['all']:.3g}）")
            en.append(f"the median of {name} is {fact['inside']:.3g} (everybody: {fact['all']:.3g})")
    if not facts:
        return {"zh": "各方面都接近全体。", "en": "Near everybody in every way."}
    text = "; ".join(en)
    return {"zh": "，".join(zh) + "。", "en": text[0].upper() + text[1:] + "."}


def _named(facts: list[dict[str, Any]], place: int) -> Names:
    """A name to begin with, of what sets it apart most."""
    if not facts:
        return Names(zh=f"第 {place + 1} 组", en=f"Group {place + 1}")
    first = facts[0]
    name, more = str(first["property"])[:24], first["apart"] > 0
    if first["value"] is not None:
        value = str(first["value"])[:24]
        return Names(
            zh=f"{name}{'多为' if more else '少为'}{value}",
            en=f"{name} {'mostly' if more else 'seldom'} {value}",
        )
    return Names(zh=f"{name}{'偏高' if more else '偏低'}", en=f"{'High' if more else 'Low'} {name}")
