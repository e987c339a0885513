"""Log lines: one JSON object each, in UTC, with the number of the request, and nothing that names a person.

A fault is told by its kind and by where it arose, not by its message: messages may quote what was sent.
"""

import datetime as dt
import json
import logging
import re
import traceback
import uuid
from contextvars import ContextVar

REQUEST = ContextVar("request number", default="")
FIELDS = ("event", "account", "role", "page", "status", "reason", "count", "address")
"""What a line may say beside its message; anything else that a caller adds is left out."""
LOOKS_LIKE_NHS_NUMBER = re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b")

security_log = logging.getLogger("throughcare.security")


def security(event: str, **fields: object) -> None:
    """A line about the safety of the service: who signed in, was refused, or changed what."""
    security_log.info(event, extra={"event": event, **fields})


class JsonLines(logging.Formatter):
    """A record as one line of JSON: what was written stays inside its string, line feeds and all."""

    def format(self, record: logging.LogRecord) -> str:
        at = dt.datetime.fromtimestamp(record.created, dt.UTC)
        line = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": REQUEST.get(),
            "message": _masked(record.getMessage()),
        }
        line |= {n: getattr(record, n) for n in FIELDS if hasattr(record, n)}
        if record.exc_info and record.exc_info[0]:
            line["fault"] = record.exc_info[0].__name__
            line["where"] = _where(record.exc_info[2])
        return json.dumps(line, default=str, ensure_ascii=True)


def _masked(text: str) -> str:
    return LOOKS_LIKE_NHS_NUMBER.sub("[number]", text)


def _where(trace) -> list[str]:
    """File, line and function of each step to a fault, without its values."""
    steps = traceback.extract_tb(trace)
    return [f"{s.filename}:{s.lineno} {s.name}" for s in steps]


class NumberedRequests:
    """Gives each request a number, which its log lines and its answer carry."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = REQUEST.set(uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = REQUEST.get()
            return response
        finally:
            REQUEST.reset(token)
