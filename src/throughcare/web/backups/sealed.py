"""A stream that is encrypted in pieces, so that a backup of any size is written and read in little memory.

AES-256-GCM, one nonce a piece: 7 random bytes, the number of the piece, and whether it is the last (the STREAM
construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). A piece that is changed, missing, moved or cut off at
the end is refused.
"""

import base64
import io
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HEAD = b"throughcare backup 1\n"
PIECE = 1 << 20
TAG = 16


class Broken(Exception):
    """A backup that cannot be read with this key, or was changed."""


def _cipher(key: str) -> AESGCM:
    return AESGCM(base64.urlsafe_b64decode(key))


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])


class Writer(io.RawIOBase):
    """Encrypts what is written to it into `file`; `finish` writes the last piece."""

    def __init__(self, file: BinaryIO, key: str):
        self.file, self.cipher = file, _cipher(key)
        self.prefix, self.number = os.urandom(7), 0
        self.waiting = bytearray()
        file.write(HEAD + self.prefix)

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.waiting += data
        while len(self.waiting) > PIECE:
            self._piece(bytes(self.waiting[:PIECE]), is_last=False)
            del self.waiting[:PIECE]
        return len(data)

    def finish(self) -> None:
        self._piece(bytes(self.waiting), is_last=True)
        self.waiting.clear()

    def _piece(self, text: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self.prefix, self.number, is_last)
        self.file.write(self.cipher.encrypt(nonce, text, HEAD))
        self.number += 1


class Reader(io.RawIOBase):
    """Reads what a Writer wrote. Raises Broken where it does not fit."""

    def __init__(self, file: BinaryIO, key: str):
        self.file, self.cipher = file, _cipher(key)
        if file.read(len(HEAD)) != HEAD:
            raise Broken("This file is no encrypted backup of Throughcare.")
        self.prefix, self.number = file.read(7), 0
        self.next, self.ready = file.read(PIECE + TAG), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if not self.ready and self.next:
            self.ready = self._piece()
        taken = self.ready[: len(buffer)]
        buffer[: len(taken)] = taken
        self.ready = self.ready[len(taken) :]
        return len(taken)

    def _piece(self) -> bytes:
        sealed, self.next = self.next, self.file.read(PIECE + TAG)
        nonce = _nonce(self.prefix, self.number, not self.next)
        self.number += 1
        try:
            return self.cipher.decrypt(nonce, sealed, HEAD)
        except InvalidTag:
            raise Broken(
                "The backup cannot be read: the key is another one, or the file was changed or cut off."
            ) from None
