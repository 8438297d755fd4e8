"""Layers that are being tried out: how many people are where, before anything is kept."""

from __future__ import annotations

from typing import Any

import numpy as np

from yunying.analyse import parse_question, write_question
from yunying.app.deriving import Read
from yunying.audience import Ladder, Layers, RfmDefined, composition, write_body
from yunying.core import Refused
from yunying.metrics import activity, address
from yunying.store import Dataset


def preview(data: Dataset, layers: Layers) -> dict[str, Any]:
    """How many people are where by layers that need not be kept; refuses what cannot be computed."""
    read = Read.of(layers.kind, "preview", write_body(layers))
    version = f"preview {hash(read.text)}"
    view = data.hot.view()
    try:
        values = read.defined.derived(version)[0].values(data, view)
    except Refused as refused:
        refused.field = f"layers.{refused.field}"
        raise
    known = activity(view).count > 0
    counts = np.bincount(values.codes[known & (values.codes >= 0)], minlength=len(values.labels))
    everybody = int(known.sum())
    labels = read.defined.labels()
    parts = []
    for (value, names), people in zip(labels.items(), counts.tolist(), strict=True):
        part = {
            "value": value,
            "names": names,
            "people": people,
            "share": people / everybody if everybody else None,
        }
        parts.append({**part, "question": None, "address": None})
    if isinstance(layers, Ladder):
        for i, part in enumerate(reversed(parts)):
            part["question"] = _on_rung(data, layers, i)
            part["address"] = address(people="all") if part["people"] else None
    return {
        "people": everybody,
        "none": everybody - int(counts.sum()),
        "parts": parts,
        "rfm": composition(data, view, read.defined, version)
        if isinstance(read.defined, RfmDefined)
        else None,
    }


def _on_rung(data: Dataset, ladder: Ladder, rung: int) -> dict[str, Any]:
    """The question that lists who stands on a rung of a ladder that need not be kept."""
    today = str(data.calendar.today(data.clock()))
    question = parse_question({"kind": "people", "range": {"from": today, "to": today}})
    return write_question(question.model_copy(update={"who": ladder.alone(rung)}))
