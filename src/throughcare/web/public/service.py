"""The public API: what the pages show, for programs. Read only, without a token, at addresses that stay.

Figures are those of the newest release unless `release` names another. Answers come in pages: `next` is the address of
the one that follows. They carry an ETag, which changes with a release alone: send it back as If-None-Match, and what has
not changed is answered with 304 and no body.
"""

from typing import Annotated, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import caches
from django.http import Http404
from ninja import Field, NinjaAPI, Path, Query, Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.throttling import SimpleRateThrottle

from throughcare.publish import areas, calendar, definitions, figures
from throughcare.web.public import released
from throughcare.web.public.caching import kept

PREFIX = "/api/v1/public/"
LARGEST_PAGE = 1000
Kind = Literal["year", "quarter", "rolling"]
Geography = Literal["england", "region", "area"]


class PerAddress(SimpleRateThrottle):
    """So many requests a minute for each address, counted in this process."""

    scope = "public"

    def __init__(self):
        super().__init__(rate="1/min")
        self.cache = caches["memory"]

    def allow_request(self, request) -> bool:
        self.num_requests = settings.PUBLIC_REQUESTS_PER_MINUTE
        return super().allow_request(request)

    def get_cache_key(self, request) -> str:
        return f"public-{request.META.get('REMOTE_ADDR')}"


api = NinjaAPI(
    title="Throughcare: public figures",
    version="1",
    description=__doc__,
    throttle=[PerAddress()],
    docs_url=None,
    openapi_url=None,
    urls_namespace="public-api",
)


class Problem(Schema):
    """Why a request was not answered."""

    detail: str = Field(description="A sentence with a way out")


class Release(Schema):
    """A published release."""

    release: str = Field(description="Its name, that of its cut")
    title: str = Field(description="Its name for readers")
    as_of: str = Field(description="The day up to which data was taken")
    published: str = Field(description="When; blank where it is not known")
    is_newest: bool = Field(description="Whether pages show it unasked")
    hash: str = Field(description="SHA-256 of the figures")
    address: str = Field(description="Where its pages begin")


class Reference(Schema):
    """What a definition rests on, and how sure that is."""

    source: str = Field(description="Document and place in it")
    says: str = Field(description="What it settles")
    evidence: Literal["verified", "memory", "proposed"] = Field(
        description="How sure that is"
    )


class Indicator(Schema):
    """An indicator of the newest release."""

    slug: str = Field(description="Its name in addresses")
    number: str = Field(description="Its number in the catalogue")
    title: str = Field(description="Its name for readers")
    question: str = Field(description="What it asks")
    unit: str = Field(description="%, per 1,000, persons, years, days or ratio")
    numerator: str = Field(description="What is counted")
    denominator: str = Field(description="Out of what; blank for a count")
    exclusions: list[str] = Field(description="What is left out")
    part: str = Field(description="The part of a split that stands for the whole")
    evidence: Literal["verified", "memory", "proposed"] = Field(
        description="How sure the least sure part of the definition is"
    )
    references: list[Reference] = Field(description="What the definition rests on")
    periods: dict[str, list[str]] = Field(description="Periods by kind")


class Place(Schema):
    """England, a region or an area."""

    code: str = Field(description="GSS code")
    name: str = Field(description="Its name")
    geography: Geography = Field(description="Kind of place")
    region: str | None = Field(description="Code of the region of an area")


class Figure(Schema):
    """One protected figure. Numbers are null where it is suppressed or does not exist."""

    indicator: str = Field(description="Key of the indicator")
    period: str = Field(description="As 2012-13, 2012-13-Q3 or 12m-to-2013-03")
    period_kind: Kind = Field(description="Kind of period")
    geography: Geography = Field(description="Kind of place")
    code: str = Field(description="Code of the place")
    name: str = Field(description="Name of the place")
    substance_group: str = Field(description="all for all of them together")
    part: str = Field(description="Part of a split; all where there is none")
    numerator: float | None = Field(description="Counted, rounded to 5")
    denominator: float | None = Field(description="Out of, rounded to 5")
    value: float | None = Field(description="In the unit of the indicator")
    lower: float | None = Field(description="Lower end of the 95% interval")
    upper: float | None = Field(description="Upper end of the 95% interval")
    suppressed: bool = Field(description="Whether the numbers are withheld")


class Releases(Schema):
    releases: list[Release] = Field(description="The newest first")


class Indicators(Schema):
    release: str | None = Field(description="The newest release; null before the first")
    indicators: list[Indicator] = Field(description="In the order of the catalogue")


class Places(Schema):
    places: list[Place] = Field(description="England, then regions, then areas")


class Figures(Schema):
    """A page of figures."""

    release: str = Field(description="The release that they are of")
    total: int = Field(description="Figures that were asked for, on all pages")
    next: str | None = Field(description="Address of the next page")
    figures: list[Figure] = Field(description="The oldest period first")


class Asked(Schema):
    """Which figures. Without a condition all of the indicator are meant."""

    release: str | None = Field(None, description="Name of a release; else the newest")
    code: str | None = Field(
        None, description="Code of a place, as E08000035; `places` lists them"
    )
    region: str | None = Field(
        None, description="Code of a region, as E12000003: its areas"
    )
    geography: Geography | None = Field(None, description="Kind of place")
    kind: Kind | None = Field(None, description="Kind of period")
    period: str | None = Field(
        None, description="A period, as 2012-13; `indicators` lists them"
    )
    group: str | None = Field(
        None, description="Substance group, as opiate; all for all of them together"
    )
    part: str | None = Field(
        None, description="Part of a split; all for an unsplit one"
    )
    limit: int = Field(
        100, ge=1, le=LARGEST_PAGE, description="Most figures in an answer"
    )
    offset: int = Field(
        0, ge=0, le=10_000_000, description="Figures before the first of the answer"
    )


PROBLEMS = dict.fromkeys((400, 404, 422, 429), Problem)
ANSWERS = {304: None, **PROBLEMS}


@api.get(
    "releases",
    url_name="releases",
    response={200: Releases, **ANSWERS},
    operation_id="releases",
)
@decorate_view(kept)
def releases(request):
    """Published releases, the newest first."""
    store = settings.THROUGHCARE_STORE
    titles = {entry.cut: entry.title for entry in calendar.entries(store)}
    names = figures.names(store)[::-1]
    return {"releases": [_release(name, titles, names[0]) for name in names]}


def _release(name: str, titles, newest: str) -> dict:
    held = figures.read(settings.THROUGHCARE_STORE, name)
    return {
        "release": name,
        "title": titles.get(name, name),
        "as_of": held.as_of,
        "published": held.published,
        "is_newest": name == newest,
        "hash": held.mark,
        "address": f"/releases/{name}/",
    }


@api.get(
    "indicators",
    url_name="indicators",
    response={200: Indicators, **ANSWERS},
    operation_id="indicators",
)
@decorate_view(kept)
def indicators(request):
    """The indicators of the newest release with their definitions and periods."""
    shown = released.shown()
    told = [_indicator(shown.release, d) for d in shown.known]
    return {
        "release": shown.release.cut if shown.release else None,
        "indicators": told,
    }


def _indicator(release, definition: definitions.Definition) -> dict:
    told = {name: getattr(definition, name) for name in TOLD}
    kinds = release.kinds(definition.key)
    return told | {
        "question": definition.sentence,
        "exclusions": list(definition.exclusions),
        "references": [
            {"source": r.source, "says": r.says, "evidence": r.evidence}
            for r in definition.references
        ],
        "periods": {kind: release.periods(definition.key, kind) for kind in kinds},
    }


TOLD = (
    "slug",
    "number",
    "title",
    "unit",
    "numerator",
    "denominator",
    "part",
    "evidence",
)


@api.get(
    "places",
    url_name="places",
    response={200: Places, **ANSWERS},
    operation_id="places",
)
@decorate_view(kept)
def places(
    request,
    q: str = Query("", description="Words of a name"),
    region: str = Query("", description="Code of a region, as E12000003"),
):
    """England, the regions and the 152 areas; those with the words of `q` in their name, or of a region."""
    wanted = q.casefold().split()
    return {
        "places": [
            place
            for place in _places()
            if all(word in place["name"].casefold() for word in wanted)
            and region in ("", place["region"])
        ]
    }


def _places() -> list[dict]:
    regions = areas.region_names()
    found = [(areas.ENGLAND_CODE, areas.ENGLAND_NAME, "england", None)]
    found += [(code, name, "region", None) for code, name in regions.items()]
    found += [(a.code, a.name, "area", a.region_code) for a in areas.all_areas()]
    names = ("code", "name", "geography", "region")
    return [dict(zip(names, place, strict=True)) for place in found]


@api.get(
    "figures/{slug}",
    url_name="figures",
    response={200: Figures, **ANSWERS},
    operation_id="figures",
)
@decorate_view(kept)
def of_indicator(
    request,
    slug: Annotated[str, Path(description="Name of an indicator, as in its page")],
    asked: Query[Asked],
):
    """Figures of one indicator, oldest period first, in pages."""
    _only(request, Asked.model_fields)
    definition = released.definition(slug)
    release = released.shown(asked.release).release
    if release is None:
        raise HttpError(404, "No figures have been released yet.")
    found = _found(release, definition.key, asked)
    page = found[asked.offset : asked.offset + asked.limit]
    rows = [figures.Row(*cells).as_dict() for cells in release.index.rows(page)]
    return {
        "release": release.cut,
        "total": len(found),
        "next": _next(slug, asked, len(found)),
        "figures": rows,
    }


def _only(request, known) -> None:
    """Refuse a condition with a wrong name: left out, it would make the answer one to another question."""
    wrong = sorted(set(request.GET) - set(known))
    if wrong:
        raise HttpError(
            422,
            f"There is no condition {wrong[0]!r}. There are: {', '.join(known)}.",
        )


COLUMNS = {
    "code": "code",
    "geography": "geography",
    "kind": "period_kind",
    "period": "period",
    "group": "substance_group",
    "part": "part",
}


def _found(release, key: str, asked: Asked):
    """Where the figures stand in the index of the release."""
    wanted = {
        column: getattr(asked, name)
        for name, column in COLUMNS.items()
        if getattr(asked, name)
    }
    found = release.index.places(indicator=key, **wanted)
    if not asked.region:
        return found
    inside = {a.code for a in areas.all_areas() if a.region_code == asked.region}
    codes = release.index.values("code", found)
    return found[[code in inside for code in codes]] if len(found) else found


def _next(slug: str, asked: Asked, total: int) -> str | None:
    after = asked.offset + asked.limit
    if after >= total:
        return None
    query = asked.model_dump(exclude_none=True) | {"offset": after}
    return f"{PREFIX}figures/{slug}?{urlencode(query)}"


@api.exception_handler(Http404)
def _not_found(request, fault):
    return _problem(
        request,
        404,
        f"There is no such indicator or release. {PREFIX}indicators and {PREFIX}releases list them.",
    )


@api.exception_handler(ValidationError)
def _not_understood(request, fault):
    told = "; ".join(f"{error['loc'][-1]}: {error['msg']}" for error in fault.errors)
    return _problem(
        request, 422, f"{told}. {PREFIX}openapi.json says what may be asked."
    )


@api.exception_handler(Throttled)
def _too_many(request, fault):
    most = settings.PUBLIC_REQUESTS_PER_MINUTE
    wait = int(fault.wait or 60) + 1
    answer = _problem(
        request,
        429,
        f"One address may ask {most} times a minute. Ask again in {wait} seconds, or take larger pages or the files.",
    )
    answer["Retry-After"] = str(wait)
    return answer


def _problem(request, status: int, text: str):
    return api.create_response(request, {"detail": text}, status=status)
