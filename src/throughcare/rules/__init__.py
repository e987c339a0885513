"""The rules of the data set: one numbered rule is one named function that says where the data is wrong."""

from .catalogue import catalogue as all_rules
from .catalogue import level, limits
from .findings import Fault, faults
from .rule import LEVELS, Rule

__all__ = ["LEVELS", "Fault", "Rule", "all_rules", "faults", "level", "limits"]
