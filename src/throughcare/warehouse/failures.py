"""Failures of the disk as an engine tells them."""

import duckdb

ENGINE_CANNOT_WRITE = (duckdb.IOException, duckdb.OutOfMemoryException)
"""What DuckDB raises where a file or its spill cannot be written."""

ENGINE_FAILS = duckdb.Error
"""Anything that DuckDB raises."""

KNOWN = (
    "No space left on device",
    "File too large",
    "Disk quota exceeded",
    "Read-only file system",
    "Permission denied",
)


def reason(error: Exception) -> str:
    """Why, in the system's own few words."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    said = next((words for words in KNOWN if words in str(error)), None)
    return said.lower() if said else "there is too little room on the disk or in memory"
