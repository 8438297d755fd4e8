"""How a project takes events in: its collecting rules, read and put in force."""

from fastapi import APIRouter

from yunying.collect.rules import Rules
from yunying.web.access import needs
from yunying.web.deps import AppDep, MemberDep, ProjectDep
from yunying.web.schemas import View

router = APIRouter(prefix="/projects/{project_id}/rules", tags=["collect"])


class CollectingRules(View):
    """The rules in force, and what they are where nothing was changed."""

    rules: Rules
    defaults: Rules


@router.get("", dependencies=[needs("see_data")])
def get_rules(app: AppDep, project: ProjectDep) -> CollectingRules:
    """The collecting rules of a project."""
    return CollectingRules(rules=app.rules.get(project.id), defaults=Rules())


@router.put("", dependencies=[needs("manage_sources")])
def put_rules(app: AppDep, project: ProjectDep, member: MemberDep, body: Rules) -> CollectingRules:
    """Put rules in force; a key left out takes its default. They hold for events that arrive from now on, those
    of sessions at once for every question."""
    return CollectingRules(rules=app.rules.put(project.id, body, by=member.id), defaults=Rules())
