"""From accepted records to the analytic tables: pseudonymised, with an area, without identifiers.

Tables and columns:

- `episodes`: one row an episode with a triage date and consent;
- `modalities`, `profiles`: their modalities and outcome profiles;
- `secure_episodes`, `secure_modalities`, `secure_profiles`: the same of returns from prisons and other secure settings,
  where the cut has any. They are in none of the others.

Every row keeps the number of its return in the cut and its line, so that a figure can be walked back to the file.
"""

import ibis
import ibis.expr.types as ir

from throughcare import dates
from throughcare.dataset.areas import area_by_authority, area_by_partnership, regions

from . import pseudonym

LINES = 1_000_000_000
"""A record's number is its return's number times this, plus its line."""

EPISODE_KEY = ("agency", "client_id", "episode_id")
CARRIED = (
    "referral_source",
    "previously_treated",
    "accommodation_need",
    "employment",
    "parental_status",
    "injecting_status",
    "top_care_coordination",
    "hep_b_intervention",
    "hep_b_vaccinations",
    "hep_c_intervention",
    "naloxone_issued",
)
CARRIED_DATES = ("hep_c_tested",)
CARRIED_NUMBERS = ("children_living_with", "drinking_days", "drinking_units")
CARRIED_OF_CLIENT = ("ethnicity",)


def newest_of(
    records: ir.Table, key: tuple[str, ...], several_returns: bool
) -> ir.Table:
    """One record a key: where returns overlap, that of the newest one."""
    if not several_returns:
        return records
    place = ibis.row_number().over(
        group_by=key, order_by=[ibis.desc("return_no"), "line"]
    )
    return records.mutate(place=place).filter(lambda t: t.place == 0).drop("place")


def number(records: ir.Table) -> ir.IntegerValue:
    """The number of a record in the cut."""
    return records.return_no.cast("int64") * LINES + records.line


def episodes(
    client: ir.Table,
    episode: ir.Table,
    key: str,
    *,
    with_area: bool = False,
    several_returns: bool = False,
) -> ir.Table:
    """The episodes with a triage date and consent, with the key columns that modalities are joined by."""
    chosen = newest_of(episode, EPISODE_KEY, several_returns)
    chosen = chosen.filter(chosen.consent == "Y", chosen.triaged.notnull())
    people = client.select(
        "return_no",
        "client_id",
        "agency",
        "first_initial",
        "last_initial",
        "born",
        "sex",
        **{name: _known(client, name, "string") for name in CARRIED_OF_CLIENT},
    )
    joined = chosen.join(people, ["return_no", "agency", "client_id"])
    placed = with_areas(joined)
    sex = pseudonym.same_sex_codes(placed.sex)
    text = pseudonym.attributor(
        placed.first_initial, placed.last_initial, placed.born, sex
    )
    if with_area:
        text = text + placed.area.fill_null("-")
    numbers = {n: _known(placed, n, "int32") for n in CARRIED_NUMBERS}
    days = {n: _known(placed, n, "date") for n in CARRIED_DATES}
    return placed.select(
        *EPISODE_KEY,
        "return_no",
        "line",
        "area",
        "region",
        "referred",
        "triaged",
        "discharged",
        "discharge_reason",
        "drug_1",
        "drug_2",
        "drug_3",
        **{name: _known(placed, name, "string") for name in CARRIED},
        **{name: placed[name] for name in CARRIED_OF_CLIENT},
        **numbers,
        **days,
        episode=number(placed),
        person=pseudonym.person_key(text, key),
        sex=sex,
        birth_cohort=birth_cohort(placed.born),
        age_at_triage=dates.age_on(placed.born, placed.triaged).cast("int32"),
    )


def _known(records: ir.Table, name: str, kind: str) -> ir.Value:
    """A column, null where no version of the data set in the cut has it."""
    return records[name].cast(kind) if name in records.columns else ibis.null(kind)


def birth_cohort(born: ir.DateValue) -> ir.IntegerValue:
    """The year Y in which a person is 0 on 30 September: age on 30 September of year X is X - Y."""
    after_september = ibis.ifelse(born.month() >= 10, 1, 0)
    return (born.year() + after_september).cast("int32")


def with_areas(episode: ir.Table) -> ir.Table:
    """`area` and `region` of residence added.

    Area is the upper-tier authority of the partnership (DAT) of residence where its code is known, else that of the
    local authority; else the partnership code itself stands for the area.
    """
    by_partnership = ibis.memtable(area_by_partnership()).rename(
        dat="code", dat_area="area"
    )
    by_authority = ibis.memtable(area_by_authority()).rename(la="code", la_area="area")
    region = ibis.memtable(regions())
    joined = episode.left_join(
        by_partnership, episode.partnership == by_partnership.dat
    )
    joined = joined.left_join(by_authority, joined.local_authority == by_authority.la)
    area = ibis.coalesce(joined.dat_area, joined.la_area, joined.partnership)
    placed = joined.mutate(area=area).drop("dat", "dat_area", "la", "la_area")
    return placed.left_join(region, placed.area == region.code).drop("code")


def modalities(modality: ir.Table, episode: ir.Table) -> ir.Table:
    """The modalities of the analytic episodes."""
    joined = _of_episodes(modality, episode)
    return joined.select(
        "episode",
        "return_no",
        "line",
        "person",
        "referred",
        "first_offered",
        "started",
        "ended",
        "exit_status",
        modality=number(joined),
        modality_type=joined.modality,
        setting=joined.setting if "setting" in joined.columns else ibis.null("string"),
    )


def profiles(profile: ir.Table, episode: ir.Table) -> ir.Table:
    """The outcome profiles of the analytic episodes."""
    joined = _of_episodes(profile, episode)
    keys = (*EPISODE_KEY, "profile_id")
    return joined.mutate(profile=number(joined)).drop(
        *[k for k in keys if k in joined.columns]
    )


def _of_episodes(records: ir.Table, episode: ir.Table) -> ir.Table:
    keys = ["return_no", *EPISODE_KEY]
    known = episode.select(*keys, "episode", "person")
    return records.join(known, keys)


def of_returns(records: ir.Table, numbers: list[int], kept: bool = True) -> ir.Table:
    """Records of the returns with these numbers in the cut; with `kept` False, those of all others."""
    if not numbers:
        return records.filter(False) if kept else records
    is_of = records.return_no.isin(numbers)
    return records.filter(is_of if kept else ~is_of)


def without_keys(episode: ir.Table) -> ir.Table:
    """The analytic episodes: no key of the provider's software is left."""
    return episode.drop("client_id", "episode_id")
