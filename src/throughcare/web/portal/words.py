"""Words of the portal: levels, states and differences, as the reader is told."""

from throughcare.publish.words import LEVELS

__all__ = [
    "ACCEPTING",
    "CHECKING",
    "COUNTED",
    "DIFFERENCES",
    "EVENTS",
    "LEVELS",
    "OPEN_STATES",
    "RECORDS",
    "STATES",
]

COUNTED = {
    "reject-file": ("fault of the file", "faults of the file"),
    "reject-record": ("rejection of a record", "rejections of records"),
    "reject-field": ("rejection of a value", "rejections of values"),
    "warn": ("warning", "warnings"),
    "info": ("for information", "for information"),
}
"""What one finding, and several, of a level are called where they are counted."""
STATES = {
    "received": "Received",
    "checked": "Checked, not accepted",
    "accepted": "Accepted",
    "accepted-in-part": "Accepted in part",
    "refused": "Refused",
    "withdrawn": "Withdrawn",
    "superseded": "Replaced by a later return",
    "damaged": "Damaged",
}
OPEN_STATES = {"received", "checked", "refused"}
DIFFERENCES = {
    "new": "New",
    "changed": "Changed",
    "gone": "Gone",
    "reopened": "Open again",
}
RECORDS = {
    "client": "Clients",
    "episode": "Episodes",
    "modality": "Modalities",
    "review": "Reviews of interventions",
    "time_in_treatment": "Times in treatment",
    "outcome_profile": "Outcome profiles",
}
EVENTS = {
    "return-received": "sent it",
    "return-acceptance-asked": "asked for it to be accepted",
    "return-accepted": "accepted it",
    "return-withdrawn": "withdrew it",
    "finding-confirmed": "confirmed a warning",
    "record-corrected": "corrected a record",
    "correction-taken-back": "took a correction back",
    "return-checked-again": "had it checked again",
}

CHECKING = {
    "title": "Being checked",
    "waiting": "The check waits for its turn.",
    "running": "The check is under way.",
    "next": "When it is done, this page shows what was found. Nothing counts until you accept the return.",
}
ACCEPTING = {
    "title": "Being accepted",
    "waiting": "The acceptance waits for its turn.",
    "running": "The return is being accepted.",
    "next": "Its rows are read once more, so that it is compared with what was accepted just before; then its records are kept. When that is done, this page says so.",
}
"""What a reader is told while a worker is busy with a return."""
