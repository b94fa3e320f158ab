"""Plan bilateral meetings: slots, tables and interpreters, with a bound and true reasons.

>>> from accord.engine.scheduling import Limits, Problem, Request, plan
"""

from accord.engine.scheduling.changing import Stop, changes_along, changes_of, spread_of
from accord.engine.scheduling.check import breaks_of, violations
from accord.engine.scheduling.confirmation import Confirmation, Outcome
from accord.engine.scheduling.confirming import confirm
from accord.engine.scheduling.conflicts import Conflict, conflicts
from accord.engine.scheduling.counting import Clash
from accord.engine.scheduling.dzn import read_dzn
from accord.engine.scheduling.exchange import (
    plan_from_json,
    plan_to_json,
    problem_from_json,
    problem_to_json,
)
from accord.engine.scheduling.forcing import Forced, Forcer, force
from accord.engine.scheduling.moves import moves, placement_at
from accord.engine.scheduling.planning import plan
from accord.engine.scheduling.problem import (
    Interpreter,
    InvalidProblemError,
    Objective,
    Participant,
    Placement,
    Problem,
    Request,
    Rules,
    Session,
    Slot,
    Table,
)
from accord.engine.scheduling.repair import Repair, Repairs, explained, repair
from accord.engine.scheduling.result import (
    Breach,
    Cause,
    Changes,
    Limits,
    Meeting,
    Plan,
    Progress,
    Status,
    Unplaced,
    Violation,
)
from accord.engine.scheduling.whatif import (
    Figures,
    MoreInterpreters,
    MoreSlots,
    MoreTables,
    MoreTime,
    WhatIf,
    what_if,
    with_change,
)

__all__ = [
    "Breach",
    "Cause",
    "Changes",
    "Clash",
    "Confirmation",
    "Conflict",
    "Figures",
    "Forced",
    "Forcer",
    "Interpreter",
    "InvalidProblemError",
    "Limits",
    "Meeting",
    "MoreInterpreters",
    "MoreSlots",
    "MoreTables",
    "MoreTime",
    "Objective",
    "Outcome",
    "Participant",
    "Placement",
    "Plan",
    "Problem",
    "Progress",
    "Repair",
    "Repairs",
    "Request",
    "Rules",
    "Session",
    "Slot",
    "Status",
    "Stop",
    "Table",
    "Unplaced",
    "Violation",
    "WhatIf",
    "breaks_of",
    "changes_along",
    "changes_of",
    "confirm",
    "conflicts",
    "explained",
    "force",
    "moves",
    "placement_at",
    "plan",
    "plan_from_json",
    "plan_to_json",
    "problem_from_json",
    "problem_to_json",
    "read_dzn",
    "repair",
    "spread_of",
    "violations",
    "what_if",
    "with_change",
]
