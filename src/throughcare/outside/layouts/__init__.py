"""Published layouts, one a file. A file is recognised by its header, whatever its name and the order of its columns."""

import importlib
import pkgutil
from functools import cache

from throughcare.outside.figure import OutsideError
from throughcare.outside.sheet import Sheet

from .layout import Layout


@cache
def catalogue() -> dict[str, Layout]:
    """Every layout by slug: each file that holds one is found here."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    found = [v for m in modules for v in vars(m).values() if isinstance(v, Layout)]
    return {layout.slug: layout for layout in sorted(found, key=lambda x: x.slug)}


def recognised(sheet: Sheet, name: str) -> Layout:
    """The layout of a sheet. Raises OutsideError for a header that none has."""
    fitting = [layout for layout in catalogue().values() if not layout.missing(sheet)]
    if fitting:
        return max(fitting, key=lambda layout: len(layout.columns))
    raise OutsideError(f"{name} has a header that no known layout has. {_near(sheet)}")


def _near(sheet: Sheet) -> str:
    """What the nearest layout lacks, or which there are."""
    told = catalogue().values()
    near = max(told, key=lambda x: 1 - len(x.missing(sheet)) / len(x.columns))
    lacking = near.missing(sheet)
    if len(lacking) <= len(near.columns) / 2:
        return (
            f"It is nearest to {near.slug}, but lacks the column{'s' if len(lacking) > 1 else ''} "
            f"{', '.join(lacking[:5])}. Take the file as it was published."
        )
    return f"Its columns: {', '.join(sheet.headers[:6])[:200]}. Known layouts: {', '.join(catalogue())}."
