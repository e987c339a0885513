"""`throughcare serve-public` and `throughcare release export`: the public site without a database, and as files."""

import datetime as dt
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from throughcare.cli.options import StoreOption
from throughcare.cli.printing import fail
from throughcare.cli.releases import ByOption, release_app
from throughcare.cli.root import app


@app.command("serve-public")
def serve_public(
    store: StoreOption,
    listen: Annotated[
        str, typer.Option(help="HOST:PORT to listen on.")
    ] = "127.0.0.1:8000",
):
    """Serve the public pages alone: no database, no accounts; the store needs its releases only.

    Example: throughcare serve-public --store store --listen 127.0.0.1:8000
    """
    _site("serve_alone", "--store", store, "--listen", listen)


@release_app.command()
def export(
    store: StoreOption,
    out: Annotated[Path, typer.Option(help="The folder to write.")],
    area: Annotated[
        list[str] | None,
        typer.Option(help="Code of a place; can be given more than once; else all."),
    ] = None,
    replace: Annotated[bool, typer.Option(help="Replace the folder.")] = False,
):
    """Write the public site as files: pages with relative links, CSV and JSON beside, for any host or none.

    Example: throughcare release export --store store --out site
    """
    places = [word for code in area or () for word in ("--area", code)]
    more = ["--replace"] if replace else []
    _site("export", "--store", store, "--out", out, *places, *more)


def _site(module: str, *words: object) -> None:
    """Become a program of the site: web and commands do not import each other."""
    command = [sys.executable, "-m", f"throughcare.web.public.{module}"]
    sys.stdout.flush()
    os.execv(sys.executable, [*command, *map(str, words)])


@release_app.command()
def plan(
    store: StoreOption,
    cut: Annotated[str, typer.Option(help="Name that the cut has or will have.")],
    by: ByOption,
    on: Annotated[
        str | None, typer.Option(help="The day, as 2014-11-06; else it is called off.")
    ] = None,
    title: Annotated[str, typer.Option(help="What readers see.")] = "",
    reason: Annotated[
        str, typer.Option(help="Why a date changes; readers see it.")
    ] = "",
):
    """Put the day of a coming release into the calendar, move it, or call it off.

    Example: throughcare release plan --store store --cut 2013-14 --on 2014-11-06 --by analyst
    """
    from throughcare.publish import calendar

    try:
        entry = calendar.plan(
            store, cut, on=_day(on), by=by, title=title, reason=reason
        )
    except calendar.NotPlanned as error:
        raise fail(str(error)) from None
    told = f"planned for {entry.on}" if entry.on else "called off"
    print(f"Release of cut {cut}: {told}.")


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise fail(f"{text!r} is not a day. Write it as 2014-11-06.") from None
