"""Serves the site with waitress, after bringing its database in step.

python -m throughcare.web.serve [HOST:PORT]
"""

import os
import sys
import threading

import waitress


def prepare() -> None:
    """Set Django up and bring the database in step with the models."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.web.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def warm() -> None:
    """Draw one chart while nobody waits: the first one takes a second or two."""
    from throughcare.publish.charts import trend
    from throughcare.publish.figures import Row

    row = Row(
        "",
        "2000-01",
        "year",
        "area",
        "",
        "warm",
        "all",
        "all",
        1,
        2,
        0.5,
        0.4,
        0.6,
        False,
    )
    trend([row], [], unit="%", title="", summary="")


def serve(listen: str = "127.0.0.1:8000") -> None:
    """Answer requests until interrupted. In service this stands behind a proxy that speaks https."""
    prepare()
    from django.conf import settings

    from throughcare.web.wsgi import application

    threading.Thread(target=warm, daemon=True).start()
    waitress.serve(
        application,
        listen=listen,
        threads=4,
        ident="",
        max_request_body_size=settings.UPLOAD_BYTES + 1_000_000,
    )


if __name__ == "__main__":
    serve(*sys.argv[1:2])
