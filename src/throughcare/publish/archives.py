"""Archives, which workbooks are, that say nothing of when they were written: the same content, the same bytes."""

import datetime as dt
import io
import zipfile

NO_MOMENT = dt.datetime(1980, 1, 1)
"""What a file says of when it was written, where it says nothing: the first day that an archive can name."""


def without_clock(content: bytes) -> bytes:
    """The same archive with one date on every member, members in their order."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for member in given.infolist():
            plain = zipfile.ZipInfo(member.filename, NO_MOMENT.timetuple()[:6])
            plain.compress_type = member.compress_type
            made.writestr(plain, given.read(member))
    return out.getvalue()
