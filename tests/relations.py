"""What must hold between the columns of a ViewIt export, ours or the real one, each cell rounded on its own."""

BASE = 5
ALL, NEW = "intreatment_allintx", "newpresentation_newtx"
SUMS = {
    ALL: ("lengthintreatment_", "_allintx", "_exits_"),
    NEW: ("referralsource_", "_newtx", None),
}
"""A whole, and the beginning, end and a part to leave out of the names of its parts."""
MORE_SUMS = [
    (ALL, "safeguarding_", "_allintx", "num_of"),
    (NEW, "safeguarding_", "_newtx", "num_of"),
    (NEW, "housingsituation_", "_newtx", None),
    (NEW, "employmentstatus_", "_newtx", None),
    (NEW, "injecting_", "_newtx", None),
]
AT_MOST = [
    (ALL, "eth_", "_allintx"),
    (NEW, "eth_", "_newtx"),
    (ALL, "alc_units_", "_allintx"),
]
"""Parts of which some may be unstated."""


def number(row: dict, name: str) -> int | None:
    return None if row[name] == "NULL" else int(row[name])


def slack(count: int) -> float:
    """How far so many rounded numbers can lie from what they stand for."""
    return BASE / 2 * count


def parts(row: dict, begin: str, end: str, without: str | None = None) -> list[str]:
    return [
        name
        for name in row
        if name.startswith(begin)
        and name.endswith(end)
        and not (without and without in name)
    ]


def broken(rows: list[dict]) -> list[tuple]:
    """The relations that do not hold: what, then the row's period, group, sex and age."""
    return [
        (what, row["ReportingPeriod"], row["drug_group"], row["sex"], row["age_group"])
        for row in rows
        for what in [*_sums(row), *_no_more_than(row), *_completion(row), *_exits(row)]
    ]


def _sums(row):
    for whole, begin, end, without in [(k, *v) for k, v in SUMS.items()] + MORE_SUMS:
        names = parts(row, begin, end, without)
        found = [number(row, name) for name in names]
        if None in found or number(row, whole) is None:
            continue
        if abs(sum(found) - number(row, whole)) > slack(len(names) + 1):
            yield f"{begin} adds up to {whole}"


def _no_more_than(row):
    for whole, begin, end in AT_MOST:
        names = parts(row, begin, end)
        found = [number(row, name) for name in names]
        if None in found:
            continue
        if sum(found) - number(row, whole) > slack(len(names) + 1):
            yield f"{begin} is no more than {whole}"
    for name in parts(row, "interventions_", "", "total"):
        if (number(row, name) or 0) - (number(row, ALL) or 0) > BASE:
            yield f"{name} is no more than {ALL}"


def _completion(row):
    names = ("completion", "representation", "scrn")
    found = [number(row, f"scnr_{name}_allintx") for name in names]
    if None not in found and abs(found[0] - found[1] - found[2]) > slack(3):
        yield "completion less re-presentation is what stays"


def _exits(row):
    by_reason = parts(row, "exits_", "_allintx")
    by_length = parts(row, "lengthintreatment_", "_exits_allintx")
    one, other = ([number(row, n) for n in names] for names in (by_reason, by_length))
    if None in one or None in other:
        return
    if abs(sum(one) - sum(other)) > slack(len(one) + len(other)):
        yield "exits by reason are exits by length"
