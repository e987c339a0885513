"""The Jinja environment: our templates, the components of nhsuk-frontend-jinja, and our filters."""

import re
from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import (
    BaseLoader,
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    PackageLoader,
)
from markupsafe import Markup, escape

from throughcare.publish import words
from throughcare.web.accounts import policy


def environment(*, loader: BaseLoader, **options) -> Environment:
    """Components first ask for parameters that may be missing, hence ChainableUndefined."""
    options["undefined"] = ChainableUndefined
    both = ChoiceLoader([loader, PackageLoader("nhsuk_frontend_jinja")])
    env = Environment(loader=both, trim_blocks=True, lstrip_blocks=True, **options)
    env.globals |= {
        "asset": asset,
        "url": url,
        "static_of": static,
        "MARKS": words.MARKS,
        "KINDS": words.KINDS,
    }
    env.filters |= {
        "number": words.number,
        "date": words.date,
        "moment": words.moment,
        "value": words.value,
        "interval": words.interval,
        "amount": words.amount,
        "count": words.count,
        "group": words.label,
        "period": words.period,
        "period_label": words.period_label,
        "listed": words.listed,
        "quantity": words.quantity,
        "breakable": breakable,
    }
    return env


def breakable(text: str) -> Markup:
    """A name or address that a narrow column may break behind a stroke, dot or underscore, and nowhere else.

    >>> breakable("a.b_c")
    Markup('a.<wbr>b_<wbr>c')
    """
    return Markup(re.sub(r"([/._])(?=.)", r"\1<wbr>", str(escape(text))))


def url(name: str, *args: object) -> str:
    """The address of the page called `name`."""
    return reverse(name, args=args)


def asset(name: str) -> str:
    """The address of a built asset, with its build in it so that browsers fetch a new one."""
    return f"{static('build/' + name)}?v={build()}"


@cache
def build() -> str:
    """A mark of the build of the assets."""
    stamp = settings.BUILD_DIR / "stamp.txt"
    return stamp.read_text(encoding="utf-8") if stamp.is_file() else "none"


def site(request) -> dict[str, object]:
    """What every page needs: its menu and whether this is a demonstration."""
    return {
        "session_left": _session_left(request),
        "warning_seconds": getattr(settings, "SESSION_WARNING_SECONDS", 0),
        "shows_kept_work": getattr(request, "shows_kept_work", False),
        "menu": policy.menu(request),
        "demo": settings.DEMO,
        "has_accounts": settings.HAS_ACCOUNTS,
        "is_static": settings.IS_STATIC,
        "public_forms": settings.PUBLIC_FORMS,
    }


def _session_left(request) -> int | None:
    """Seconds until the session of somebody signed in ends without another request; None for everybody else."""
    user = getattr(request, "user", None)
    if not user or not user.is_authenticated:
        return None
    from throughcare.web.accounts import (
        sessions,
    )  # needs the accounts, which the public site alone does not have

    return sessions.left(request.session)["idle"]
