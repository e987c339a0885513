"""What a rule is: a numbered, named function that says where the data is wrong.

A rule on rows takes the records of a row by name and returns a boolean expression that is true where the data
is at fault. A rule across rows takes the typed rows and returns those at fault. The registry keeps them in
the order of their numbers; numbers are the key in messages, docs, tests and reports.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from throughcare.dataset import Field, Spec
from throughcare.dataset.spec import rank

LEVELS = ("reject-file", "reject-record", "reject-field", "warn", "info")
EVIDENCE = ("source", "memory", "proposed")
ADULT = ("adult-drug", "adult-alcohol")
"""The data sets of services for adults in the community."""
FILL_IN = "Fill in {field} in your system and send the record again."
"""What to do about an item that may not be blank."""


@dataclass(frozen=True)
class Rule:
    """One rule of the data set.

    `level` is the level in the reference; what is in force comes from the parameter `rules.<name>`.
    `each` chooses the fields of a family rule, whose function is called once for each of them with `field`.
    `on_refusals` says whether the rule also looks at rows whose consent is N, which are empty by design.
    `data_sets`: the data sets that the rule belongs to; empty for all.
    `shows_what_is_kept`: the finding shows what is left of the value, not the text that was sent.
    """

    number: str
    function: Callable
    level: str
    record: str
    fields: tuple[str, ...]
    evidence: str
    do: str
    kind: str
    each: Callable[[Spec], list[Field]] | None = None
    since: str = ""
    until: str = ""
    on_refusals: bool = False
    shows_what_is_kept: bool = False
    data_sets: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.function.__name__

    @property
    def parameter(self) -> str:
        """The parameter that holds the level in force."""
        return f"rules.{self.name}"

    @cached_property
    def wrong(self) -> str:
        """What is wrong: the first sentence of the function's docstring."""
        return inspect.getdoc(self.function).split("\n\n")[0].replace("\n", " ")

    @property
    def title(self) -> str:
        return self.name.replace("_", " ").capitalize()

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """Names of the records (or `row`, `field`) that the function asks for."""
        return tuple(inspect.signature(self.function).parameters)

    def is_in(self, spec: Spec) -> bool:
        """Whether the rule belongs to a version of the data set."""
        here = rank(spec.letter)
        after_start = not self.since or rank(self.since) <= here
        before_end = not self.until or here <= rank(self.until)
        its_own = not self.data_sets or spec.data_set in self.data_sets
        return after_start and before_end and its_own

    def message(self, field: str) -> str:
        """What is wrong and what to do, for one field."""
        return f"{self.wrong} {self.do}".replace("{field}", field)


REGISTRY: list[Rule] = []


def _register(kind: str, number: str, **kept) -> Callable:
    def keep(function: Callable) -> Callable:
        kept["fields"] = tuple(kept.get("fields", ()))
        REGISTRY.append(Rule(number=number, function=function, kind=kind, **kept))
        return function

    return keep


def rule(number: str, **kept) -> Callable:
    """Register a rule on rows. Keywords are the attributes of `Rule`."""
    return _register("row", number, **kept)


def rule_across(number: str, **kept) -> Callable:
    """Register a rule that compares rows with each other or with what is already known."""
    return _register("across", number, **kept)


def rule_on_history(number: str, **kept) -> Callable:
    """Register a rule that compares the file with the last accepted return."""
    return _register("history", number, **kept)


def rule_on_journeys(number: str, **kept) -> Callable:
    """Register a rule on the journeys of a cut, across agencies and in time."""
    return _register("journey", number, **kept)


def rule_on_file(number: str, **kept) -> Callable:
    """Register a rule on the file as a whole."""
    return _register("file", number, record="file", **kept)
