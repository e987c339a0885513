"""The public API in words, with examples to paste, and its description for programs."""

import json
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.publish import areas
from throughcare.web.public import released
from throughcare.web.public.caching import kept
from throughcare.web.public.service import LARGEST_PAGE, PREFIX, api

PROBLEMS = (
    ("304", "Nothing has changed since the answer whose ETag you sent."),
    ("404", "There is no such indicator or release."),
    ("422", "The request is not as described here; the sentence says which part."),
    (
        "429",
        "Too many requests from one address; the sentence and Retry-After say how long to wait.",
    ),
)


@dataclass(frozen=True)
class Field:
    """A condition of a request, or a part of an answer. `within` is the list that it is a part of."""

    name: str
    kind: str
    told: str
    within: str = ""


@dataclass(frozen=True)
class Operation:
    """What can be asked for: its path, an address that answers, what it takes and gives."""

    path: str
    told: str
    example: str
    takes: tuple[Field, ...]
    gives: tuple[Field, ...]

    @property
    def name(self) -> str:
        return self.path.removeprefix(PREFIX).partition("/")[0]


def described() -> dict:
    """The OpenAPI description. Its addresses begin where it lies itself."""
    told = api.get_openapi_schema(path_prefix=PREFIX)
    told["servers"] = [{"url": "/", "description": "This site"}]
    return told


@require_safe
@kept
def openapi(request):
    text = json.dumps(described(), indent=1, default=str)
    return HttpResponse(text, content_type="application/json")


@require_safe
@kept
def about(request):
    """Each operation with an example, what it takes and what it answers."""
    shown, told = released.shown(), described()
    slug = shown.known[0].slug if shown.known else "in-treatment"
    examples = _examples(slug)
    operations = [
        _operation(
            told, path, methods["get"], request.build_absolute_uri(examples[path])
        )
        for path, methods in told["paths"].items()
    ]
    context = {
        "operations": operations,
        "largest": LARGEST_PAGE,
        "most": settings.PUBLIC_REQUESTS_PER_MINUTE,
        "problems": PROBLEMS,
        "pages": request.build_absolute_uri(examples[f"{PREFIX}figures/{{slug}}"]),
        "file": request.build_absolute_uri(f"/indicators/{slug}.csv"),
    }
    return render(request, "public/api.jinja", shown.context() | context)


def _examples(slug: str) -> dict[str, str]:
    """A request of each operation that has an answer."""
    region = next(iter(areas.region_names()))
    asked = f"?kind=year&geography=area&region={region}&group=all"
    return {
        f"{PREFIX}releases": f"{PREFIX}releases",
        f"{PREFIX}indicators": f"{PREFIX}indicators",
        f"{PREFIX}places": f"{PREFIX}places?q=leeds",
        f"{PREFIX}figures/{{slug}}": f"{PREFIX}figures/{slug}{asked}",
    }


def _operation(told: dict, path: str, one: dict, example: str) -> Operation:
    takes = [
        Field(p["name"], _kind(p["schema"]), _text(p) or _text(p["schema"]))
        for p in one.get("parameters", ())
    ]
    answer = one["responses"][200]["content"]["application/json"]["schema"]
    return Operation(
        path=path,
        told=one["description"].replace("`", ""),
        example=example,
        takes=tuple(takes),
        gives=tuple(_fields(told["components"]["schemas"], answer)),
    )


def _fields(schemas: dict, schema: dict, within: str = "") -> list[Field]:
    """The parts of an answer, those of a list after the list."""
    found = []
    for name, part in _named(schemas, schema)["properties"].items():
        found.append(Field(name, _kind(part), _text(part), within))
        items = part.get("items", {})
        if "$ref" in items:
            found += _fields(schemas, items, name)
    return found


def _named(schemas: dict, schema: dict) -> dict:
    return schemas[schema["$ref"].rpartition("/")[2]]


def _text(part: dict) -> str:
    return part.get("description", "").replace("`", "")


KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "array": "list",
    "object": "names with values",
}


def _kind(part: dict) -> str:
    """The kind of a value in words.

    >>> _kind({"anyOf": [{"type": "number"}, {"type": "null"}]}), _kind({"enum": ["a", "b"], "type": "string"})
    ('number or null', 'a, b')
    """
    if "anyOf" in part:
        kinds = [k for one in part["anyOf"] if (k := _kind(one)) != "null"]
        is_open = any(one.get("type") == "null" for one in part["anyOf"])
        return " or ".join(kinds + ["null"] * is_open)
    if "enum" in part:
        return ", ".join(part["enum"])
    return KINDS.get(part.get("type"), part.get("type", "text"))
