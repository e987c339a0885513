"""Rules on the items of the young people's data set, which are part of the episode."""

from .rule import ADULT, rule


@rule(
    "X23",
    level="warn",
    record="episode",
    evidence="proposed",
    data_sets=ADULT,
    each=lambda spec: young_people_fields(spec, ("YPS", "YPE")),
    do="Leave it empty: it belongs to the young people's data set, and is not read here.",
)
def young_people_item_in_an_adult_file(row, field):
    """{field} is filled in an adult file."""
    return row.text(field).notnull()


@rule(
    "X24",
    level="warn",
    record="episode",
    evidence="memory",
    each=lambda spec: [
        *young_people_fields(spec, ("YPE",)),
        *filter(None, [spec.by_header.get("DISDEST")]),
    ],
    do="Add the discharge date, or leave {field} empty while the episode is open.",
)
def exit_item_without_discharge(episode, row, field):
    """{field} is asked at exit, and the episode has no discharge date."""
    return row.text(field).notnull() & episode.text("discharged").isnull()


def young_people_fields(spec, starts: tuple[str, ...]):
    """The young people's items whose header begins so."""
    return [f for f in spec.of("episode") if f.header.startswith(starts)]
