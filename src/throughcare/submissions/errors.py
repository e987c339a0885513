"""What can go wrong with a return, each in one sentence with a way out."""

import contextlib
import errno
from collections.abc import Iterator

from throughcare.warehouse.failures import ENGINE_CANNOT_WRITE, reason


class StoreError(Exception):
    """Something a sender or operator can mend. The message is one sentence with a way out."""


class UnknownReturn(StoreError):
    """No return with that id."""


class Refused(StoreError):
    """The return cannot be accepted."""


class NeedsApproval(StoreError):
    """Some records would be left out, and the sender has not agreed to that."""


class WouldVanish(StoreError):
    """The return would replace a clearly fuller one, and the sender has not agreed to that."""


class Damaged(StoreError):
    """A file of the store cannot be read."""


class NotWritable(StoreError):
    """The disk is full, or the store may not be written."""


NO_WRITING = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.EIO,
}


@contextlib.contextmanager
def writing(what: str, then: str) -> Iterator[None]:
    """Say in one sentence that `what` could not be written, why, and what to do (`then`)."""
    try:
        yield
    except ENGINE_CANNOT_WRITE as error:
        raise NotWritable(f"{what}: {reason(error)}. {then}") from error
    except OSError as error:
        if error.errno not in NO_WRITING:
            raise
        raise NotWritable(f"{what}: {reason(error)}. {then}") from error
