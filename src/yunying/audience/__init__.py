"""Who: what is computed of people by definitions: layers, stages, classes; and how they move between them; segments."""

from yunying.audience.defined import MAIN, Defined, Key, Names, property_name, read_body
from yunying.audience.dependencies import in_order
from yunying.audience.ladder import Ladder, LadderDefined, LadderOf, Rung, Target
from yunying.audience.rfm import DIMENSIONS, Cuts, Rfm
from yunying.audience.rfm_classes import CLASSES, RfmClass
from yunying.audience.rfm_defined import RfmDefined, composition
from yunying.audience.stage import STAGE, STAGES, Stage, StageDefined, StageOf
from yunying.audience.trait import TraitBody, TraitDefined

__all__ = [
    "CLASSES",
    "DIMENSIONS",
    "MAIN",
    "STAGE",
    "STAGES",
    "Cuts",
    "Defined",
    "Key",
    "Ladder",
    "LadderDefined",
    "LadderOf",
    "Names",
    "Rfm",
    "RfmClass",
    "RfmDefined",
    "Rung",
    "Stage",
    "StageDefined",
    "StageOf",
    "Target",
    "TraitBody",
    "TraitDefined",
    "composition",
    "in_order",
    "property_name",
    "read_body",
]
