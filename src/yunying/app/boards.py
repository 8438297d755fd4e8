"""Boards: making them, who sees which, and what their tiles show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from yunying.analyse import parse_question, write_question
from yunying.app.asking import Asking, Pending
from yunying.app.datasets import Datasets
from yunying.app.masking import Veil
from yunying.app.measuring import Measuring
from yunying.audience import read_body, write_body
from yunying.boards import Board, BoardTile, Look, MetricTile, QuestionTile, TargetTile, question_in
from yunying.core import Denied, NotFound, YunyingError, new_id
from yunying.metrics import Answer, Between, resolve_range
from yunying.store.ledger import Definition
from yunying.workspace import Member, Project, Workspace, may, require

Row = dict[str, Any]


@dataclass
class Asked:
    """A tile that was asked for: what must arrive, and what is shown of it. `error` where it could not be asked."""

    tile: BoardTile
    pending: list[Pending[Any]] = field(default_factory=list)
    show: Callable[[list[Any]], Row] = field(default=lambda _: {})
    answer: Callable[[list[Any]], Answer] | None = None
    """Of a question: its answer as it may be seen."""
    people: bool = False
    """It shows a list of people."""
    error: YunyingError | None = None

    def answered(self) -> Answer | None:
        """The answer of a question once it has arrived; None of anything else, and where it failed."""
        if self.error is not None or self.answer is None:
            return None
        try:
            return self.answer([one.result() for one in self.pending])
        except YunyingError:
            return None

    def shown(self, veil: Veil) -> Row:
        """What the tile shows, once everything has arrived; an error is that of this tile alone."""
        empty: Row = {"id": self.tile.id, "question": None, "answer": None, "values": None, "before": None}
        try:
            if self.error is not None:
                raise self.error
            return empty | self.show([one.result() for one in self.pending]) | {"error": None}
        except YunyingError as error:
            return empty | {"error": veil.error(error).as_wire()["error"]}


class Boards:
    """Use-cases of boards. Whoever keeps questions keeps boards: their own, or with a further permission any."""

    def __init__(
        self, workspace: Workspace, datasets: Datasets, asking: Asking, measuring: Measuring
    ) -> None:
        self._workspace = workspace
        self._definitions = workspace.definitions
        self._datasets = datasets
        self._asking = asking
        self._measuring = measuring

    def all(self, project: Project, member: Member, *, deleted: bool = False) -> list[Row]:
        """The boards that a member sees, or those of them that were deleted."""
        there = self._definitions.all(project.id, "board", deleted=deleted)
        return [self.wire(one, member) for one in there if _sees(one, member)]

    def get(self, project: Project, board_id: str, member: Member) -> Row:
        """One board as it is shown."""
        return self.wire(self._seen(project, board_id, member), member)

    def read(self, project: Project, board_id: str, member: Member) -> Board:
        """What a board says."""
        return _read(self._seen(project, board_id, member))

    def create(self, project: Project, name: str, description: str, board: Board, *, by: Member) -> Row:
        """Make a board."""
        self._check(project, board)
        made = self._definitions.create(
            project.id,
            "board",
            new_id("brd"),
            name,
            write_body(board),
            description=description,
            by=by.id,
        )
        return self.wire(made, by)

    def change(
        self,
        project: Project,
        board_id: str,
        *,
        name: str | None = None,
        description: str | None = None,
        board: Board | None = None,
        version: int | None = None,
        by: Member,
    ) -> Row:
        """Make a new version; None leaves as it is. Refused where somebody else changed `version` meanwhile."""
        known = self._own(project, board_id, by)
        if board is not None:
            self._check(project, board)
            if board.inside != _read(known).inside and not _keeps(known, by):
                raise Denied(
                    "board_not_yours",
                    "Only who made a board and owners say which members see it; ask one of them.",
                    status=403,
                )
        changed = self._definitions.change(
            project.id,
            known.id,
            name=name,
            description=description,
            body=None if board is None else write_body(board),
            version=version,
            by=by.id,
        )
        return self.wire(changed, by)

    def delete(self, project: Project, board_id: str, *, by: Member) -> None:
        """Take a board away; its links outside show nothing until it is restored."""
        self._definitions.delete(project.id, self._own(project, board_id, by).id, by=by.id)

    def restore(self, project: Project, board_id: str, *, by: Member) -> Row:
        """Bring a deleted board back."""
        for one in self._definitions.all(project.id, "board", deleted=True):
            if one.id == board_id and _sees(one, by):
                _require_own(one, by)
                return self.wire(self._definitions.restore(project.id, board_id, by=by.id), by)
        raise _unknown(board_id)

    def versions(self, project: Project, board_id: str, member: Member) -> list[Row]:
        """Everything a board said, the newest first."""
        known = self._seen(project, board_id, member)
        return [
            {
                "version": one.version,
                "name": one.name,
                "board": one.body,
                "at": one.at,
                "by": self._workspace.members.name_of(one.by),
            }
            for one in self._definitions.versions(project.id, known.id)
        ]

    def ask(
        self, project: Project, tiles: Sequence[BoardTile], look: Look, veil: Veil, *, by: str
    ) -> list[Asked]:
        """Ask for tiles. Each takes its turn like a question that is asked for itself."""
        return [self._asked(project, tile, look, veil, by) for tile in tiles]

    def wire(self, definition: Definition, member: Member) -> Row:
        """A board as it is shown to a member."""
        return {
            "id": definition.id,
            "name": definition.name,
            "description": definition.description,
            "board": definition.body,
            "version": definition.version,
            "own": _may_change(definition, member),
            "keeps": _keeps(definition, member),
            "created_by": self._workspace.members.name_of(definition.created_by),
            "created_at": definition.created_at,
            "updated_at": definition.updated_at,
        }

    def _asked(self, project: Project, tile: BoardTile, look: Look, veil: Veil, by: str) -> Asked:
        try:
            match tile.is_:
                case QuestionTile():
                    return self._question(project, tile, tile.is_, look, veil, by)
                case MetricTile() | TargetTile():
                    return self._metric(project, tile, tile.is_, look, veil, by)
            return Asked(tile)
        except YunyingError as error:
            return Asked(tile, error=error)

    def _question(
        self, project: Project, tile: BoardTile, asks: QuestionTile, look: Look, veil: Veil, by: str
    ) -> Asked:
        own = asks.question
        if own is None:
            own = parse_question(self._workspace.saved.get(project.id, asks.saved or "").question)
        question = veil.admit(question_in(own, look))

        def answer(found: list[Any]) -> Answer:
            return veil.answer(question, found[0])

        def show(found: list[Any]) -> Row:
            return {
                "question": veil.question(write_question(question)),
                "answer": answer(found).as_wire(),
            }

        return Asked(
            tile,
            [self._asking.ask(project, question, member=by)],
            show,
            answer,
            people=question.kind == "people",
        )

    def _metric(
        self,
        project: Project,
        tile: BoardTile,
        asks: MetricTile | TargetTile,
        look: Look,
        veil: Veil,
        by: str,
    ) -> Asked:
        interval, breakdown = (
            (asks.interval, asks.breakdown) if isinstance(asks, MetricTile) else ("day", None)
        )
        apart = None if breakdown is None else breakdown.property
        ranges = [look.range]
        if look.compare is not None:
            data = self._datasets.of(project)
            days = resolve_range(look.range, data.calendar, data.clock()).compared(look.compare)
            ranges.append(Between.model_validate({"from": days.first, "to": days.last}))
        pending = [
            self._measuring.values(project, asks.metric, days, interval, look.filters, breakdown, by=by)
            for days in ranges
        ]

        def show(found: list[Any]) -> Row:
            now, *before = (veil.metric_values(apart, one) for one in found)
            return {"values": now, "before": before[0] if before else None}

        return Asked(tile, pending, show)

    def _check(self, project: Project, board: Board) -> None:
        """Refuse what names a metric or a saved question that is not there, saying which tile."""
        known = self._measuring.metrics(project)
        for i, tile in enumerate(board.tiles):
            try:
                if isinstance(tile.is_, MetricTile | TargetTile) and tile.is_.metric not in known:
                    self._measuring.get(project, tile.is_.metric)
                if isinstance(tile.is_, QuestionTile) and tile.is_.saved is not None:
                    self._workspace.saved.get(project.id, tile.is_.saved)
            except NotFound as error:
                error.field = f"board.tiles.{i}.is.{error.field}"
                raise

    def _seen(self, project: Project, board_id: str, member: Member) -> Definition:
        try:
            known = self._definitions.get(project.id, board_id)
        except NotFound:
            raise _unknown(board_id) from None
        if known.kind != "board" or not _sees(known, member):
            raise _unknown(board_id)
        return known

    def _own(self, project: Project, board_id: str, member: Member) -> Definition:
        known = self._seen(project, board_id, member)
        _require_own(known, member)
        return known


def _read(definition: Definition) -> Board:
    return read_body(Board, definition.body, "board")


def _keeps(definition: Definition, member: Member) -> bool:
    """Whether a member says who sees a board."""
    return definition.created_by == member.id or may(member.role, "manage_members")


def _sees(definition: Definition, member: Member) -> bool:
    inside = _read(definition).inside
    return (
        _keeps(definition, member)
        or inside == "everybody"
        or (isinstance(inside, list) and member.role in inside)
    )


def _may_change(definition: Definition, member: Member) -> bool:
    return may(member.role, "save_questions" if definition.created_by == member.id else "change_questions")


def _require_own(definition: Definition, member: Member) -> None:
    require(member.role, "save_questions" if definition.created_by == member.id else "change_questions")


def _unknown(board_id: str) -> NotFound:
    return NotFound(
        "unknown_board",
        "There is no such board, or it is not shared with you; choose one from the list.",
        field="board",
        value=board_id,
    )
