"""Receive, check, accept: from a sender's file to an immutable return."""

from .store import (
    NeedsApproval,
    Receipt,
    Received,
    Refused,
    Result,
    Store,
    StoreError,
    UnknownReturn,
    cut_sources,
)

__all__ = [
    "NeedsApproval",
    "Receipt",
    "Received",
    "Refused",
    "Result",
    "Store",
    "StoreError",
    "UnknownReturn",
    "cut_sources",
]
