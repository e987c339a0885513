"""The help page: what is here, how to read, take and cite a figure, in words and by an example of the release itself."""

from django.conf import settings
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from throughcare.publish import areas, words
from throughcare.web.public import released
from throughcare.web.public.caching import kept
from throughcare.web.public.indicators import of_england

CONTENTS = (
    ("here", "What is here"),
    ("figure", "How to read a figure"),
    ("marks", "Signs in place of a number"),
    ("charts", "Charts, maps and funnels"),
    ("sure", "How sure a definition is"),
    ("words", "Words"),
    ("download", "Download"),
    ("cite", "Cite"),
    ("keyboard", "Keyboard and screen readers"),
    ("contact", "Ask, or say what is wrong"),
)
WAYS_IN = (
    ("Areas", "public:home", "One place beside its region and England."),
    (
        "Indicators",
        "public:indicators",
        "One question over all places, with trend, list and map.",
    ),
    (
        "Compare",
        "comparison:all",
        "Areas beside areas like them, with what their people lead to expect.",
    ),
    (
        "What rose where",
        "comparison:alarms",
        "Weeks in which more people presented with a substance than expected.",
    ),
    (
        "Build a report",
        "viewit:build",
        "Your own choice of measure, places, periods and breakdown, at an address you can share.",
    ),
    (
        "Packs",
        "public:packs",
        "One document for each area, and the bulletin of the year for England.",
    ),
    (
        "Releases",
        "public:releases",
        "When figures come out, what each release changed, and older ones.",
    ),
    (
        "Methods",
        "public:methods",
        "How each figure is computed, with every parameter and its source.",
    ),
    ("The public API", "public-api:about", "The same figures for programs."),
)
SIGNS = (
    (
        words.CONFIDENTIAL,
        "Withheld: the number is so small that it could point to people, or would tell such a number.",
        "Take a longer period, the region, or all substance groups together. It is not zero, and asking does not help.",
    ),
    (
        words.NOT_AVAILABLE,
        "Not available: there is nobody to count, or nothing was recorded.",
        "Look whether other periods have a figure.",
    ),
    (
        words.NOT_APPLICABLE,
        "Does not apply: a count is not compared with that of a larger place, for example.",
        "Nothing is missing.",
    ),
    (
        words.LOW,
        "Less than half of the last decimal shown, but not nothing.",
        "The files of the indicator have more decimals.",
    ),
)
SURE = (
    ("verified", "read in a published source, which is named."),
    (
        "memory",
        "known from working with such figures; the source was not at hand to be checked.",
    ),
    ("proposed", "this project’s own choice, where no source settles it."),
)
WORDS = (
    ("Area", "An upper-tier local authority of England as of 2018; there are 152."),
    (
        "In treatment",
        "Somebody with a journey that overlaps the period. Each person counts once in an area, in a region and in England.",
    ),
    (
        "Journey",
        "A person’s episodes of treatment, at any provider, with no long gap between them.",
    ),
    ("Presentation", "The start of a journey."),
    (
        "Completion",
        "A journey whose last episode ended with treatment completed.",
    ),
    ("Re-presentation", "A new journey soon after a completed one."),
    (
        "Substance group",
        "By all problem substances: any opiate first, then non-opiates with alcohol, non-opiates only, alcohol only.",
    ),
    (
        "Outcome profile",
        "Questions about the last 28 days, asked at the start, at review and at exit.",
    ),
    (
        "Case-mix",
        "What people bring with them when they start. “Expected” is what an area would have with its people, had they "
        "done as such people do in England.",
    ),
    (
        "Release",
        "Figures that came out together and do not change; each is computed from one frozen cut of all returns.",
    ),
)


@require_safe
@kept
def help_page(request):
    """Help for readers of the public pages."""
    shown = released.shown()
    code = areas.all_areas()[0].code
    context = {
        "contents": CONTENTS,
        "ways_in": [(text, _at(name), told) for text, name, told in WAYS_IN],
        "example": _example(shown),
        "signs": SIGNS,
        "marks": SURE,
        "words": WORDS,
        "page_example": reverse("public:area", args=[code]),
        "file_example": reverse("public:area-data", args=[code, "csv"]),
        "citation": _citation(shown.release),
        "contact": settings.PUBLIC_CONTACT,
    }
    return render(request, "public/help.jinja", shown.context() | context)


def _at(name: str) -> str | None:
    if settings.IS_STATIC and name.startswith(("viewit:", "public-api:")):
        return None
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _example(shown) -> str:
    """The first share of England in words, with its counts and interval."""
    for definition in shown.known:
        row = of_england(shown.release, definition)
        if definition.is_share and row and row.lower is not None:
            return _told(definition, row)
    return "A share has counts above and below it, and a 95% interval."


def _told(definition, row) -> str:
    value, interval = (
        words.value(row, definition.unit),
        words.interval(row, definition.unit),
    )
    return (
        f"For example: “{definition.told}”, England, {words.period(row.period)}: {words.count(row, 'numerator')} counted, "
        f"out of {words.count(row, 'denominator')}, is {value}, with a 95% interval of {interval}."
    )


def _citation(release) -> str:
    if release is None:
        return ""
    day = f", published on {words.date(release.published)}" if release.published else ""
    return (
        f"Throughcare, release {release.cut}{day}, data as of {words.date(release.as_of)}: "
        "name of the indicator, place and period, address of the page, day you read it."
    )
