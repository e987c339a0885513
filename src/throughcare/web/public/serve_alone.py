"""Serves the public site alone, without a database: python -m throughcare.web.public.serve_alone [--store DIR] [--listen HOST:PORT]"""

import argparse
import os
import sys
import threading

from throughcare.web.listening import CannotListen, server

ADDRESS = "127.0.0.1:8000"


def prepare(store: str | None = None) -> None:
    """Set Django up with the settings of the public site alone."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "throughcare.web.public.alone_settings"
    if store:
        os.environ["THROUGHCARE_STORE"] = store
    import django

    django.setup()


def _refusal(listen: str) -> str:
    """Why the site cannot be served, in a sentence; empty where it can."""
    from django.conf import settings

    from throughcare.web.environment import LOCAL_HOSTS

    if not settings.THROUGHCARE_STORE.is_dir():
        return (
            f"There is no store at {settings.THROUGHCARE_STORE}. Name one with --store."
        )
    host = listen.rpartition(":")[0]
    if settings.DEMO and host not in LOCAL_HOSTS:
        return (
            f"The demonstration listens on this machine only, not on {host or 'every address'}. "
            "Choose 127.0.0.1:PORT, or set THROUGHCARE_MODE=service and THROUGHCARE_HOSTS."
        )
    return ""


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted, or say in one sentence why not."""
    from throughcare.web.environment import SettingMissing

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", help="the store with the releases")
    parser.add_argument("--listen", default=ADDRESS)
    asked = parser.parse_args(arguments)
    try:
        prepare(asked.store)
        refusal = _refusal(asked.listen)
    except SettingMissing as fault:
        refusal = str(fault)
    if refusal:
        print(refusal, file=sys.stderr)
        return 2
    return _serve(asked.listen)


def _serve(listen: str) -> int:
    from django.core.wsgi import get_wsgi_application

    from throughcare.web.serve import warm

    try:
        listening = server(get_wsgi_application(), listen)
    except CannotListen as fault:
        print(fault, file=sys.stderr)
        return 2
    threading.Thread(target=warm, daemon=True).start()
    print(f"The public site is on http://{listen}  (Ctrl-C stops it)", flush=True)
    listening.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
