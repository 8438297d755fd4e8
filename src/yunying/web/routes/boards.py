"""Boards: keeping them, and what their tiles show."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from yunying import boards
from yunying.app.board_files import write_board
from yunying.app.masking import Veil
from yunying.audience import read_body, write_body
from yunying.boards import BoardTile, Look
from yunying.web import board_schemas as wire
from yunying.web.access import needs
from yunying.web.answering import answered_all
from yunying.web.deps import AppDep, MemberDep, ProjectDep, VeilDep
from yunying.web.downloads import FILES, as_file
from yunying.web.metric_schemas import FiltersAlone
from yunying.workspace import require

router = APIRouter(prefix="/projects/{project_id}/boards", tags=["boards"])
_ASK, _KEEP = [needs("ask")], [needs("save_questions")]


@router.get("", dependencies=_ASK)
def list_boards(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, deleted: bool = False
) -> wire.Boards:
    """The boards that the member sees, or those of them that were deleted and can be restored."""
    found = app.boards.all(project, member, deleted=deleted)
    return wire.Boards(boards=[_shown(veil, one) for one in found])


@router.post("", dependencies=_KEEP)
def make_board(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: wire.NewBoard
) -> wire.KeptBoard:
    """Make a board."""
    board = admitted(veil, body.board)
    return _shown(veil, app.boards.create(project, body.name, body.description, board, by=member))


@router.get("/{board_id}", dependencies=_ASK)
def get_board(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, board_id: str
) -> wire.KeptBoard:
    """One board."""
    return _shown(veil, app.boards.get(project, board_id, member))


@router.patch("/{board_id}", dependencies=_KEEP)
def change_board(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, board_id: str, body: wire.BoardChange
) -> wire.KeptBoard:
    """Change a board. What others made needs the permission to change what others saved."""
    changed = app.boards.change(
        project,
        board_id,
        name=body.name,
        description=body.description,
        board=None if body.board is None else admitted(veil, body.board),
        version=body.version,
        by=member,
    )
    return _shown(veil, changed)


@router.delete("/{board_id}", status_code=204, dependencies=_KEEP)
def delete_board(app: AppDep, member: MemberDep, project: ProjectDep, board_id: str) -> Response:
    """Take a board away."""
    app.boards.delete(project, board_id, by=member)
    return Response(status_code=204)


@router.post("/{board_id}/restore", dependencies=_KEEP)
def restore_board(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, board_id: str
) -> wire.KeptBoard:
    """Bring a deleted board back."""
    return _shown(veil, app.boards.restore(project, board_id, by=member))


@router.get("/{board_id}/versions", dependencies=_ASK)
def list_board_versions(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, board_id: str
) -> wire.BoardVersions:
    """What a board was at which time."""
    versions = app.boards.versions(project, board_id, member)
    return wire.BoardVersions.model_validate(
        {"versions": [one | {"board": veil.question(one["board"])} for one in versions]}
    )


@router.post("/{board_id}/answers", response_model=wire.BoardAnswers, dependencies=_ASK)
async def answer_board(
    request: Request,
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    board_id: str,
    body: wire.BoardLook,
) -> Response:
    """What the tiles of a board show. Whoever closes the connection gives them up."""
    board = await run_in_threadpool(app.boards.read, project, board_id, member)
    look, tiles = await run_in_threadpool(looked, veil, board, body)
    return await answered_all(
        request,
        lambda: app.boards.ask(project, tiles, look, veil, by=member.id),
        lambda asked: wire.BoardAnswers.model_validate({"tiles": [one.shown(veil) for one in asked]}),
    )


@router.post("/{board_id}/export", response_class=StreamingResponse, responses=FILES, dependencies=_ASK)
def export_board(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, board_id: str, body: wire.BoardLook
) -> StreamingResponse:
    """The figures of all tiles as a workbook. A tile that is a list of people needs the permission of such lists."""
    found = app.boards.get(project, board_id, member)
    look, tiles = looked(veil, app.boards.read(project, board_id, member), body)
    asked = app.boards.ask(project, tiles, look, veil, by=member.id)
    if any(one.people for one in asked):
        require(member.role, "export_people")
    answers = [one.answered() for one in asked]
    return as_file(write_board(found["name"], asked, answers, veil, app.clock()), "board", "xlsx")


def looked(veil: Veil, board: boards.Board, body: wire.BoardLook) -> tuple[Look, list[BoardTile]]:
    """How a board is looked at, and which tiles are wanted."""
    filters = board.filters if body.filters is None else body.filters
    meant = veil.admit_definition(FiltersAlone(filters=list(filters)).model_dump(mode="json", by_alias=True))
    compare = (body.compare or board.compare) if body.compared else None
    look = Look(body.range or board.range, FiltersAlone.model_validate(meant).filters, compare)
    return look, [tile for tile in board.tiles if body.tiles is None or tile.id in body.tiles]


def admitted(veil: Veil, board: boards.Board) -> boards.Board:
    """A board as it is meant: sealed values opened. Refuses what would find out what is masked."""
    for tile in board.tiles:
        if isinstance(tile.is_, boards.QuestionTile) and tile.is_.question is not None:
            veil.admit(tile.is_.question)
    return read_body(boards.Board, veil.admit_definition(write_body(board)), "board")


def _shown(veil: Veil, found: dict[str, Any]) -> wire.KeptBoard:
    return wire.KeptBoard.model_validate(found | {"board": veil.question(found["board"])})
