"""A tracking plan as YAML, to be kept beside the code that sends the events.

events:
  - name: order paid
    status: live
    mode: enforce
    owner: 李雷
    description: {zh: 支付成功, en: Paid}
    properties:
      - {name: amount, type: number, required: true}
      - {name: channel, type: text, allowed: [微信, 支付宝]}
people:
  - {name: city, type: text}

Names are read as they are written: `on`, `2024` and `null` are names like others. Aliases are refused, since a few
bytes of them can stand for gigabytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from yunying.collect.plan.drafts import Draft, Given, Mistake
from yunying.collect.plan.model import KINDS, MODES, PEOPLE, STATUSES, Plan, PlanProperty
from yunying.core import Refused

_BOTH = frozenset(("name", "status", "description", "learned"))
_EVENT = _BOTH | {"mode", "owner", "properties"}
_PROPERTY = _BOTH | {"type", "required", "allowed"}
_WORDS: dict[str, tuple[str, ...]] = {"status": STATUSES, "mode": MODES, "type": KINDS}
_TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_BOOLEAN = "tag:yaml.org,2002:bool"
_INTEGER = "tag:yaml.org,2002:int"
_FLOAT = "tag:yaml.org,2002:float"
_DEEPEST = 20
_NULL = "tag:yaml.org,2002:null"


def write_yaml(plan: Plan) -> bytes:
    """The plan as a file; every field is written, so that reading it again leaves nothing to what was there."""
    properties: dict[str, list[Given]] = {}
    for prop in plan.properties:
        properties.setdefault(prop.event, []).append(_property(prop))
    whole = {
        "events": [{**e.model_dump(), "properties": properties.get(e.name, [])} for e in plan.events],
        "people": properties.get(PEOPLE, []),
    }
    return yaml.dump(
        whole, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=110, encoding="utf-8"
    )


def read_yaml(data: bytes) -> Draft:
    """What a file says."""
    try:
        text = data.decode("utf-8-sig")
        _check_shape(text)
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except UnicodeDecodeError:
        raise Refused("not_text", "The file is not UTF-8 text.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        said = getattr(error, "problem", None) or str(error)
        place = f" at line {line}" if line else ""
        raise Refused("bad_yaml", f"The file cannot be read as YAML{place}: {said}.", line=line) from None
    reader = _Reader()
    reader.read(root)
    return reader.draft


class _Reader:
    """Walks the nodes, which know their lines; text is taken as it is written."""

    def __init__(self) -> None:
        self.draft = Draft()

    def read(self, root: yaml.Node | None) -> None:
        """The whole document."""
        if root is None or _is_null(root):
            return
        for key, value in self._pairs(root, "", frozenset(("events", "people"))):
            for item in self._items(value, key):
                if key == "events":
                    self._event(item)
                else:
                    self._property(item, PEOPLE)

    def _event(self, node: yaml.Node) -> None:
        pairs = list(self._pairs(node, "events", _EVENT))
        name = self._name(node, pairs, "events")
        if name is None:
            return
        if name in self.draft.events:
            self._mistake(
                node, "name", f"{name!r} is listed twice; line {self.draft.rows[name, None]} has it too."
            )
            return
        self.draft.rows[name, None] = node.start_mark.line + 1
        self.draft.events[name] = self._fields(pairs)
        for key, value in pairs:
            if key == "properties" and not _is_null(value):
                for item in self._items(value, key):
                    self._property(item, name)

    def _property(self, node: yaml.Node, event: str) -> None:
        pairs = list(self._pairs(node, "properties", _PROPERTY))
        name = self._name(node, pairs, "properties")
        if name is None:
            return
        if (event, name) in self.draft.properties:
            first = self.draft.rows[event, name]
            self._mistake(node, "name", f"{name!r} is listed twice; line {first} has it too.")
            return
        self.draft.rows[event, name] = node.start_mark.line + 1
        self.draft.properties[event, name] = self._fields(pairs)

    def _name(self, node: yaml.Node, pairs: list[tuple[str, yaml.Node]], of: str) -> str | None:
        for key, value in pairs:
            if key == "name" and isinstance(value, yaml.ScalarNode) and value.value:
                return str(value.value)
        self._mistake(node, of, "It needs a `name`.")
        return None

    def _fields(self, pairs: list[tuple[str, yaml.Node]]) -> Given:
        given: Given = {}
        for key, value in pairs:
            if key in ("name", "properties"):
                continue
            if key == "description":
                given |= self._description(value)
            elif key == "allowed":
                if _is_null(value) or isinstance(value, yaml.SequenceNode):
                    items = self._items(value, key)
                    given[key] = None if _is_null(value) else [self._scalar(item) for item in items]
                else:
                    self._mistake(value, key, "It must be a list.")
            elif not isinstance(value, yaml.ScalarNode):
                self._mistake(value, key, "It must be a single value.")
            elif key in _WORDS:
                if value.value in _WORDS[key]:
                    given[key] = value.value
                else:
                    self._mistake(value, key, f"{value.value!r} is none of {', '.join(_WORDS[key])}.")
            elif key == "owner":
                given[key] = "" if _is_null(value) else value.value
            else:
                truth = _TRUTHS.get(value.value.lower())
                if truth is None:
                    self._mistake(value, key, f"{value.value!r} must be true or false.")
                else:
                    given[key] = truth
        return given

    def _description(self, node: yaml.Node) -> Given:
        if isinstance(node, yaml.ScalarNode):
            # One sentence, in whichever language it is.
            text = "" if _is_null(node) else str(node.value)
            return {"en" if text.isascii() else "zh": text}
        found = {}
        for key, value in self._pairs(node, "description", frozenset(("zh", "en"))):
            if isinstance(value, yaml.ScalarNode):
                found[key] = "" if _is_null(value) else value.value
            else:
                self._mistake(value, f"description.{key}", "It must be a text.")
        return found

    def _scalar(self, node: yaml.Node) -> Any:
        if not isinstance(node, yaml.ScalarNode):
            self._mistake(node, "allowed", "An allowed value is a text, a number, true or false.")
            return ""
        text = str(node.value)
        try:
            if node.tag == _BOOLEAN:
                return _TRUTHS[text.lower()]
            if node.tag == _INTEGER:
                return int(text)
            if node.tag == _FLOAT:
                return float(text)
        except (KeyError, ValueError):
            return text
        return text

    def _pairs(self, node: yaml.Node, of: str, known: frozenset[str]) -> Iterator[tuple[str, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            self._mistake(node, of or None, f"It must be a mapping with {', '.join(sorted(known))}.")
            return
        said: set[str] = set()
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if name not in known:
                self._mistake(key, of or None, f"{name!r} is not known; use {', '.join(sorted(known))}.")
            elif name in said:
                self._mistake(key, of or None, f"{name!r} is said twice.")
            else:
                said.add(name)
                yield name, value

    def _items(self, node: yaml.Node, of: str) -> list[yaml.Node]:
        if _is_null(node):
            return []
        if not isinstance(node, yaml.SequenceNode):
            self._mistake(node, of, "It must be a list.")
            return []
        return list(node.value)

    def _mistake(self, node: yaml.Node, column: str | None, message: str) -> None:
        self.draft.mistakes.append(Mistake(row=node.start_mark.line + 1, column=column, message=message))


def _check_shape(text: str) -> None:
    """Refuse aliases, and a depth at which composing would run out of stack."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        line = event.start_mark.line + 1 if event.start_mark else None
        if depth > _DEEPEST:
            raise Refused("bad_yaml", f"Line {line} is nested too deeply for a tracking plan.", line=line)
        if isinstance(event, yaml.AliasEvent):
            raise Refused("yaml_alias", f"Line {line} has an alias; write out what it stands for.", line=line)


def _is_null(node: yaml.Node) -> bool:
    return bool(node.tag == _NULL)


def _property(prop: PlanProperty) -> Given:
    found = prop.model_dump(exclude={"event"})
    return found | {"allowed": None if prop.allowed is None else list(prop.allowed)}
