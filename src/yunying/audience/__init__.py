"""Who: what is computed of people by definitions: layers, stages, classes; and how they move between them; segments."""

from yunying.audience.defined import MAIN, Defined, Key, Names, property_name, read_body
from yunying.audience.dependencies import in_order
from yunying.audience.ladder import Ladder, LadderDefined, LadderOf, Rung, Target
from yunying.audience.stage import STAGE, STAGES, Stage, StageDefined, StageOf
from yunying.audience.trait import TraitBody, TraitDefined

__all__ = [
    "MAIN",
    "STAGE",
    "STAGES",
    "Defined",
    "Key",
    "Ladder",
    "LadderDefined",
    "LadderOf",
    "Names",
    "Rung",
    "Stage",
    "StageDefined",
    "StageOf",
    "Target",
    "TraitBody",
    "TraitDefined",
    "in_order",
    "property_name",
    "read_body",
]
