"""The national data set as data: what a return may contain, in each version.

Fields, codes, versions, column layouts and areas are the CSV tables beside this file. `Spec.at("H")` gives one
version's view of them, `Spec.at("K", "young people")` that of another data set than adult drug treatment.
"""

from .spec import (
    Code,
    DataSet,
    Field,
    Spec,
    UnknownDataSet,
    UnknownVersion,
    Version,
    data_sets,
    versions,
)

__all__ = [
    "Code",
    "DataSet",
    "Field",
    "Spec",
    "UnknownDataSet",
    "UnknownVersion",
    "Version",
    "data_sets",
    "versions",
]
