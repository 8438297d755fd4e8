"""What every definition of something computed of people can say, and the names that people read for its values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Protocol, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pydantic import BaseModel, Field, StringConstraints, ValidationError

from yunying.core import Refused
from yunying.metrics import References, Strict
from yunying.store import Derived, Values

Key: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,29}$")]
MAIN = "main"
"""The key of the definition of its kind that needs no name of its own."""


class Names(Strict):
    """What people read, in both languages."""

    zh: Annotated[str, Field(min_length=1, max_length=200)]
    en: Annotated[str, Field(min_length=1, max_length=200)]


class Defined(Protocol):
    """A definition that was read."""

    @property
    def uses(self) -> References:
        """What it looks at."""

    def derived(self, version: str) -> Sequence[Derived]:
        """The properties of people that follow from it."""

    def labels(self) -> dict[str, Names]:
        """The values of its text property in order, the highest first, and what people read for them."""


M = TypeVar("M", bound=BaseModel)


def read_body(model: type[M], raw: object, field: str = "body") -> M:
    """A definition's body from decoded JSON; refuses what is none, naming the first wrong field."""
    try:
        return model.model_validate(raw, by_alias=True, by_name=False)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join([field, *(str(part) for part in first["loc"] if part not in _TAGS)])
        message = first["msg"].removeprefix("Value error, ").removesuffix(".")
        raise Refused(
            "bad_definition",
            f"{place}: {message[0].lower() + message[1:]}.",
            field=place,
            reason=first["type"],
        ) from None


def write_body(body: BaseModel) -> dict[str, Any]:
    """A body as decoded JSON, without what it says by default: `read_body` gives it back."""
    return body.model_dump(mode="json", by_alias=True, exclude_defaults=True)


_TAGS = {"condition", "and", "or", "not", "did", "segment", "sequence", "between", "last", "before", "during"}


def property_name(base: str, key: str) -> str:
    """`$layer` of the main one, `$layer_<key>` of others."""
    return base if key == MAIN else f"{base}_{key}"


def coded(labels: Sequence[str], codes: npt.NDArray[np.integer]) -> Values:
    """A text property: one of a few labels each, −1 for none."""
    return Values("text", codes.astype(np.int32), pa.array(labels, pa.string()), np.zeros(0))
