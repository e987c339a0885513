"""Run as a program: solves tables with pytauargus, each `NAME.jj` of a folder to `NAME.out`.

Each table is solved in a process of its own, which ends with it: the solver counts its time over all that one process
asks of it, several in one process have been seen to have other answers than each alone, and its own code has been seen to
end the process that it runs in. An answer is there once its file has its
final name.
"""

import os
import signal
import sys

MINUTES = 1
"""Least time that the solver knows; then it gives up, and nothing it found by then is used."""
SECONDS = 60 * MINUTES + 30
"""A process that takes longer, though the solver should have given up by then, is ended."""
ANSWERED, TIME_IS_OVER, NO_ANSWER, CANNOT = 0, 1, 5008, 5009
WITHOUT = (TIME_IS_OVER, NO_ANSWER, CANNOT)
"""What the solver says; the last, that no set of cells would do. Anything else is a fault, and the table may be tried again."""
NONE = "none"


def main(folder: str, names: list[str]) -> None:
    import pytauargus  # noqa: F401  loaded once, for all the processes

    for name in names:
        child = os.fork()
        if not child:
            signal.alarm(SECONDS)
            os._exit(_solve(folder, name))
        os.waitpid(child, 0)


def _solve(folder: str, name: str) -> int:
    from pytauargus import HiTaSCtrl

    asked = os.path.join(folder, f"{name}.jj")
    half, whole = (os.path.join(folder, f"{name}.{s}") for s in ("part", "out"))
    code = HiTaSCtrl().full_jj(in_file_jj=asked, out_file=half, max_time=MINUTES)
    if code in WITHOUT:
        with open(half, "w", encoding="ascii") as file:
            file.write(NONE)
    if code in (ANSWERED, *WITHOUT):
        os.replace(half, whole)
    return 0


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
