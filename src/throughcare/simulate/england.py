"""A synthetic treatment system of England, and the returns its providers send.

Everybody in it is made up. People are drawn in blocks, each with its own random stream, so that one seed always gives
the same bytes and any number of rows can be written without holding more than a block in memory.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa

from throughcare.dataset import Spec, versions
from throughcare.dataset.spec import rank

from . import faults, histories, lines, people, places, records, truth
from .settings import date_of, day_number, setting

BLOCK = 4_000
"""People drawn at a time. A part of what a seed means: changing it changes the people."""
FEWEST_ROWS_A_PERSON = 2
PEOPLE_STREAM, FAULT_STREAM, COMPLETION_STREAM, WAIT_STREAM, OFFSET_STREAM = range(5)

UNFINISHED = ".part"
"""Suffix of a return while it is being written, so that a run cut short leaves no half return behind."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class England:
    """A treatment system of so many `people`, seen through returns of one data set.

    `start` is the first day on which an episode must still be open to be sent, `end` the last day of the period
    reported, and by default what simulate.spans says of the data set. `fault_rate` is the share of episodes with
    a recording fault. `providers` is worked out from `people` where it is not given.
    """

    people: int = 2000
    seed: int = 7
    dataset: str = "H"
    fault_rate: float = 0.01
    start: dt.date | str | None = None
    end: dt.date | str | None = None
    providers: int | None = None

    def __post_init__(self):
        if self.people < 1:
            raise ValueError(
                f"An England needs at least one person, not {self.people}."
            )
        if not 0 <= self.fault_rate <= 1:
            raise ValueError(
                f"The fault rate is a share from 0 to 1, not {self.fault_rate}."
            )

    @cached_property
    def world(self) -> "World":
        return World(self)

    def day(self, which: str) -> dt.date:
        """The first (`start`) or last day (`end`) of the span."""
        given = getattr(self, which)
        if given is None:
            return setting("spans")[self.dataset][which]
        return dt.date.fromisoformat(given) if isinstance(given, str) else given

    @property
    def blocks(self) -> int:
        """Blocks of people."""
        return -(-self.people // BLOCK)

    def block(self, number: int) -> records.Block:
        """Draw block `number` of the people."""
        rng = self.stream(PEOPLE_STREAM, number)
        first = number * BLOCK
        numbers = np.arange(first, min(first + BLOCK, self.people), dtype=np.int64)
        return records.draw(rng, numbers, self.world.offset, self.world)

    def stream(self, *which: int) -> np.random.Generator:
        """A random stream that depends on the seed and its own name only."""
        return np.random.default_rng(np.random.SeedSequence([self.seed, *which]))

    def rows(self, number: int) -> "Rows":
        """The rows of block `number`, faults and refusals included."""
        rng = self.stream(FAULT_STREAM, number)
        block = self.block(number)
        if self.fault_rate:
            faults.overlap(rng, block, self.fault_rate, self.world)
        found = rows_of(rng, block, self.world, self.fault_rate)
        found.refusals = faults.refusals(rng, block, self.world)
        return found

    def write_returns(self, folder: Path | str, progress: Progress | None = None):
        """Write one return a provider into `folder` and what is true into `folder`/truth. Gives the paths."""
        folder = Path(folder)
        files = Files(folder, self.world)
        with truth.Writer(folder / "truth", self.world) as told:
            for number in range(self.blocks):
                rows = self.rows(number)
                files.add(rows)
                told.add(rows)
                if progress:
                    progress(min((number + 1) * BLOCK, self.people), self.people)
        return files.finish()

    def file_name(self, provider: int) -> str:
        """The name of a provider's return."""
        return file_name(self.world, provider)


class Files:
    """The returns of one world in a folder, written block by block; none is there until all are whole."""

    def __init__(self, folder: Path, world: "World"):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.world = folder, world
        self.paths: dict[int, Path] = {}

    def add(self, rows: "Rows") -> None:
        """Add a block's lines to the file of each provider, beginning the file where there is none."""
        for provider, parts in rows.by_provider():
            new = provider not in self.paths
            whole = self.folder / file_name(self.world, provider)
            path = self.paths.setdefault(provider, whole).with_suffix(UNFINISHED)
            with open(path, "wb" if new else "ab") as file:
                if new:
                    file.write(lines.header_line(self.world.layout))
                file.writelines(parts)

    def finish(self) -> list[Path]:
        """Give the files their names."""
        for path in self.paths.values():
            path.with_suffix(UNFINISHED).replace(path)
        return [self.paths[provider] for provider in sorted(self.paths)]


def file_name(world: "World", provider: int) -> str:
    """AGNCY-YYYYMMDD-YYYYMMDD-TREAT-IN-V.csv, for the last month of the span."""
    last = date_of(world.end)
    code = world.providers.codes[provider]
    return f"{code}-{last.replace(day=1):%Y%m%d}-{last:%Y%m%d}-TREAT-IN-{world.dataset}.csv"


class World:
    """What all blocks of one England share: span, layout, providers, differences between areas.

    `setting`: where all interventions are delivered, None where that goes with the intervention.
    """

    def __init__(self, england: England):
        spec = Spec.at(england.dataset)
        if not spec.layout:
            raise ValueError(
                f"The column order of data set {england.dataset} is not known. Simulate H or K."
            )
        start, end = england.day("start"), england.day("end")
        if start >= end:
            raise ValueError(f"The span ends ({end}) before it starts ({start}).")
        _refuse_outside(england.dataset, end)
        self.people = england.people
        self.dataset = england.dataset
        self.start, self.end = day_number(start), day_number(end)
        self.layout, self.by_header = spec.layout, spec.by_header
        self.has_reviews = rank(england.dataset) >= rank("J")
        self.setting: str | None = None
        self.ways, self.cell_people = people.cells(start, end)
        self.scale = england.people / people.people_of_england(start, end)
        self._lay_out(england)

    def _lay_out(self, england: England) -> None:
        number = england.providers or places.how_many(england.people)
        self.providers = places.lay_out(number)
        rule, seed = setting("providers"), england.seed
        self.completion_effect = histories.area_effects(
            seed, rule["completion_spread"], COMPLETION_STREAM
        )
        self.wait_effect = histories.area_effects(
            seed, rule["wait_spread"], WAIT_STREAM
        )
        self.offset = float(england.stream(OFFSET_STREAM).random())


def _refuse_outside(letter: str, end: dt.date) -> None:
    """Raises ValueError where the data set was not in force on the last day of the span."""
    dated = sorted(v.in_force_from for v in versions().values() if v.in_force_from)
    since = versions()[letter].in_force_from
    until = next((day for day in dated if day > since), dt.date.max)
    if not since <= end < until:
        raise ValueError(
            f"Data set {letter} was in force from {since} until before {until}. Choose an end within these days, not {end}."
        )


@dataclass
class Rows:
    """The lines of a block in the order of providers, with what was drawn and the faults put in."""

    block: records.Block
    lines: pa.Array
    provider: np.ndarray
    refusals: dict[int, bytes]
    faults: list[dict]

    def by_provider(self) -> Iterator[tuple[int, list]]:
        """The bytes to add to the file of each provider."""
        found, first = np.unique(self.provider, return_index=True)
        ends = [*first[1:], len(self.provider)]
        spans = {p: (a, b) for p, a, b in zip(found, first, ends, strict=True)}
        for provider in sorted({*map(int, found), *self.refusals}):
            parts = []
            if provider in spans:
                parts.append(lines.bytes_of(self.lines, *spans[provider]))
            parts.append(self.refusals.get(provider, b""))
            yield provider, parts


def rows_of(
    rng,
    block: records.Block,
    world: World,
    fault_rate: float = 0,
    more: Callable | None = None,
) -> Rows:
    """The lines of a block with faults put in. `more`: further cells of an episode, by header."""
    records.with_episode_answers(rng, block, world)
    counts = records.row_counts(block)
    ends = np.cumsum(counts)
    n_rows = int(ends[-1]) if len(ends) else 0
    row_episode = np.repeat(np.arange(len(counts)), counts)
    provider = block.episodes["provider"][row_episode]
    of_episode = records.episode_columns(rng, block, world)
    if more:
        of_episode |= more(rng, block, world)
    of_row = records.row_columns(rng, block, ends - counts, n_rows, world)
    put_in = faults.put_in(rng, of_episode, of_row, row_episode, fault_rate)
    text = lines.joined(
        world.layout, world.by_header, put_in.episodes, put_in.rows, put_in.row_episode
    )
    return Rows(block, text, provider, {}, put_in.told)


def write_one_file(
    path: Path | str,
    rows: int = 1_000_000,
    dataset: str = "H",
    seed: int = 7,
    fault_rate: float = 0.0,
    progress: Progress | None = None,
) -> int:
    """Write one valid return of at least `rows` rows, all of one provider, and give the number written.

    People are added block by block until there are enough rows; only one block is held at a time.
    """
    england = England(
        people=rows // FEWEST_ROWS_A_PERSON + BLOCK,
        seed=seed,
        dataset=dataset,
        fault_rate=fault_rate,
        providers=1,
    )
    done = 0
    with open(path, "wb") as file:
        file.write(lines.header_line(england.world.layout))
        for number in range(england.blocks):
            block = england.rows(number)
            file.write(lines.bytes_of(block.lines, 0, len(block.lines)))
            done += len(block.lines)
            if progress:
                progress(min(done, rows), rows)
            if done >= rows:
                break
    return done
