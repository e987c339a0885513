"""The command line, a module for each group of commands.

Exit codes: 0 done; 1 done, and something was rejected, differs or was not found; 2 the input cannot be used; 3 a return
would replace a fuller one and waits for approval. Errors go to standard error as one sentence.
"""

# Each import adds its commands, in the order in which the help lists them.
# ruff: noqa: F401, I001
from throughcare.cli import checking
from throughcare.cli import returns
from throughcare.cli import cuts
from throughcare.cli import figures
from throughcare.cli import reports
from throughcare.cli import packs
from throughcare.cli import files
from throughcare.cli import rules
from throughcare.cli import releases
from throughcare.cli import public
from throughcare.cli import comparing
from throughcare.cli import outside
from throughcare.cli import viewit
from throughcare.cli.printing import fail
from throughcare.cli.root import app

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells know it."""


def main() -> None:
    try:
        app()
    except RuntimeError as error:
        if str(error) != "Query interrupted":
            raise
        raise SystemExit(
            fail("Stopped; what was accepted before stays.", INTERRUPTED).exit_code
        ) from None
