"""The base of everything that is asked."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _encodable(text: str) -> str:
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError("text holds half a character (a lone surrogate)")
    return text


Text: TypeAlias = Annotated[str, AfterValidator(_encodable)]
"""Text that can be written: JSON can spell halves of characters that no encoding has."""
Scalar: TypeAlias = bool | int | float | Text


class Strict(BaseModel):
    """Base of everything that is asked: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Window(Strict):
    """A length of time; days here are 24 hours."""

    value: int = Field(ge=1, le=100_000)
    unit: Literal["second", "minute", "hour", "day", "week"]

    @property
    def milliseconds(self) -> int:
        """The window's length."""
        seconds = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
        return self.value * seconds[self.unit] * 1000
