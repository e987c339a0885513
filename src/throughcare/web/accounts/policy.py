"""Who may open which page: one table, asked by the middleware before any view runs.

Scope within a page (own provider, own area) is kept by the views' queries; a foreign id answers 404.
"""

from django.urls import reverse

PUBLIC = "public"
DATA_MANAGER, COMMISSIONER, ANALYST = "data-manager", "commissioner", "analyst"
EVERYBODY = frozenset({PUBLIC, DATA_MANAGER, COMMISSIONER, ANALYST})
SIGNED_IN = EVERYBODY - {PUBLIC}
SENDER = frozenset({DATA_MANAGER})

PAGES = {
    "public:home": EVERYBODY,
    "public:search": EVERYBODY,
    "public:about": EVERYBODY,
    "public:accessibility": EVERYBODY,
    "public:area": EVERYBODY,
    "public:area-indicator": EVERYBODY,
    "public:area-indicator-data": EVERYBODY,
    "public:explain": EVERYBODY,
    "public:explain-data": EVERYBODY,
    "public:explain-lines": SENDER,
    "public:indicators": EVERYBODY,
    "public:indicator": EVERYBODY,
    "public:indicator-data": EVERYBODY,
    "public:health": EVERYBODY,
    "accounts:sign-in": EVERYBODY,
    "accounts:sign-out": EVERYBODY,
    "accounts:start": SIGNED_IN,
    "portal:returns": SENDER,
    "portal:return": SENDER,
    "portal:findings": SENDER,
    "portal:handed-back": SENDER,
    "portal:accept": SENDER,
    "portal:withdraw": SENDER,
    "public:cuts": frozenset({ANALYST}),
}

START = {
    DATA_MANAGER: "portal:returns",
    COMMISSIONER: "public:area",
    ANALYST: "public:cuts",
}
"""Where a person lands after signing in."""


def role_of(user) -> str:
    """The role of a user, `public` for somebody without an account."""
    return user.role if user.is_authenticated else PUBLIC


def may_open(user, page: str) -> bool:
    """True when the table lets this user open the page of this name."""
    return role_of(user) in PAGES.get(page, frozenset())


def start_of(user) -> str:
    """The address at which the user's work begins."""
    page = START.get(user.role, "public:home")
    return reverse(page, args=[user.area.code] if user.area else [])


def menu(request) -> list[dict[str, object]]:
    """The entries of the menu that this visitor may open."""
    entries = [
        ("public:home", "Areas"),
        ("public:indicators", "Indicators"),
        ("portal:returns", "Returns"),
        ("public:cuts", "Cuts"),
        ("public:about", "About"),
    ]
    user = getattr(request, "user", None)
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {"href": reverse(page), "text": text, "active": page == here}
        for page, text in entries
        if user and may_open(user, page)
    ]
