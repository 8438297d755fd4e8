"""Look-alikes (相似人群): everybody else, ranked by likeness to a seed of people.

A logistic regression learns to tell seeds from others by their properties and by which events they have done. It never
sees three tenths of both, and is checked on these: the area under the ROC curve with the interval of Hanley and McNeil
(1982), and how many of the held-back seeds are among the first of those that were held back. A model that is no better
than chance ranks nobody.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from threadpoolctl import threadpool_limits

from yunying.audience.likeness import Feature, Floats, columns_of, feature_of, own_values
from yunying.audience.parts import Hides, nothing, properties_of
from yunying.core import Refused
from yunying.metrics import activity, habits
from yunying.store import Dataset, HotView

LEAST_SEEDS = 30
_STEPS = 20
_HELD_BACK = 0.3
_OTHERS = 50_000
_MOST_EVENTS = 64
_MOST_FEATURES = 40
_Z = 1.959963984540054
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Ranked:
    """People who are not seeds, the likest first, with their scores (0 to 1); how well the model finds seeds that it
    has not seen (`check`), and what it goes by (`weights`: `kind, name, value, weight`, the heaviest first)."""

    people: Longs
    scores: Floats
    check: dict[str, Any]
    weights: list[dict[str, Any]]


@dataclass(frozen=True)
class _Column:
    """What a column of the data is."""

    kind: str
    name: str
    value: Any = None


def look_alike(
    data: Dataset,
    view: HotView,
    seeds: npt.NDArray[np.integer],
    *,
    leave_out: Sequence[str] = (),
    hides: Hides = nothing,
) -> Ranked:
    """Everybody else by likeness. `leave_out` names properties and events that are not looked at: what a seed was
    chosen by finds it again and says nothing. Refuses a small seed, and one that cannot be told from others."""
    counts = activity(view).count
    known = np.flatnonzero(counts)
    chosen = np.zeros(len(counts), np.bool_)
    chosen[seeds[seeds < len(counts)]] = True
    is_seed = chosen[known]
    if is_seed.sum() < LEAST_SEEDS or (~is_seed).sum() < LEAST_SEEDS:
        raise Refused(
            "seed_too_small",
            f"Likeness is learnt from at least {LEAST_SEEDS} people and as many others; these are "
            f"{int(is_seed.sum())} and {int((~is_seed).sum())}.",
            seeds=int(is_seed.sum()),
            others=int((~is_seed).sum()),
            least=LEAST_SEEDS,
        )
    rows, columns = _rows(data, view, known, set(leave_out), hides)
    if not rows.shape[1]:
        raise Refused(
            "nothing_to_learn_from",
            "Nothing is left to compare people by; leave out less.",
            field="leave_out",
        )
    rng = np.random.default_rng(0)
    held = np.zeros(len(known), np.bool_)
    for side in (np.flatnonzero(is_seed), np.flatnonzero(~is_seed)):
        held[rng.choice(side, max(1, round(len(side) * _HELD_BACK)), replace=False)] = True
    learn = np.flatnonzero(~held)
    others = learn[~is_seed[learn]]
    if len(others) > _OTHERS:
        others = rng.choice(others, _OTHERS, replace=False)
    learn = np.sort(np.concatenate([learn[is_seed[learn]], others]))
    model = LogisticRegression(C=1.0, class_weight="balanced", max_iter=500)
    with threadpool_limits(1):  # others ask questions at the same time
        model.fit(rows[learn], is_seed[learn])
    scores = np.asarray(model.decision_function(rows), np.float64)
    check = _check(scores[held], is_seed[held])
    if check["auc_low"] <= 0.5:
        raise Refused(
            "no_likeness",
            f"Held-back people of the seed cannot be told from others (AUC {check['auc']:.2f}, 95 % interval "
            f"{check['auc_low']:.2f} to {check['auc_high']:.2f}); choose a seed that has something in common.",
            auc=round(check["auc"], 3),
            low=round(check["auc_low"], 3),
            high=round(check["auc_high"], 3),
        )
    rest = np.flatnonzero(~is_seed)
    order = rest[np.argsort(-scores[rest], kind="stable")]
    weights = np.asarray(model.coef_[0]) * rows[learn].std(axis=0)
    heaviest = np.argsort(-np.abs(weights), kind="stable")[:12]
    return Ranked(
        people=known[order],
        scores=1 / (1 + np.exp(-scores[order])),
        check=check,
        weights=[
            {"kind": c.kind, "name": c.name, "value": c.value, "weight": float(weights[i])}
            for i, c in ((i, columns[i]) for i in heaviest.tolist())
            if weights[i]
        ],
    )


def _rows(
    data: Dataset, view: HotView, known: Longs, leave_out: set[str], hides: Hides
) -> tuple[Floats, list[_Column]]:
    parts: list[Floats] = []
    columns: list[_Column] = []
    used = [p for p in properties_of(view, hides) if p.name not in leave_out]
    for prop in used:
        if len(parts) == _MOST_FEATURES:
            break
        values = own_values(data, view, prop.name, "leave_out")
        feature = feature_of(prop.name, values, known)
        if feature is not None:
            parts.append(columns_of(feature, values, known))
            columns += _named(feature)
    own = habits(data, view)
    for i, name in enumerate(own.events[:_MOST_EVENTS]):
        did = own.who_did(i)[known]
        if name not in leave_out and did.any() and not did.all():
            parts.append(did.astype(np.float64)[:, None])
            columns.append(_Column("event", name))
    return (np.hstack(parts) if parts else np.zeros((len(known), 0))), columns


def _named(feature: Feature) -> list[_Column]:
    if not feature.values:
        return [_Column("property", feature.property)]
    return [_Column("property", feature.property, value) for value in feature.values]


def _check(scores: Floats, is_seed: npt.NDArray[np.bool_]) -> dict[str, Any]:
    """How well scores find seeds: `people, seeds`, `auc` with its interval, and of the first 1, 5 and 10 % (`top`):
    `share, people, found, lift` (of equally high scores as they stand). `curve` says for every twentieth of the people,
    the highest scores first, which share of the seeds is among them (`share, found`)."""
    auc = float(roc_auc_score(is_seed, scores))
    seeds, others = int(is_seed.sum()), int((~is_seed).sum())
    low, high = auc_interval(auc, seeds, others)
    order = np.argsort(-scores, kind="stable")
    top = []
    for share in (0.01, 0.05, 0.1):
        people = max(1, round(len(scores) * share))
        found = int(is_seed[order[:people]].sum())
        top.append(
            {
                "share": share,
                "people": people,
                "found": found,
                "lift": (found / people) / (seeds / len(scores)),
            }
        )
    reached = np.concatenate([[0], np.cumsum(is_seed[order])])
    curve = [
        {"share": i / _STEPS, "found": int(reached[round(len(scores) * i / _STEPS)]) / seeds}
        for i in range(_STEPS + 1)
    ]
    return {
        "people": len(scores),
        "seeds": seeds,
        "auc": auc,
        "auc_low": low,
        "auc_high": high,
        "top": top,
        "curve": curve,
    }


def auc_interval(auc: float, seeds: int, others: int) -> tuple[float, float]:
    """The 95 % interval of an area under the ROC curve."""
    q1, q2 = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    variance = auc * (1 - auc) + (seeds - 1) * (q1 - auc**2) + (others - 1) * (q2 - auc**2)
    spread = _Z * math.sqrt(max(0.0, variance) / (seeds * others))
    return max(0.0, auc - spread), min(1.0, auc + spread)
