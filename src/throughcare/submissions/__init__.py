"""Receive, check, accept: from a sender's file to an immutable return."""

from .confirmations import Confirmation
from .errors import (
    Damaged,
    NeedsApproval,
    NotWritable,
    Refused,
    StoreError,
    UnknownReturn,
    WouldVanish,
)
from .papers import Receipt, Received, Result
from .store import Store, cut_sources

__all__ = [
    "Confirmation",
    "Damaged",
    "NeedsApproval",
    "NotWritable",
    "Receipt",
    "Received",
    "Refused",
    "Result",
    "Store",
    "StoreError",
    "UnknownReturn",
    "WouldVanish",
    "cut_sources",
]
