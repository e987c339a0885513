"""Has a file looked through for viruses by the operator's own scanner, before anything of it is kept (security.md S39).

VIRUS_SCAN names a command, which is given the path of the file as its last word. It answers as clamdscan does: 0 for a
clean file, 1 for a bad one, anything else for a scanner that failed. Whoever cannot be asked lets nothing through.
"""

import shlex
import subprocess

from django.conf import settings

from throughcare.web.logs import security

BAD = "A virus scanner found something bad in the selected file. Nothing of it was kept. Ask those who look after your computer"
UNKNOWN = "The selected file could not be looked through for viruses, so it is not taken. Try again later, or tell the operator"
CLEAN, FOUND = 0, 1


def fault_of(path: str) -> str | None:
    """What keeps a file from being taken, in a sentence; None where it is clean or no scanner is named."""
    if not settings.VIRUS_SCAN:
        return None
    answer = _asked([*shlex.split(settings.VIRUS_SCAN), path])
    if answer == CLEAN:
        return None
    security("virus-found" if answer == FOUND else "virus-scan-failed", reason=answer)
    return BAD if answer == FOUND else UNKNOWN


def _asked(command: list[str]) -> int | str:
    """The exit code of the scanner, or why there is none."""
    try:
        run = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=settings.VIRUS_SCAN_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        return type(fault).__name__
    return run.returncode
