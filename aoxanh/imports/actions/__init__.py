"""What happens to an import, from the file to its undoing.

Who may bring a list of a kind for a unit is asked by the pages: access stands above.
"""

from aoxanh.imports.actions.fixing import decide, fix, leave_out, put_back
from aoxanh.imports.actions.reading import drop, give_up, read, read_sheet, upload
from aoxanh.imports.actions.undoing import carry_undo, undo
from aoxanh.imports.actions.writing import commit, write

__all__ = [
    "carry_undo",
    "commit",
    "decide",
    "drop",
    "fix",
    "give_up",
    "leave_out",
    "put_back",
    "read",
    "read_sheet",
    "undo",
    "upload",
    "write",
]
