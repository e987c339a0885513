"""Rules across rows: one key twice, one person twice, overlapping episodes, a changed identity."""

import ibis
import ibis.expr.types as ir

from .rule import rule_across

ATTRIBUTOR = (
    "client_first_initial",
    "client_last_initial",
    "client_born",
    "client_sex",
)
CLIENT = ("client_agency", "client_client_id")
EPISODE = (*CLIENT, "episode_episode_id")
COMPARED = (
    "line",
    "CLIENTID",
    "TRIAGED",
    *EPISODE,
    *ATTRIBUTOR,
    "episode_consent",
    "episode_triaged",
    "episode_discharged",
)
"""The columns that rules which compare persons and spans look at; only L01 looks at whole episodes."""


def _consenting(rows: ir.Table) -> ir.Table:
    return rows.filter(rows.episode_consent.fill_null("") != "N")


def _first_of(rows: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    """One row a key: the one that stands first in the file."""
    place = ibis.row_number().over(group_by=keys, order_by="line")
    return rows.mutate(place=place).filter(lambda t: t.place == 0).drop("place")


@rule_across(
    "L01",
    level="reject-record",
    record="episode",
    fields=["EPISODID"],
    evidence="memory",
    do="Send the same episode data on every row of the episode.",
)
def one_key_with_different_episodes(rows, spec):
    """An earlier row has the same key with different episode data."""
    keyed = _consenting(rows).filter(lambda t: t.episode_episode_id.notnull())
    data = [f.header for f in spec.of("episode")]
    texts = [keyed[header].fill_null("") for header in data]
    told = keyed.mutate(told=_joined(texts)).select(
        "line", "EPISODID", *EPISODE, "told"
    )
    first = ibis.window(group_by=EPISODE, order_by="line")
    compared = told.mutate(first_told=told.told.first().over(first))
    return compared.filter(compared.told != compared.first_told).select(
        "line", value="EPISODID"
    )


def _joined(texts: list[ir.StringValue]) -> ir.StringValue:
    return ibis.literal("\x1f").join(texts)


@rule_across(
    "L02",
    level="warn",
    record="client",
    fields=["CLIENTID"],
    evidence="memory",
    do="If it is one person, link the two records in your system.",
)
def one_person_under_two_references(rows, spec):
    """The same initials, birth date and sex stand under another CLIENTID of this agency."""
    clients = _first_of(_consenting(rows), CLIENT)
    whole = clients.filter(*(clients[c].notnull() for c in ATTRIBUTOR))
    others = whole.mutate(
        clients=whole.client_client_id.count().over(
            group_by=("client_agency", *ATTRIBUTOR)
        )
    )
    return others.filter(others.clients > 1).select("line", value="CLIENTID")


@rule_across(
    "L03",
    level="warn",
    record="client",
    fields=["CLIENTID"],
    evidence="memory",
    do="Check initials, birth date and sex: a change breaks the match with earlier returns.",
)
def identity_changed_since_the_last_return(rows, known_clients):
    """Initials, birth date or sex differ from the last accepted return."""
    clients = _first_of(_consenting(rows), CLIENT)
    both = clients.join(
        known_clients,
        [
            clients.client_agency == known_clients.agency,
            clients.client_client_id == known_clients.client_id,
        ],
    )
    pairs = [(both[c], both["known_" + c.removeprefix("client_")]) for c in ATTRIBUTOR]
    changed = ibis.or_(*(now.notnull() & (now != before) for now, before in pairs))
    return both.filter(changed).select("line", value="CLIENTID")


@rule_across(
    "L04",
    level="warn",
    record="episode",
    fields=["TRIAGED"],
    evidence="memory",
    do="Check TRIAGED and DISD of both episodes.",
)
def episodes_overlap(rows, limits):
    """The episode starts before an earlier episode of the same client at this agency has ended."""
    episodes = _first_of(
        _consenting(rows).filter(lambda t: t.episode_triaged.notnull()), EPISODE
    )
    never = ibis.date(9999, 12, 31)
    ended = episodes.mutate(until=episodes.episode_discharged.fill_null(never))
    before = ibis.window(
        group_by=CLIENT,
        order_by=["episode_triaged", "until", "line"],
        preceding=(None, 1),
    )
    chained = ended.mutate(open_until=ended.until.max().over(before))
    overlap = chained.filter(chained.episode_triaged < chained.open_until)
    return overlap.select("line", value="TRIAGED")
