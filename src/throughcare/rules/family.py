"""Rules on children and family in the episode, and on early help for them."""

import ibis

from .rule import rule


@rule(
    "X18",
    level="warn",
    record="episode",
    fields=["CHILDWTH", "PRNTSTAT"],
    evidence="memory",
    do="Check PRNTSTAT and CHILDWTH.",
)
def parent_lives_with_no_child(episode):
    """Some or all of the children live with the person, and the number of children is 0."""
    with_them = episode.parental_status.isin(["11", "12"])
    return with_them & (episode.children_living_with == 0)


@rule(
    "X18",
    level="warn",
    record="episode",
    fields=["CHILDWTH", "PRNTSTAT"],
    evidence="memory",
    do="Check PRNTSTAT and CHILDWTH.",
)
def children_of_no_parent(episode):
    """The person is not a parent, and children live with them."""
    return (episode.parental_status == "14") & (episode.children_living_with > 0)


@rule(
    "X20",
    level="warn",
    record="episode",
    fields=["EHCSC2", "EHCSC3"],
    evidence="proposed",
    since="P",
    each=lambda spec: [spec.by_header["EHCSC2"], spec.by_header["EHCSC3"]],
    do="Send each answer once.",
)
def same_answer_twice(episode, row, field):
    """{field} repeats an answer already given."""
    before = [episode.early_help]
    if field.header == "EHCSC3":
        before.append(episode.early_help_2)
    return ibis.or_(*((row.text(field) == b).fill_null(False) for b in before))
