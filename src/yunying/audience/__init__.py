"""Who: what is computed of people by definitions: layers, stages, classes; and how they move between them; segments."""

from yunying.audience.defined import MAIN, Defined, Key, Names, property_name, read_body, write_body
from yunying.audience.dependencies import in_order
from yunying.audience.ladder import Ladder, LadderDefined, LadderOf, Rung, Target
from yunying.audience.layers import (
    LAYERS_KINDS,
    STAGE_KEY,
    Layers,
    LayersKind,
    advice,
    free_key,
    main_property,
    read_layers,
    under_key,
)
from yunying.audience.likeness import Likeness, LikenessDefined
from yunying.audience.parts import Hides, who_are_at
from yunying.audience.portrait import portrait
from yunying.audience.rfm import DIMENSIONS, Cuts, Rfm
from yunying.audience.rfm_classes import CLASSES, RfmClass
from yunying.audience.rfm_defined import RfmDefined, composition
from yunying.audience.stage import STAGE, STAGES, Stage, StageDefined, StageOf
from yunying.audience.templates import TEMPLATES, Template, find_template
from yunying.audience.trait import TraitBody, TraitDefined
from yunying.audience.trait_summary import number_bins, trait_summary

__all__ = [
    "CLASSES",
    "DIMENSIONS",
    "LAYERS_KINDS",
    "MAIN",
    "STAGE",
    "STAGES",
    "STAGE_KEY",
    "TEMPLATES",
    "Cuts",
    "Defined",
    "Hides",
    "Key",
    "Ladder",
    "LadderDefined",
    "LadderOf",
    "Layers",
    "LayersKind",
    "Likeness",
    "LikenessDefined",
    "Names",
    "Rfm",
    "RfmClass",
    "RfmDefined",
    "Rung",
    "Stage",
    "StageDefined",
    "StageOf",
    "Target",
    "Template",
    "TraitBody",
    "TraitDefined",
    "advice",
    "composition",
    "find_template",
    "free_key",
    "in_order",
    "main_property",
    "number_bins",
    "portrait",
    "property_name",
    "read_body",
    "read_layers",
    "trait_summary",
    "under_key",
    "who_are_at",
    "write_body",
]
