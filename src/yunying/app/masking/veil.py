"""What one member may see of a project's values: everything that leaves the server passes a veil.

Members who may see sensitive values have a lifted one, which changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from yunying.analyse import Explanation, Question, parse_question
from yunying.app.masking import answers, documents, files, metric_values, questions
from yunying.app.masking.masks import mask, mask_id, mask_words
from yunying.app.masking.seals import Seals
from yunying.app.masking.sensitive import Kinds
from yunying.collect import Preview
from yunying.core import YunyingError
from yunying.metrics import Answer, Trait
from yunying.store import Scope

Row = dict[str, Any]


class Veil:
    """Masks what goes out, and opens what was sealed when it comes back. One for each request."""

    def __init__(self, load: Callable[[], Kinds], seals: Seals, project_id: str, *, lifted: bool) -> None:
        self._load = load
        self.seals = seals
        self.project_id = project_id
        self.lifted = lifted
        self.opened: dict[str, str] = {}
        """What was opened of sealed texts, and how it is shown."""

    @cached_property
    def kinds(self) -> Kinds:
        """What is sensitive in the project."""
        return self._load()

    # Values and rows

    def hides(self, name: str, scope: Scope | None = None) -> bool:
        """Whether values of a property are masked."""
        return not self.lifted and self.kinds.of(name, scope) is not None

    def value(self, name: str, value: Any, scope: Scope | None = None) -> Any:
        """A value of a property."""
        if self.lifted:
            return value
        kind = self.kinds.of(name, scope)
        return documents.veiled(self, value, name, scope) if kind is None else mask(kind, value)

    def properties(self, values: Mapping[str, Any], scope: Scope | None = None) -> Row:
        """Values by name."""
        return {name: self.value(name, value, scope) for name, value in values.items()}

    def id(self, text: str) -> str:
        """A distinct id."""
        return text if self.lifted else mask_id(text)

    def ids(self, texts: Sequence[str]) -> list[str]:
        """Distinct ids."""
        return [self.id(text) for text in texts]

    def person(self, row: Row) -> Row:
        """A person as lists have them: `distinct_id`, `properties`."""
        if self.lifted:
            return row
        return row | {
            "distinct_id": self.id(row["distinct_id"]),
            "properties": self.properties(row["properties"], "person"),
        }

    def people(self, page: Row) -> Row:
        """A page of people."""
        return page if self.lifted else page | {"people": [self.person(row) for row in page["people"]]}

    def record(self, record: Row) -> Row:
        """An event with `properties`, and perhaps the `distinct_id` it was sent with."""
        if self.lifted:
            return record
        shown = record | {"properties": self.properties(record["properties"])}
        return shown | {"distinct_id": self.id(record["distinct_id"])} if "distinct_id" in record else shown

    def profile(self, found: Row) -> Row:
        """Everything known of one person: `distinct_ids` and a list of `properties`."""
        if self.lifted:
            return found
        return found | {
            "distinct_ids": self.ids(found["distinct_ids"]),
            "properties": [
                p | {"value": self.value(p["name"], p["value"], "person")} for p in found["properties"]
            ],
        }

    def merge(self, entry: Row) -> Row:
        """An entry of the list of merges."""
        return entry | {name: self.id(entry[name]) for name in ("from_id", "into_id")}

    def sides(self, found: Row) -> Row:
        """The two people of a merge."""
        return {name: side | {"ids": self.ids(side["ids"])} for name, side in found.items()}

    def values(self, name: str, scope: Scope, found: list[Row]) -> list[Row]:
        """Values of a property with counts: none of a sensitive one, or they could be guessed letter by letter."""
        if self.hides(name, scope):
            return []
        return [row | {"value": self.value(name, row["value"], scope)} for row in found]

    def described(self, prop: Row) -> Row:
        """A property as lists show it, with its `sensitive` kind."""
        return prop | {"sensitive": self.kinds.of(prop["name"], prop["scope"])}

    def event(self, found: Row) -> Row:
        """An event name with what is known of its properties."""
        return found | {"properties": [self._detail(self.described(p)) for p in found["properties"]]}

    def _detail(self, prop: Row) -> Row:
        name, scope = prop["name"], prop["scope"]
        top = [row | {"value": self.value(name, row["value"], scope)} for row in prop["top"]]
        ends = {end: self.value(name, prop[end], scope) for end in ("min", "max")}
        return prop | {"top": top} | ends | ({"mean": None} if self.hides(name, scope) else {})

    # What arrives, as it arrives

    def document(self, value: Any) -> Any:
        """Anything decoded from JSON, masked wherever a name or a value says so."""
        return value if self.lifted else documents.document(self, value)

    def body(self, text: str) -> str:
        """The text of a request."""
        return text if self.lifted else documents.veiled_text(self, text)

    def refusal(self, raw: Any, message: str) -> tuple[Any, str]:
        """What was refused, and the sentence that says why and may repeat a value of it."""
        if self.lifted:
            return raw, message
        shown = documents.document(self, raw)
        message = documents.without(message, dict(documents.changes(raw, shown)))
        return shown, mask_words("", message)

    def preview(self, found: Preview) -> Preview:
        """The head of a file."""
        return found if self.lifted else files.veiled_preview(self, found)

    def import_result(self, result: Row | None) -> Row | None:
        """What became of a file's rows."""
        return result if self.lifted else files.veiled_result(self, result)

    def import_errors(self, path: Path) -> Iterator[str]:
        """The file of rows that could not be used."""
        return files.lines(path) if self.lifted else files.veiled_errors(self, path)

    # Questions and answers

    def admit(self, question: Question) -> Question:
        """A question as it is meant: sealed values opened. Refuses what would find out what is masked."""
        return questions.admitted(self, question)

    def admit_definition(self, raw: Row) -> Row:
        """The same for anything that is defined by conditions, as JSON."""
        return questions.admitted_definition(self, raw)

    def admit_address(self, address: str) -> str:
        """An address as it was before it was sealed."""
        return questions.admitted_address(self, address)

    def question(self, raw: Row) -> Row:
        """A question (or any definition with conditions) as it is shown: sensitive values in it are sealed."""
        return raw if self.lifted else questions.veiled(self, raw)

    def address(self, question: Question, address: str | None) -> str | None:
        """An address as it is shown."""
        return address if self.lifted or address is None else answers.veiled_address(self, question, address)

    def segment(self, shown: Row) -> Row:
        """A segment, or a version of one: what it was made from, and which ids of a list were unknown."""
        if self.lifted:
            return shown
        found = dict(shown)
        if found.get("question") is not None:
            found["address"] = self.address(parse_question(found["question"]), found["address"])
            found["question"] = self.question(found["question"])
        if "upload" in found:
            found["upload"] = self.document(found["upload"])
        return found

    def answer(self, question: Question, answer: Answer) -> Answer:
        """An answer: labels and values masked, and sealed in addresses."""
        return answer if self.lifted else answers.veiled(self, question, answer)

    def metric_values(self, by: str | None, found: Row) -> Row:
        """What a metric was; `by` is the property it was taken apart by."""
        return found if self.lifted else metric_values.veiled(self, by, found)

    def trait_summary(self, trait: Trait, found: Row) -> Row:
        """What the values of a trait are like, and a few people with theirs."""
        if self.lifted:
            return found

        def plain(row: Row) -> Row:
            value = (
                row["value"] if trait.property is None else self.value(trait.property, row["value"], "event")
            )
            return row | {"value": value}

        shown = found | {
            "values": [plain(row) for row in found["values"]],
            "sample": [plain(row) | {"distinct_id": self.id(row["distinct_id"])} for row in found["sample"]],
        }
        hidden = trait.property is not None and self.hides(trait.property, "event")
        return shown | {"quantiles": None, "bins": []} if hidden else shown

    def explanation(self, question: Question, address: str | None, found: Explanation) -> Explanation:
        """How a figure is computed, without the values it was asked with."""
        return found if self.lifted else answers.veiled_explanation(self, question, address, found)

    def error(self, error: YunyingError) -> YunyingError:
        """An error, without what was opened."""
        if not self.lifted and self.opened:
            questions.scrub(error, self.opened)
        return error
