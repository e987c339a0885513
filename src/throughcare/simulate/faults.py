"""Recording faults, put into cells that are right.

The fault rate is the chance of a fault in an episode. A fault of the client or the episode stands on all rows of the
episode, as it does when it is made at the keyboard; a fault of a modality or a profile on one row.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from . import lines, records
from .draws import stack, take, weighted
from .settings import setting

BLANKABLE = ("ETHNIC", "NATION", "RFLS", "ACCMNEED", "PRNTSTAT", "EMPSTAT", "DUALDIAG")
ESSENTIAL = ("SEX", "DRUG1", "TRIAGED", "DAT", "FINITIAL")
CODED = {
    "ETHNIC": "Q",
    "ROUTE": "8",
    "PRNTSTAT": "F1",
    "DRUG1": "4321",
    "ACCMNEED": "7",
}
EPISODE_DATES = ("TRIAGED", "REFLD", "HLCASSDT", "DOB")
IMPOSSIBLE_DAY = '"31022012"'


@dataclass
class PutIn:
    """Cells with faults, which episode's cells each row shows, and the list of what was done."""

    episodes: dict[str, pa.Array]
    rows: dict[str, pa.Array]
    row_episode: np.ndarray
    told: list[dict]


def put_in(rng, episodes, rows, row_episode, rate: float) -> PutIn:
    """Faults into a share `rate` of the episodes."""
    found = PutIn(dict(episodes), dict(rows), row_episode, [])
    n = len(episodes["CLIENTID"])
    faulty = np.flatnonzero(rng.random(n) < rate)
    weights = setting("faults")
    kinds = weighted(rng, len(faulty), weights)
    for kind in weights:
        chosen = faulty[kinds.equals(kind)]
        if kind in KINDS and len(chosen):
            KINDS[kind](rng, found, chosen, kind)
    return found


def _replace(found: PutIn, level: str, header: str, rows, texts, kind) -> None:
    """Put `texts` into the cells of `header` at `rows`, and note it."""
    columns = getattr(found, level)
    column = columns[header]
    mask = np.zeros(len(column), dtype=bool)
    mask[rows] = True
    ordered = np.argsort(rows, kind="stable")
    new = pa.array([texts[i] for i in ordered], pa.string())
    columns[header] = pc.replace_with_mask(column, pa.array(mask), new)
    episode = rows if level == "episodes" else found.row_episode[rows]
    _tell(found, episode, header, kind)


def _tell(found: PutIn, episodes, header: str, kind: str) -> None:
    keys = [
        found.episodes[h].take(pa.array(np.asarray(episodes))).to_pylist()
        for h in ("AGNCY", "CLIENTID", "EPISODID")
    ]
    for agency, client, episode in zip(*keys, strict=True):
        found.told.append(
            {
                "agency": agency.strip('"'),
                "client_id": client.strip('"'),
                "episode_id": episode.strip('"'),
                "field": header,
                "kind": kind,
            }
        )


def _spread(rng, chosen, headers) -> list[tuple[str, np.ndarray]]:
    """Share the chosen rows out over the headers."""
    which = rng.integers(0, len(headers), len(chosen))
    parts = [(h, chosen[which == place]) for place, h in enumerate(headers)]
    return [(h, rows) for h, rows in parts if len(rows)]


def _blank(headers):
    def fault(rng, found, chosen, kind):
        for header, rows in _spread(rng, chosen, headers):
            _replace(found, "episodes", header, rows, [lines.EMPTY] * len(rows), kind)

    return fault


def _impossible_date(rng, found, chosen, kind):
    for header, rows in _spread(rng, chosen, EPISODE_DATES):
        _replace(found, "episodes", header, rows, [IMPOSSIBLE_DAY] * len(rows), kind)


def _unknown_code(rng, found, chosen, kind):
    for header, rows in _spread(rng, chosen, tuple(CODED)):
        texts = [f'"{CODED[header]}"'] * len(rows)
        _replace(found, "episodes", header, rows, texts, kind)


def _dates_out_of_order(rng, found, chosen, kind):
    """Triage typed a year early, so that it comes before the referral."""
    texts = found.episodes["TRIAGED"].take(pa.array(chosen)).to_pylist()
    early = [f'"{int(t[1:5]) - 1}{t[5:9].replace("0229", "0228")}"' for t in texts]
    _replace(found, "episodes", "TRIAGED", chosen, early, kind)


def _other_form(rng, found, chosen, kind):
    """A right date in another form that is accepted."""
    for header, rows in _spread(rng, chosen, EPISODE_DATES):
        texts = found.episodes[header].take(pa.array(rows)).to_pylist()
        slashes = rng.random(len(rows)) < 0.5
        other = [_written(t, s) for t, s in zip(texts, slashes, strict=True)]
        _replace(found, "episodes", header, rows, other, kind)


def _written(text: str, slashes: bool) -> str:
    year, month, day = text[1:5], text[5:7], text[7:9]
    if not year:
        return text
    return f'"{day}/{month}/{year}"' if slashes else f'"{year}-{month}-{day}"'


def _without_reason(rng, found, chosen, kind):
    closed = np.array(
        [
            t != lines.EMPTY
            for t in found.episodes["DISD"].take(pa.array(chosen)).to_pylist()
        ]
    )
    rows = chosen[closed]
    if len(rows):
        _replace(found, "episodes", "DISRSN", rows, [lines.EMPTY] * len(rows), kind)


def _first_rows(found: PutIn, chosen) -> np.ndarray:
    return np.searchsorted(found.row_episode, chosen)


def _filled_rows(found: PutIn, header: str, rows: np.ndarray) -> np.ndarray:
    texts = found.rows[header].take(pa.array(rows)).to_pylist()
    return rows[np.array([t != lines.EMPTY for t in texts], dtype=bool)]


def _without_exit_status(rng, found, chosen, kind):
    rows = _filled_rows(found, "MODEXIT", _first_rows(found, chosen))
    if len(rows):
        _replace(found, "rows", "MODEXIT", rows, [lines.EMPTY] * len(rows), kind)


def _out_of_range(rng, found, chosen, kind):
    rows = _filled_rows(found, "TOPDATE", _first_rows(found, chosen))
    for header, part in _spread(rng, rows, ("OPIUSE", "ALCUSE", "PSYHSTAT")):
        _replace(found, "rows", header, part, ['"77"'] * len(part), kind)


def _same_key(rng, found, chosen, kind):
    """The last row of the episode shows another answer than the first one."""
    last = np.searchsorted(found.row_episode, chosen, side="right") - 1
    several = last > _first_rows(found, chosen)
    chosen, last = chosen[several], last[several]
    if not len(chosen):
        return
    n = len(found.episodes["CLIENTID"])
    other = {h: c.take(pa.array(chosen)) for h, c in found.episodes.items()}
    shown = other["PREVTR"].to_pylist()
    other["PREVTR"] = pa.array(['"N"' if t == '"Y"' else '"Y"' for t in shown])
    found.episodes = {
        h: pa.concat_arrays([c, other[h]]) for h, c in found.episodes.items()
    }
    _tell(found, chosen, "PREVTR", kind)
    found.row_episode = found.row_episode.copy()
    found.row_episode[last] = n + np.arange(len(chosen))


KINDS = {
    "blank_item": _blank(BLANKABLE),
    "blank_essential": _blank(ESSENTIAL),
    "impossible_date": _impossible_date,
    "unknown_code": _unknown_code,
    "dates_out_of_order": _dates_out_of_order,
    "discharge_without_reason": _without_reason,
    "end_without_exit_status": _without_exit_status,
    "answer_out_of_range": _out_of_range,
    "other_date_form": _other_form,
    "same_key_other_data": _same_key,
}
"""One function a kind. `overlapping_episode` is put in earlier, by `overlap`; same_key_other_data comes last,
because it changes which cells a row shows."""


def overlap(rng, block, rate: float, world) -> None:
    """Some episodes are opened twice: a second one begins while the first is still open."""
    weights = setting("faults")
    share = rate * weights["overlapping_episode"] / sum(weights.values())
    episodes = block.episodes
    later = episodes["triaged"] + 10
    room = (episodes["left"] > later + 10) & (later <= world.end)
    rows = np.flatnonzero(room & (rng.random(len(room)) < share))
    again = take(episodes, rows)
    again["triaged"] = later[rows].astype(np.int32)
    again["number"] = (again["number"] + 50).astype(np.int16)
    both = records.in_file_order(stack([episodes, again]))
    again_block = records.with_care(rng, block.people, block.journeys, both, world)
    for name in ("episodes", "modalities", "profiles", "first", "reviews"):
        setattr(block, name, getattr(again_block, name))


def refusals(rng, block, world) -> dict[int, bytes]:
    """Rows of clients without consent: AGNCY, CLIENTID and CONSENT only, by provider."""
    numbers = block.people["number"]
    share = setting("episodes")["refusals"]
    rows = np.flatnonzero(rng.random(len(numbers)) < share)
    provider = block.people["provider"][rows]
    ids = records.client_ids(numbers[rows] + world.people, provider)
    found: dict[int, bytes] = {}
    for number, client in zip(provider.tolist(), ids.tolist(), strict=True):
        line = _refusal(world.layout, world.providers.codes[number], client)
        found[number] = found.get(number, b"") + line
    return found


def _refusal(layout, agency: str, client: int) -> bytes:
    given = {"AGNCY": agency, "CLIENTID": str(client), "CONSENT": "N"}
    return (",".join(f'"{given.get(h, "")}"' for h in layout) + "\n").encode()
