"""Where something is defined: the answer to "where is waiting time defined?"."""

import importlib
import inspect
import re
from collections.abc import Iterator

from throughcare import indicators, parameters
from throughcare.dataset.spec import all_fields
from throughcare.indicators import from_outside
from throughcare.outside import layouts
from throughcare.rules.catalogue import catalogue

MOST = 25


def find(words: str) -> list[dict]:
    """Entries whose name or text holds every word, the closest first: kind, name, says, file."""
    stems = [_stem(word) for word in re.findall(r"\w+", words.lower())]
    scored = []
    for entry in _everything():
        named = f"{entry['name']} {entry['file']}".lower().replace("_", " ")
        text = f"{named} {entry['says']}".lower()
        if stems and all(stem in text for stem in stems):
            scored.append((-sum(stem in named for stem in stems), len(scored), entry))
    return [entry for _, _, entry in sorted(scored, key=lambda s: s[:2])][:MOST]


def _stem(word: str) -> str:
    """Enough of a word to find its other forms: wait finds waiting."""
    return re.sub(r"(ing|ed|es|s)$", "", word) if len(word) > 4 else word


def _everything() -> Iterator[dict]:
    for indicator in indicators.catalogue().values():
        yield {
            "kind": "indicator",
            "name": f"{indicator.slug} ({indicator.id})",
            "says": f"{indicator.title}. {indicator.question}",
            "file": f"indicators/{indicator.file}",
        }
    for indicator in from_outside.catalogue().values():
        yield {
            "kind": "indicator",
            "name": f"{indicator.slug} ({indicator.id})",
            "says": f"{indicator.title}. {indicator.question}",
            "file": f"indicators/{indicator.file}",
        }
    for layout in layouts.catalogue().values():
        yield {
            "kind": "layout",
            "name": layout.slug,
            "says": f"{layout.title}: {', '.join(layout.columns[:6])}",
            "file": f"outside/layouts/{layout.slug}.py",
        }
    for parameter in parameters.catalogue().values():
        latest = parameter.values[-1]
        yield {
            "kind": "parameter",
            "name": parameter.name,
            "says": f"{parameter.description}: {latest.value} {parameter.unit} ({latest.evidence})",
            "file": f"parameters/{parameter.file}",
        }
    for field in all_fields():
        yield {
            "kind": "field",
            "name": f"{field.header} ({field.record}.{field.name})",
            "says": field.description,
            "file": "dataset/fields.csv",
        }
    for rule in catalogue():
        module = importlib.import_module(rule.function.__module__)
        name = module.__name__.rsplit(".", 1)[-1]
        line = inspect.getsourcelines(rule.function)[1]
        yield {
            "kind": "rule",
            "name": f"{rule.number} {rule.name}",
            "says": rule.wrong,
            "file": f"rules/{name}.py:{line}",
        }
