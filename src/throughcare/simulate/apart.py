"""Returns beside those of services for adults: of young people's services and of prisons, each a data set apart.

A seed's England for adults is the same with and without them.
"""

from collections.abc import Callable, Iterator
from copy import copy
from pathlib import Path

import numpy as np

from throughcare.dataset.spec import SECURE_SETTING

from . import custody, places, records, young
from .england import BLOCK, England, Files, Progress, World, rows_of

YOUNG_PEOPLE = "young-people"
DATA_SETS = (YOUNG_PEOPLE, SECURE_SETTING)
STEMS = {YOUNG_PEOPLE: "XY", SECURE_SETTING: "XS"}
TOPICS = {YOUNG_PEOPLE: "young_people", SECURE_SETTING: "custody"}
SETTINGS = {SECURE_SETTING: custody.SETTING}
STREAMS = {YOUNG_PEOPLE: 5, SECURE_SETTING: 6}
"""Beside the streams of England."""


def write_returns(
    england: England,
    data_set: str,
    folder: Path | str,
    progress: Progress | None = None,
) -> list[Path]:
    """Write one return of a data set apart for each of its providers into `folder`. Gives the paths."""
    world = world_of(england, data_set)
    files = Files(Path(folder), world)
    drawn, more = _drawn(england, data_set, world)
    last = -(-(world.people if data_set == YOUNG_PEOPLE else england.people) // BLOCK)
    for number, (rng, block) in enumerate(drawn, 1):
        files.add(rows_of(rng, block, world, more=more))
        if progress:
            progress(number, last)
    return files.finish()


def world_of(england: England, data_set: str) -> World:
    """The world of a data set apart: the span and the places of the England, and providers of its own."""
    world = copy(england.world)
    if data_set == YOUNG_PEOPLE:
        start, end = england.day("start"), england.day("end")
        world.ways, world.cell_people = young.entries(start, end)
        world.people = max(round(world.cell_people.sum() * world.scale), 1)
    number = places.how_many(england.people, TOPICS[data_set])
    world.providers = places.lay_out(number, STEMS[data_set])
    world.setting = SETTINGS.get(data_set)
    return world


def blocks(england: England, data_set: str) -> Iterator[records.Block]:
    """The blocks of a data set apart."""
    drawn, _ = _drawn(england, data_set, world_of(england, data_set))
    return (block for _, block in drawn)


def _drawn(england, data_set: str, world) -> tuple[Iterator, Callable | None]:
    if data_set == YOUNG_PEOPLE:
        return _young(england, world), young.answers
    return _in_custody(england, world), None


def _young(england: England, world: World) -> Iterator[tuple]:
    for number in range(-(-world.people // BLOCK)):
        rng = england.stream(STREAMS[YOUNG_PEOPLE], number)
        first = number * BLOCK
        numbers = np.arange(first, min(first + BLOCK, world.people), dtype=np.int64)
        yield rng, young.draw(rng, numbers, world.offset, world)


def _in_custody(england: England, world: World) -> Iterator[tuple]:
    for number in range(england.blocks):
        rng = england.stream(STREAMS[SECURE_SETTING], number)
        yield rng, custody.draw(rng, england.block(number), world)
