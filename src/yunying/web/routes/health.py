"""Whether the program is up."""

from fastapi import APIRouter

from yunying import __version__
from yunying.web.access import open_because
from yunying.web.deps import AppDep
from yunying.web.import_schemas import Health

router = APIRouter(tags=["health"])


@router.get("/health", dependencies=[open_because("a supervisor asks without signing in")])
def get_health(app: AppDep) -> Health:
    """Answers without signing in, so that a supervisor can ask."""
    return Health(status="ok", version=__version__, preparing=app.asking.preparing)
