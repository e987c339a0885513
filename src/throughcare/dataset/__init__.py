"""The national data set as data: what a return may contain, in each version.

Fields, codes, versions, column layouts and areas are the CSV tables beside this file. `Spec.at("H")` gives one
version's view of them.
"""

from .spec import Code, Field, Spec, UnknownVersion, Version, versions

__all__ = ["Code", "Field", "Spec", "UnknownVersion", "Version", "versions"]
