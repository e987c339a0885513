"""The examples in the docstrings of the statistics give what they show."""

import doctest
import importlib
import pkgutil

import pytest

from throughcare import statistics

MODULES = [module.name for module in pkgutil.iter_modules(statistics.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    module = importlib.import_module(f"throughcare.statistics.{name}")
    assert doctest.testmod(module).failed == 0


def test_importing_them_is_cheap():
    """Libraries that take about a second to import wait until they are needed."""
    import subprocess
    import sys

    heavy = ("statsmodels", "pandas", "scipy.stats", "scipy.optimize", "ibis")
    code = f"import sys, throughcare.statistics; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
