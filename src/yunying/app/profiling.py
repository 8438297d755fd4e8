"""One person's page: what is known of them, where they stand, how they can be reached, what members wrote of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from yunying.app.datasets import Datasets
from yunying.app.deriving import Deriving
from yunying.app.masking import Veil
from yunying.audience import TraitDefined
from yunying.audience import person as of
from yunying.audience.finding.regions import region_of
from yunying.audience.reach import STATUSES, reach
from yunying.audience.tags import TAGS
from yunying.collect.plan import Plans
from yunying.core import NotFound, Refused
from yunying.metrics import Few, profile, timeline, traits_of, view_with
from yunying.store import Property, Values
from yunying.workspace import PersonNote, PersonTag, Project, Workspace

Found = dict[str, Any]


class Profiling:
    """Use-cases of one person's page. Values pass the asker's veil before they leave."""

    def __init__(self, workspace: Workspace, datasets: Datasets, deriving: Deriving, plans: Plans) -> None:
        self._workspace = workspace
        self._datasets = datasets
        self._deriving = deriving
        self._plans = plans

    def profile(self, project: Project, person: int, veil: Veil) -> Found:
        """Who they are: ids, what they are called, current properties, activity, tags."""
        data = self._datasets.of(project)
        found = profile(data, person)
        called = of.name_property(p["name"] for p in found["properties"])
        shown = veil.profile(found)
        name = next((p["value"] for p in shown["properties"] if p["name"] == called), None)
        return shown | {
            "name": None if name is None else str(name),
            "tags": self.tags(project, person, veil),
        }

    def timeline(
        self, project: Project, person: int, before: str | None, limit: int, event: str | None, veil: Veil
    ) -> Found:
        """What they did, the newest first, with the sessions in which they did it."""
        found = timeline(self._datasets.of(project), person, before, limit, event)
        pages = ("entry_page", "exit_page")
        sessions = [
            one | {page: veil.value("$url", one[page], "event") for page in pages}
            for one in found["sessions"]
        ]
        return found | {"events": [veil.record(one) for one in found["events"]], "sessions": sessions}

    def ids(self, project: Project, person: int, veil: Veil) -> list[Found]:
        """Their ids, and when each was seen."""
        ids = of.ids_of(self._datasets.of(project), person)
        return [asdict(one) | {"id": veil.id(one.id)} for one in ids]

    def history(self, project: Project, person: int, name: str | None, limit: int, veil: Veil) -> Found:
        """Changes of their properties, the newest first."""
        found = of.history(self._datasets.of(project), person, name)
        return {
            "total": len(found),
            "changes": [
                asdict(one)
                | {side: veil.value(one.name, getattr(one, side), "person") for side in ("old", "new")}
                for one in found[:limit]
            ],
        }

    def standing(self, project: Project, person: int, veil: Veil) -> Found:
        """Layers, stages, classes and groups with why they are in them; traits; segments they are or were in."""
        data = self._datasets.of(project)
        read = [one.defined for one in self._deriving.read(project.id)]
        stands = of.standing(data, person, [d for d in read if not isinstance(d, TraitDefined)])
        computed = of.standing(data, person, [d for d in read if isinstance(d, TraitDefined)])
        names = {one.id: one.name for one in self._workspace.segments.all(project.id)}
        return {
            "standing": [
                {
                    "property": one.property,
                    "value": one.value,
                    "names": one.names,
                    "why": veil.question(one.why) if one.why.get("rule") else one.why,
                }
                for one in stands
            ],
            "traits": [
                {"name": one.property, "value": veil.value(one.property, one.value, "person")}
                for one in computed
            ],
            "segments": [
                {
                    "id": one.segment,
                    "name": names[one.segment],
                    "entered_at": one.entered,
                    "left_at": one.left,
                }
                for one in of.memberships(data, person, names)
            ],
        }

    def worth(
        self, project: Project, person: int, property_: str | None, event: str | None, veil: Veil
    ) -> Found:
        """What they are worth: the sum of a property that was asked for, or of the one that looks like what they paid.
        `choices` are the numeric properties of events.
        """
        data = self._datasets.of(project)
        view = view_with(data, person)
        numeric = [p.name for p in view.snapshot.properties if p.scope == "event" and p.type == "number"]
        # A sum would tell a number that is masked.
        choices = [name for name in numeric if not veil.hides(name, "event")]
        guessed = property_ is None
        if property_ is None:
            guess = self._guess(project, choices)
            if guess is None:
                return {"choices": choices, "guessed": False, "worth": None}
            event, property_ = guess
        elif property_ in numeric and property_ not in choices:
            raise Refused(
                "sensitive_property",
                f"Values of {property_!r} are masked for you; choose another property.",
                field="property",
                property=property_,
            )
        return {
            "choices": choices,
            "guessed": guessed,
            "worth": asdict(of.worth(data, person, property_, event)),
        }

    def reach(self, project: Project, person: int) -> list[Found]:
        """Channels: whether they can be reached, and by which property that is known."""
        data = self._datasets.of(project)
        view = view_with(data, person)
        few = Few(np.array([person], np.int32))

        def values(prop: Property) -> Values:
            return traits_of(data, view, prop, few)

        found = reach(view.snapshot.properties, values, 1, region_of(data.calendar.timezone))
        return [
            {
                "channel": one.channel,
                "status": STATUSES[one.status[0]],
                "property": None if one.because[0] < 0 else one.properties[one.because[0]],
            }
            for one in found
        ]

    def messages(self, project: Project, person: int, limit: int, veil: Veil) -> list[Found]:
        """What they were sent, and what became of it."""
        return [
            {
                "channel": one.channel,
                "title": veil.value("$message_title", one.title, "event"),
                "campaign": one.campaign,
                "reason": veil.value("$message_reason", one.reason, "event"),
                "at": one.at,
                "steps": [
                    {"step": step, "at": at} for step, at in sorted(one.steps.items(), key=lambda s: s[1])
                ],
            }
            for one in of.messages(self._datasets.of(project), person, limit)
        ]

    # Notes and tags

    def notes(self, project: Project, person: int, veil: Veil) -> list[Found]:
        """What members wrote about them, the newest first."""
        numbers = self._numbers(project, person)
        return [self._note(one, veil) for one in self._workspace.remarks.notes(project.id, numbers)]

    def note(self, project: Project, person: int, text: str, veil: Veil, *, by: str | None) -> Found:
        """Write about them."""
        first = self._numbers(project, person)[0]
        return self._note(self._workspace.remarks.note(project.id, first, text, by=by), veil)

    def delete_note(self, project: Project, person: int, note: str, *, by: str | None) -> None:
        """Take a note away."""
        self._workspace.remarks.delete_note(project.id, self._numbers(project, person), note, by=by)

    def restore_note(self, project: Project, person: int, note: str, veil: Veil, *, by: str | None) -> Found:
        """Bring it back."""
        numbers = self._numbers(project, person)
        return self._note(self._workspace.remarks.restore_note(project.id, numbers, note, by=by), veil)

    def tags(self, project: Project, person: int, veil: Veil) -> list[str]:
        """Their tags."""
        return self._shown(self._workspace.remarks.tags(project.id, self._numbers(project, person)), veil)

    def tag(self, project: Project, person: int, tag: str, veil: Veil, *, by: str | None) -> list[str]:
        """Put a tag to them."""
        numbers = self._numbers(project, person)
        return self._shown(self._workspace.remarks.tag(project.id, numbers, numbers[0], tag, by=by), veil)

    def untag(self, project: Project, person: int, tag: str, veil: Veil, *, by: str | None) -> list[str]:
        """Take a tag from them, named as it is or as the asker sees it."""
        numbers = self._numbers(project, person)
        remarks = self._workspace.remarks
        theirs = remarks.tags(project.id, numbers)
        named = next((one.tag for one in theirs if self._shown([one], veil) == [tag]), tag)
        return self._shown(remarks.untag(project.id, numbers, named, by=by), veil)

    def all_tags(self, project: Project, veil: Veil) -> list[Found]:
        """Every tag with how many people have it, the most frequent first."""
        held = sorted(self._tagged(project).items(), key=lambda one: (-len(one[1]), one[0]))
        return [{"tag": veil.value(TAGS, tag, "person"), "people": len(people)} for tag, people in held]

    def _shown(self, tags: Sequence[PersonTag], veil: Veil) -> list[str]:
        return [str(veil.value(TAGS, tag, "person")) for tag in dict.fromkeys(one.tag for one in tags)]

    def _tagged(self, project: Project) -> dict[str, set[int]]:
        identity = self._datasets.of(project).people.identity()
        held: dict[str, set[int]] = {}
        for one in self._workspace.remarks.tags(project.id):
            held.setdefault(one.tag, set()).add(identity.person(one.person))
        return held

    def _note(self, note: PersonNote, veil: Veil) -> Found:
        return {
            "id": note.id,
            "text": veil.value("$note", note.text, "person"),
            "created_by": self._workspace.members.name_of(note.created_by),
            "created_at": note.created_at,
        }

    def _numbers(self, project: Project, person: int) -> list[int]:
        """Numbers of a person's ids, their own first."""
        people = self._datasets.of(project).people
        numbers = people.identity().members(person) if person < people.count else []
        if not any(people.texts(numbers)):
            raise NotFound("unknown_person", f"There is no person {person} in this project.", person=person)
        return numbers

    def _guess(self, project: Project, choices: Collection[str]) -> tuple[str | None, str] | None:
        """By the tracking plan, which knows properties of each event; else by the property's name alone."""
        plan = self._plans.get(project.id)
        planned = [
            (one.event, one.name)
            for one in plan.properties
            if one.event and one.type == "number" and one.name in choices
        ]
        return of.guess_worth(planned) or of.guess_worth((None, name) for name in choices)
