from django.urls import include, path, re_path

from throughcare.web.public import (
    areas,
    downloads,
    explain,
    help_page,
    indicators,
    method_pages,
    overviews,
    packs,
    releases,
    views,
)

app_name = "public"

AREA = r"(?P<code>[A-Z][0-9]{8})"
SLUG = r"(?P<slug>[a-z0-9-]+)"
CUT = r"(?P<cut>[A-Za-z0-9][A-Za-z0-9._-]{0,63})"
FORM = r"\.(?P<form>csv|json|xlsx|ods)"

DOCUMENT = r"\.(?P<form>pdf|html|csv|xlsx|ods|json)"

OF_FIGURES = [
    path("packs/", packs.packs, name="packs"),
    path("bulletin/", packs.bulletin, name="bulletin"),
    re_path(rf"^bulletin{DOCUMENT}$", packs.bulletin_file, name="bulletin-file"),
    re_path(rf"^areas/{AREA}/pack/$", packs.pack, name="pack"),
    re_path(rf"^areas/{AREA}/pack{DOCUMENT}$", packs.pack_file, name="pack-file"),
    path("indicators/", indicators.indicators, name="indicators"),
    re_path(rf"^indicators{FORM}$", overviews.of_list, name="indicators-data"),
    re_path(rf"^indicators/{SLUG}/$", indicators.indicator, name="indicator"),
    re_path(rf"^indicators/{SLUG}{FORM}$", downloads.of_all, name="indicator-data"),
    re_path(rf"^areas/{AREA}/$", areas.area, name="area"),
    re_path(rf"^areas/{AREA}{FORM}$", overviews.of_area, name="area-data"),
    re_path(rf"^areas/{AREA}/{SLUG}/$", areas.area_indicator, name="area-indicator"),
    re_path(
        rf"^areas/{AREA}/{SLUG}{FORM}$", downloads.of_area, name="area-indicator-data"
    ),
    re_path(rf"^areas/{AREA}/{SLUG}/explain/$", explain.page, name="explain"),
    re_path(rf"^areas/{AREA}/{SLUG}/explain\.json$", explain.data, name="explain-data"),
    re_path(
        rf"^areas/{AREA}/{SLUG}/explain\.csv$", explain.lines, name="explain-lines"
    ),
]
"""Pages of figures: of the newest release, and below releases/<cut>/ of any that was published."""

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("about/", views.about, name="about"),
    path("help/", help_page.help_page, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("health/", views.health, name="health"),
    path("cuts/", views.cuts, name="cuts"),
    path("methods/", method_pages.all_methods, name="methods"),
    path("methods/statistics/", method_pages.statistics, name="statistics"),
    re_path(rf"^methods/{SLUG}/$", method_pages.method, name="method"),
    path("releases/", releases.releases, name="releases"),
    *OF_FIGURES,
]
released = (
    [re_path(r"^$", releases.release, name="release"), *OF_FIGURES],
    "released",
)
of_releases = [re_path(rf"^releases/{CUT}/", include(released))]
