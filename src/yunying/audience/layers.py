"""Every kind of layers: ladder, stage, RFM; read from JSON and put under a key."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

from yunying.audience.defined import MAIN, Defined, Names, read_body
from yunying.audience.ladder import Ladder, LadderDefined
from yunying.audience.rfm import Rfm
from yunying.audience.rfm_classes import CLASSES
from yunying.audience.rfm_defined import RfmDefined
from yunying.audience.stage import STAGE, Stage, StageDefined
from yunying.core import Refused

Layers: TypeAlias = Ladder | Stage | Rfm
LayersKind = Literal["ladder", "stage", "rfm"]
LAYERS_KINDS: tuple[LayersKind, ...] = get_args(LayersKind)
STAGE_KEY = "stage"
_MODELS: dict[str, type[Ladder] | type[Stage] | type[Rfm]] = {"ladder": Ladder, "stage": Stage, "rfm": Rfm}


def read_layers(raw: object, field: str = "layers") -> Layers:
    """Layers from decoded JSON that says its `kind`; refuses what is none, naming the first wrong field."""
    kind = raw.get("kind") if isinstance(raw, dict) else None
    if not isinstance(kind, str) or kind not in _MODELS:
        raise Refused(
            "bad_definition",
            f"{field}.kind: say what is defined: one of {', '.join(LAYERS_KINDS)}.",
            field=f"{field}.kind",
            reason="kind",
        )
    return read_body(_MODELS[kind], raw, field)


def under_key(key: str, layers: Layers) -> Defined:
    """Layers as the definition of a property."""
    match layers:
        case Ladder():
            return LadderDefined(key, layers)
        case Rfm():
            return RfmDefined(key, layers)
    return StageDefined(layers)


def main_property(key: str, layers: Layers) -> str:
    """The property that says who is where: `$layer`, `$rfm`, or these with the key, or `$stage`."""
    match layers:
        case Ladder():
            return LadderDefined(key, layers).name
        case Rfm():
            return RfmDefined(key, layers).name
    return STAGE


def advice(layers: Layers) -> dict[str, Names]:
    """What to do about each value, where something is known of that."""
    if not isinstance(layers, Rfm):
        return {}
    return {one.value: one.paying if layers.form == "rfm" else one.using for one in CLASSES}


def free_key(kind: LayersKind, taken: set[str]) -> str:
    """A key for the next definition of a kind: the main one first."""
    if kind == "stage":
        return STAGE_KEY
    if MAIN not in taken:
        return MAIN
    return next(key for n in range(2, len(taken) + 3) if (key := f"{kind}{n}") not in taken)
