"""Whether the program is up."""

from fastapi import APIRouter

from yunying import __version__
from yunying.web.import_schemas import Health

router = APIRouter(tags=["health"])


@router.get("/health")
def get_health() -> Health:
    """Answers without signing in, so that a supervisor can ask."""
    return Health(status="ok", version=__version__)
