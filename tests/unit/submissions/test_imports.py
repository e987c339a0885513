"""A check of a file whose plan is kept starts without the libraries that take long to import."""

import subprocess
import sys

import pytest

SLOW = ("ibis", "pandas", "numpy", "pyarrow", "yaml", "lxml", "django")


@pytest.mark.parametrize(
    "module", ["throughcare.submissions.check", "throughcare.submissions.levels"]
)
def test_what_a_check_imports(module):
    asked = f"import sys, {module}; print(*[m for m in {SLOW} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)
    assert (done.returncode, done.stdout.split()) == (0, [])
