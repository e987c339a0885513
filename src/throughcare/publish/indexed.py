"""The rows of a release held in memory so that a page finds its few without looking at the others.

Text is kept as numbers into a list of words, so that half a million rows take some forty megabytes.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

ALL = "all"


class Index:
    """Rows of one table by the words in their text columns.

    `table` has text columns, then float64 and bool ones. Places are positions of rows in the order of `_ranked`:
    kind of period, period, geography, name, then all groups before each, all parts before each.
    """

    def __init__(self, table: pa.Table):
        self.size = table.num_rows
        self._names = table.column_names
        self._words: dict[str, list[str]] = {}
        self._coded: dict[str, np.ndarray] = {}
        self._numbers: dict[str, np.ndarray] = {}
        for name in self._names:
            self._take(name, table[name])
        self._once: dict[Hashable, Any] = {}
        order = self._ranked() if self.size else np.zeros(0, dtype=np.int64)
        self._coded = {name: c[order] for name, c in self._coded.items()}
        self._numbers = {name: n[order] for name, n in self._numbers.items()}

    def _take(self, name: str, column: pa.ChunkedArray) -> None:
        """Keep one column: words and numbers into them, or plain numbers."""
        if pa.types.is_string(column.type):
            coded = column.dictionary_encode().unify_dictionaries().combine_chunks()
            if isinstance(coded, pa.ChunkedArray):
                coded = coded.chunk(0)
            self._words[name] = coded.dictionary.to_pylist()
            self._coded[name] = coded.indices.to_numpy(zero_copy_only=False)
        else:
            kind = object if pa.types.is_boolean(column.type) else np.float64
            self._numbers[name] = column.to_numpy().astype(kind)

    def _ranked(self) -> np.ndarray:
        """The order of the rows. Words are ranked once, not compared row by row."""
        names = ("period_kind", "period", "geography", "name")
        keys = [self._rank(name) for name in names]
        keys += [self._rank("substance_group", ALL), self._rank("part", ALL)]
        return np.lexsort(keys[::-1])

    def _rank(self, name: str, first: str | None = None) -> np.ndarray:
        words = self._words[name]
        by_word = sorted(range(len(words)), key=lambda i: (words[i] != first, words[i]))
        rank = np.empty(len(words), dtype=np.int32)
        rank[by_word] = np.arange(len(words))
        return rank[self._coded[name]]

    def words(self, name: str) -> list[str]:
        """The different words of a text column, in the order of the table."""
        return list(self._words[name])

    def places(self, **wanted: str) -> np.ndarray:
        """Positions of the rows whose columns hold the wanted words, in order."""
        codes = {name: self._code(name, word) for name, word in wanted.items()}
        if None in codes.values():
            return np.zeros(0, dtype=np.int64)
        found, left = self._nearest(codes)
        for name in left:
            found = found[self._coded[name][found] == codes[name]]
        return found

    def _code(self, name: str, word: str) -> int | None:
        words = self._words[name]
        return words.index(word) if word in words else None

    def _nearest(self, codes: dict[str, int]) -> tuple[np.ndarray, list[str]]:
        """The smallest set of rows known beforehand, and what it has still to be asked for."""
        for pair in (("indicator", "code"), ("indicator", "period")):
            if set(pair) <= set(codes):
                key = codes[pair[0]], codes[pair[1]]
                none = np.zeros(0, dtype=np.int64)
                return self._by(pair).get(key, none), [
                    n for n in codes if n not in pair
                ]
        return np.arange(self.size), list(codes)

    def _by(self, pair: tuple[str, str]) -> dict[tuple[int, int], np.ndarray]:
        """Positions by the words of two columns; made when first asked for."""
        return self.once(pair, lambda: self._parted(pair))

    def once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What `make` gives, made when first asked for and kept as long as the rows."""
        if key not in self._once:
            self._once[key] = make()
        return self._once[key]

    def _parted(self, pair: tuple[str, str]) -> dict[tuple[int, int], np.ndarray]:
        first, second = (self._coded[name].astype(np.int64) for name in pair)
        joined = first * len(self._words[pair[1]]) + second
        order = np.argsort(joined, kind="stable")
        keys, starts = np.unique(joined[order], return_index=True)
        width = len(self._words[pair[1]])
        parts = np.split(order, starts[1:])
        return {
            (int(key) // width, int(key) % width): part
            for key, part in zip(keys, parts, strict=True)
        }

    def values(self, name: str, places: np.ndarray) -> Sequence[object]:
        """What a column holds at these places; None where a number is missing."""
        if name in self._words:
            words = self._words[name]
            return [words[code] for code in self._coded[name][places].tolist()]
        found = self._numbers[name][places].tolist()
        return [None if value != value else value for value in found]

    def rows(self, places: np.ndarray) -> Iterable[tuple]:
        """The rows at these places as tuples in the order of the columns."""
        return zip(*(self.values(name, places) for name in self._names), strict=True)

    def distinct(self, name: str, places: np.ndarray) -> list[str]:
        """The different words of a column at these places, sorted."""
        words = self._words[name]
        return sorted(words[code] for code in np.unique(self._coded[name][places]))
