"""How both sites listen: with waitress, a few threads, and many connections that stay open between two pages."""

import waitress

THREADS = 4
CONNECTIONS = 1_000
"""Browsers keep a connection open between two pages: as many may read at once."""


class CannotListen(RuntimeError):
    """The address is taken or not of this machine."""


def server(application, address: str, **more):
    """A server that listens at HOST:PORT; its `run` answers requests until interrupted. Raises CannotListen."""
    try:
        return waitress.create_server(
            application,
            listen=address,
            threads=THREADS,
            connection_limit=CONNECTIONS,
            asyncore_use_poll=True,
            ident="",
            **more,
        )
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or "it is no HOST:PORT"
        raise CannotListen(
            f"Cannot listen on {address}: {why}. Stop what listens there, or choose another address."
        ) from None
