"""Compare every lock with the lists of known faults, and write the list of parts (CycloneDX) beside.

    python -m tests.hardening.audit [--parts build/parts.json]

Needs the programs of requirements/audit.txt and the network; `make audit` sees to the first. What could not be looked up
is said and counts as a failure: silence is no proof. Ends with 0 where nothing is known, 1 where faults are, and 2 where
something could not be looked up.
"""

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCKS = ROOT / "requirements"
SECONDS = 600
PROGRAMS = Path(sys.executable).parent


@dataclass
class Found:
    """What is known of the parts of one lock."""

    looked_up: int = 0
    faults: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def look_up(lock: Path, programs: Path = PROGRAMS) -> Found:
    """Ask for the known faults of every part of a lock."""
    command = [programs / "pip-audit", "--require-hashes", "--disable-pip"]
    command += ["--progress-spinner", "off", "--format", "json", "-r", lock]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
        told = json.loads(run.stdout)["dependencies"]
    except (OSError, ValueError, KeyError, subprocess.TimeoutExpired):
        return Found(unknown=["all of it: the source of known faults was not reached"])
    return _sorted(told)


def _sorted(told: list[dict]) -> Found:
    found = Found()
    for part in told:
        if "skip_reason" in part:
            found.unknown.append(part["name"])
            continue
        found.looked_up += 1
        name = f"{part['name']} {part['version']}"
        for fault in part["vulns"]:
            mended = " or ".join(fault["fix_versions"]) or "no version yet"
            found.faults.append(f"{name}: {fault['id']}, mended in {mended}")
    return found


def words(lock: str, found: Found) -> list[str]:
    """What is told of one lock."""
    lines = [f"{lock}: {found.looked_up} looked up, {len(found.faults)} known faults"]
    lines += [f"  {fault}" for fault in found.faults]
    if found.unknown:
        names = ", ".join(found.unknown[:5])
        more = f" and {len(found.unknown) - 5} more" if len(found.unknown) > 5 else ""
        lines.append(f"  NOT looked up: {names}{more}")
    return lines


def write_parts(lock: Path, out: Path, programs: Path = PROGRAMS) -> None:
    """The list of the parts of a lock as CycloneDX JSON, the same each time."""
    out.parent.mkdir(parents=True, exist_ok=True)
    command = [programs / "cyclonedx-py", "requirements", "--output-reproducible"]
    subprocess.run([*command, "--of", "JSON", "-o", out, lock], check=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parts", type=Path, default=ROOT / "build/parts.json")
    options = parser.parse_args()
    found = {lock.name: look_up(lock) for lock in sorted(LOCKS.glob("*.txt"))}
    for name, one in found.items():
        print("\n".join(words(name, one)))
    write_parts(LOCKS / "demo.txt", options.parts)
    print(f"Parts of the service: {options.parts}")
    if any(one.faults for one in found.values()):
        return 1
    return 2 if any(one.unknown for one in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
