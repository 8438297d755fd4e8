"""What the API contract says of our own way of sending events, `POST /v1/events`.

The collector answers there before FastAPI sees the request, so FastAPI cannot know of it.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic import Field
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from yunying.collect.protocols import MAX_BODY, MAX_EVENTS
from yunying.web.schemas import ErrorBody, Request, View

_REF = "#/components/schemas/{model}"
_INSTANT = "ISO 8601 with a zone, or seconds or milliseconds since 1970."


class PersonChanges(Request):
    """What an event says of its person's properties."""

    set: dict[str, Any] | None = None
    set_once: dict[str, Any] | None = Field(None, description="Set only where nothing is known yet.")
    add: dict[str, float] | None = Field(None, description="Added to numbers.")
    append: dict[str, Any] | None = Field(None, description="Values, or lists of values, appended to lists.")
    unset: list[str] | None = None
    delete: bool | None = Field(None, description="Forget every property of the person first.")


class SentEvent(Request):
    """Something that somebody did; without `event` it only describes or joins people."""

    event: str | None = Field(None, max_length=255)
    distinct_id: str | int = Field(description="Who: an id of theirs.")
    time: str | int | float | None = Field(
        None, description=f"When; without it, when it was received. {_INSTANT}"
    )
    event_id: str | None = Field(None, description="Its own id: the same id within 30 days is stored once.")
    properties: dict[str, Any] | None = None
    person: PersonChanges | None = None
    merge: str | None = Field(None, description="Another id of the same person.")
    sent_at: str | int | float | None = Field(
        None, description=f"When it was sent by the sender's clock: tells how wrong that is. {_INSTANT}"
    )
    write_key: str | None = Field(None, description="Where no header carries it.")


class SentEvents(Request):
    """Several events at once."""

    events: list[SentEvent] = Field(max_length=MAX_EVENTS)
    sent_at: str | int | float | None = None
    write_key: str | None = None


class Accepted(View):
    """The events are on disk and will be in every answer exactly once, or in the quarantine with a reason."""

    accepted: int = Field(ge=0)


def describe_collector(api: FastAPI) -> None:
    """Have the API's document tell of the collecting address."""
    generated = api.openapi

    def openapi() -> dict[str, Any]:
        document = generated()
        if "/v1/events" not in document["paths"]:
            _add(document)
        return document

    api.openapi = openapi  # type: ignore[method-assign]  # the place FastAPI's documentation names for this


def _add(document: dict[str, Any]) -> None:
    models: list[tuple[type[Any], JsonSchemaMode]] = [(SentEvent, "validation"), (SentEvents, "validation")]
    _, found = models_json_schema(
        [*models, (Accepted, "validation"), (ErrorBody, "validation")], ref_template=_REF
    )
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name, schema in found["$defs"].items():
        schemas.setdefault(name, schema)
    components.setdefault("securitySchemes", {})["writeKey"] = {
        "type": "http",
        "scheme": "bearer",
        "description": "The write key of a source; also taken as Basic user, `X-Write-Key` or `?token=`.",
    }
    document["paths"]["/v1/events"] = {"post": _operation()}


def _operation() -> dict[str, Any]:
    event = {"$ref": _REF.format(model="SentEvent")}
    several = {"type": "array", "items": event, "maxItems": MAX_EVENTS}
    wait = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
    return {
        "operationId": "send_events",
        "summary": "Send events",
        "description": f'One event, a list of them, or `{{"events": [...]}}`; up to {MAX_EVENTS:,} events and '
        f"{MAX_BODY // 1024**2} MB, as they are or packed with gzip, deflate, zstd or br.",
        "tags": ["collect"],
        "security": [{"writeKey": []}],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"anyOf": [event, several, {"$ref": _REF.format(model="SentEvents")}]}
                }
            },
        },
        "responses": {
            "200": {
                "description": "Everything is on disk; what cannot be taken will be in the quarantine.",
                "content": {"application/json": {"schema": {"$ref": _REF.format(model="Accepted")}}},
            },
            "400": _problem("The request cannot be read; sending it again will not help."),
            "401": _problem("There is no write key, or nobody's."),
            "405": _problem("Only POST is answered here."),
            "413": _problem("The body is larger than may be, as sent or unpacked."),
            "429": _problem("The source sends too fast.", headers=wait),
            "503": _problem("The disk is nearly full or too much waits; send it again later.", headers=wait),
        },
    }


def _problem(text: str, **more: Any) -> dict[str, Any]:
    schema = {"$ref": _REF.format(model="ErrorBody")}
    return {"description": text, "content": {"application/json": {"schema": schema}}, **more}
