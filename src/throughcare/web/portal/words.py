"""Words of the portal: levels, states and differences, as the reader is told."""

LEVELS = {
    "reject-file": "Rejects the file",
    "reject-record": "Rejects the record",
    "reject-field": "Rejects the value",
    "warn": "Warning",
    "info": "For information",
}
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
    "return-accepted": "accepted it",
    "return-withdrawn": "withdrew it",
    "finding-confirmed": "confirmed a warning",
    "record-corrected": "corrected a record",
    "correction-taken-back": "took a correction back",
    "return-checked-again": "had it checked again",
}
