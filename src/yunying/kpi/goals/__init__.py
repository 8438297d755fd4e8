"""Goals: what is to be reached by when, how it goes, and where it will end."""

from yunying.kpi.goals.definition import (
    Counted,
    Goal,
    KeyResult,
    Pace,
    Stage,
    StatusRule,
    check_stages,
    counted_as,
)
from yunying.kpi.goals.files import read_goals, write_goals
from yunying.kpi.goals.pace import milestones, pace_line
from yunying.kpi.goals.standing import (
    Course,
    Standing,
    Status,
    score_of,
    stand,
    worst,
)

__all__ = [
    "Counted",
    "Course",
    "Goal",
    "KeyResult",
    "Pace",
    "Stage",
    "Standing",
    "Status",
    "StatusRule",
    "check_stages",
    "counted_as",
    "milestones",
    "pace_line",
    "read_goals",
    "score_of",
    "stand",
    "worst",
    "write_goals",
]
