"""Dated values: every threshold, window and level, with its unit, source and evidence mark.

A parameter is one YAML file under this folder; its name is its path, as `journeys.gap_days`.

>>> at("journeys.gap_days", dt.date(2012, 4, 1)).value
21
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
EVIDENCE = ("verified", "memory", "proposed")


class ParameterError(LookupError):
    """A parameter that is unknown, or has no value on the day asked for."""


@dataclass(frozen=True)
class Value:
    """One value of a parameter, in force from `since` until the next one."""

    name: str
    value: object
    unit: str
    since: dt.date
    evidence: str
    reference: str


@dataclass(frozen=True)
class Parameter:
    name: str
    description: str
    unit: str
    values: tuple[Value, ...]
    file: str

    def at(self, day: dt.date) -> Value:
        """The value in force on `day`."""
        known = [v for v in self.values if v.since <= day]
        if not known:
            first = self.values[0].since
            raise ParameterError(
                f"No value of {self.name} on {day}: the first known value starts on {first}. "
                f"Add the earlier value to parameters/{self.file} with its reference."
            )
        return known[-1]


def _read(path: Path) -> Parameter:
    text = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    relative = path.relative_to(FOLDER)
    name = ".".join(relative.with_suffix("").parts)
    values = tuple(
        Value(name, v["value"], text["unit"], since, v["evidence"], v["reference"])
        for since, v in sorted(text["values"].items())
    )
    return Parameter(
        name, text["description"], text["unit"], values, relative.as_posix()
    )


@cache
def catalogue() -> dict[str, Parameter]:
    """Every parameter by name."""
    found = (_read(path) for path in sorted(FOLDER.rglob("*.yaml")))
    return {parameter.name: parameter for parameter in found}


def get(name: str) -> Parameter:
    """The parameter called `name`."""
    try:
        return catalogue()[name]
    except KeyError:
        raise ParameterError(
            f"There is no parameter {name}. `throughcare where parameter` lists them."
        ) from None


def at(name: str, day: dt.date) -> Value:
    """The value of `name` in force on `day`, with unit, evidence and reference."""
    return get(name).at(day)
