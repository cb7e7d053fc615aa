"""A process that solves components one after the other, told by its standard input: `python -m aoxanh.matching.solver.worker`.

Each message is a pickled component, each answer a pickled part. Only here and below is OR-Tools loaded. The parent ends the process to stop
it, since a flow cannot be interrupted; where the system can, the process ends with its parent by itself.
"""

import ctypes
import os
import pickle
import signal
import sys
from typing import BinaryIO

DIE_WITH_PARENT = 1


def main() -> None:
    end_with_parent()
    answers, questions = keep_standard_output(), sys.stdin.buffer
    first = pickle.load(questions)  # noqa: S301 -- from our own parent
    limit_memory(first["memory"])
    from aoxanh.matching.solver.parts import solved

    while (asked := pickle.load(questions)) is not None:  # noqa: S301
        number, problem, exact = asked
        try:
            said: object = solved(problem, number=number, exact=exact)
        except MemoryError:
            said = (number, "memory")
        send(answers, said)


def keep_standard_output() -> BinaryIO:
    """The pipe to the parent; what libraries print goes to the error output."""
    kept = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return kept


def send(answers: BinaryIO, said: object) -> None:
    pickle.dump(said, answers, protocol=5)
    answers.flush()


def end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)


def limit_memory(most: int) -> None:
    """No more than so many bytes of addresses; 0 is no limit."""
    if most and sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main()
