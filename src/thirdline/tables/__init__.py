"""Every table by name: its columns, types, key, units and what a null in it means.

Question answered: what may a table hold? Input tables are what a record folder contains, in the contract's
columns; derived tables are what a derivation of the same name must return. A `stage` is an intermediate table.
"""

from thirdline.tables.declared import Column, Table, declare
from thirdline.tables.derived import DERIVED
from thirdline.tables.inputs import INPUTS
from thirdline.tables.knowledge import KNOWLEDGE
from thirdline.tables.outcomes import ENDPOINTS, OUTCOMES
from thirdline.tables.stages import STAGES
from thirdline.tables.trials import ARMS, OPTION_TRIALS, TRIAL_ANSWERS, TRIALS

__all__ = [
    "ARMS",
    "DERIVED",
    "ENDPOINTS",
    "INPUTS",
    "KNOWLEDGE",
    "OPTION_TRIALS",
    "OUTCOMES",
    "STAGES",
    "TABLES",
    "TRIALS",
    "TRIAL_ANSWERS",
    "Column",
    "Table",
    "declare",
]

TABLES = {
    table.name: table
    for table in INPUTS + STAGES + KNOWLEDGE + ENDPOINTS + TRIALS + ARMS + DERIVED + OUTCOMES + TRIAL_ANSWERS + OPTION_TRIALS
}
