"""Who may open which page, and for whom: one table, asked by the middleware before any view runs.

The table is `permissions.csv` beside this file: a row a page, a column a role. A cell says the scope within which the
role may use the page; an empty cell is a refusal. `person` marks pages that show somebody's record: they need a second
factor. `fresh` marks acts that ask for the password again, `purpose` files of records that ask what they are for.
Scope within a page is kept by the views' queries; a foreign id answers 404. `token` is a program with a token, for which the page itself asks.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from django.urls import NoReverseMatch, reverse

FILE = Path(__file__).with_name("permissions.csv")
PUBLIC, TOKEN = "public", "token"
DATA_MANAGER, COMMISSIONER, ANALYST = "data-manager", "commissioner", "analyst"
REGIONAL_LEAD, RECORD_ANALYST = "regional-lead", "record-analyst"
ADMINISTRATOR = "administrator"
SIGNED_IN = frozenset(
    {
        DATA_MANAGER,
        COMMISSIONER,
        REGIONAL_LEAD,
        ANALYST,
        RECORD_ANALYST,
        ADMINISTRATOR,
    }
)
EVERYBODY = SIGNED_IN | {PUBLIC}

SCOPES = {
    "all": "everything that the page can show",
    "own account": "what belongs to the account itself",
    "own provider": "returns of the own provider and of those that merged into it",
    "own partnership": "providers that work for the partnership of the own area",
    "own region": "areas of the own region and providers that work there",
}
"""What a cell of the table may say, in words."""


@dataclass(frozen=True)
class Permission:
    """One row of the table: a page, what it does, and the scope of each role that may use it."""

    page: str
    does: str
    shows_person: bool
    needs_fresh: bool
    asks_purpose: bool
    scopes: dict[str, str]


def _read(row: dict[str, str]) -> Permission:
    roles = sorted(EVERYBODY | {TOKEN})
    scopes = {role: row[role] for role in roles if row[role]}
    return Permission(
        row["page"],
        row["does"],
        row["person"] == "yes",
        row["fresh"] == "yes",
        row["purpose"] == "yes",
        scopes,
    )


def _table() -> dict[str, Permission]:
    with FILE.open(encoding="utf-8", newline="") as file:
        found = [_read(row) for row in csv.DictReader(file)]
    return {permission.page: permission for permission in found}


TABLE = _table()
PAGES = {page: frozenset(p.scopes) - {TOKEN} for page, p in TABLE.items()}
"""The roles that may open each page."""
SEES_PERSONS = (
    frozenset(role for p in TABLE.values() if p.shows_person for role in p.scopes)
    & SIGNED_IN
)
"""Roles that must have a second factor, since some page shows them a person's record."""

START = {
    DATA_MANAGER: "portal:returns",
    COMMISSIONER: "public:area",
    REGIONAL_LEAD: "public:area",
    ANALYST: "public:cuts",
    RECORD_ANALYST: "public:cuts",
    ADMINISTRATOR: "organisations:all",
}
"""Where a person lands after signing in."""


def role_of(user) -> str:
    """The role of a user, `public` for somebody without an account."""
    return user.role if user.is_authenticated else PUBLIC


def may_open(user, page: str) -> bool:
    """True when the table lets this user open the page of this name."""
    return role_of(user) in PAGES.get(page, frozenset())


def is_for_tokens(page: str) -> bool:
    """True for a page that programs use: it checks their token itself."""
    return page in TABLE and TOKEN in TABLE[page].scopes


def start_of(user) -> str:
    """The address at which the user's work begins."""
    page = START.get(user.role, "public:home")
    place = user.area or user.region
    return reverse(page, args=[place.code] if place else [])


def menu(request) -> list[dict[str, object]]:
    """The entries of the menu that this visitor may open."""
    entries = [
        ("public:home", "Areas"),
        ("public:indicators", "Indicators"),
        ("comparison:all", "Compare"),
        ("viewit:build", "Build a report"),
        ("public:packs", "Packs"),
        ("public:releases", "Releases"),
        ("portal:returns", "Returns"),
        ("grid:grid", "Submissions"),
        ("rules:rules", "Rules"),
        ("reports:reports", "Reports"),
        ("public:cuts", "Cuts"),
        ("organisations:all", "Organisations"),
        ("accounts:accounts", "Accounts"),
        ("audit:readings", "Log"),
        ("public:about", "About"),
    ]
    user = getattr(request, "user", None)
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {"href": _address(page), "text": text, "active": page == here}
        for page, text in entries
        if user and may_open(user, page) and _address(page)
    ]


def _address(page: str) -> str | None:
    """The address of a page; None where the site does not have it, as the public one alone."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return None
