"""Projects, and the simulated one."""

from fastapi import APIRouter

from yunying.web.access import needs
from yunying.web.deps import AppDep, MemberDep, ProjectDep
from yunying.web.import_schemas import Job
from yunying.web.schemas import NewProject, Project, Projects

router = APIRouter(tags=["projects"])


@router.get("/projects", dependencies=[needs("ask")])
def list_projects(app: AppDep, _: MemberDep) -> Projects:
    """All projects."""
    return Projects.model_validate({"projects": app.workspace.projects.all()})


@router.post("/projects", dependencies=[needs("manage_projects")])
def create_project(app: AppDep, member: MemberDep, body: NewProject) -> Project:
    """Make a project."""
    made = app.workspace.projects.create(
        body.name, body.timezone, week_start=body.week_start, currency=body.currency, by=member.id
    )
    return Project.model_validate(made)


@router.get("/projects/{project_id}", dependencies=[needs("ask")])
def get_project(project: ProjectDep) -> Project:
    """One project."""
    return Project.model_validate(project)


@router.post("/demo", dependencies=[needs("import")])
def load_demo(app: AppDep, member: MemberDep) -> Job:
    """Make the simulated project, if it is missing, and load it."""
    return Job.model_validate(app.imports.start_demo(by=member.id))
