"""Rules on the client: initials, birth date, sex and reference."""

from .rule import FILL_IN, rule


@rule(
    "R01",
    level="reject-record",
    record="client",
    fields=["FINITIAL"],
    evidence="source",
    do=FILL_IN,
)
def first_initial_missing(client):
    """The first initial is missing."""
    return client.first_initial.isnull()


@rule(
    "R01",
    level="reject-record",
    record="client",
    fields=["FINITIAL"],
    evidence="memory",
    do="Send one letter; letters with accents are letters.",
)
def first_initial_not_a_letter(client):
    """The first initial is not a letter."""
    return ~client.first_initial.re_search(r"^\p{L}$")


@rule(
    "R02",
    level="reject-record",
    record="client",
    fields=["SINITIAL"],
    evidence="source",
    do=FILL_IN,
)
def last_initial_missing(client):
    """The initial of the surname is missing."""
    return client.last_initial.isnull()


@rule(
    "R02",
    level="reject-record",
    record="client",
    fields=["SINITIAL"],
    evidence="memory",
    do="Send one letter; letters with accents are letters.",
)
def last_initial_not_a_letter(client):
    """The initial of the surname is not a letter."""
    return ~client.last_initial.re_search(r"^\p{L}$")


@rule(
    "R03",
    level="reject-record",
    record="client",
    fields=["DOB"],
    evidence="source",
    do="Send the date of birth as YYYYMMDD, YYYY-MM-DD or DD/MM/YYYY.",
)
def birth_date_missing_or_not_a_date(client):
    """The date of birth is missing or not a date."""
    return client.born.isnull()


@rule(
    "R04",
    level="reject-record",
    record="client",
    fields=["DOB"],
    evidence="source",
    do="Check the year of birth.",
)
def born_too_long_ago(client, limits):
    """The year of birth is 1902 or earlier."""
    return client.born.year() < limits["earliest_birth_year"]


@rule(
    "R05",
    level="reject-record",
    record="client",
    fields=["SEX"],
    evidence="source",
    each=lambda spec: [spec.by_header["SEX"]],
    do="Choose a code from the list SEX.",
)
def sex_missing_or_not_in_list(client, field):
    """Sex is missing or not in the list."""
    return client.sex.isnull() | ~client.sex.isin(field.allowed)


@rule(
    "R16",
    level="reject-record",
    record="client",
    fields=["CLIENT"],
    evidence="memory",
    do="Send a reference that does not identify the person by itself.",
)
def reference_looks_like_a_name(client):
    """The client reference looks like a name."""
    return client.reference.re_search(r"^[^0-9]*$") & client.reference.re_search(
        r"\p{L}{2,}"
    )


@rule(
    "R16",
    level="reject-record",
    record="client",
    fields=["CLIENT"],
    evidence="memory",
    do="Send a reference that does not identify the person by itself.",
)
def reference_is_an_nhs_number(client):
    """The client reference is an NHS number."""
    digits = client.reference.re_replace("[ -]", "")
    return digits.re_search("^[0-9]{10}$") & _check_digit_holds(digits)


def _check_digit_holds(digits):
    """The NHS number's modulus 11: weights 10 to 1 sum to a multiple of 11."""
    weighted = [
        digits.substr(place, 1).try_cast("int32") * (10 - place) for place in range(10)
    ]
    return sum(weighted[1:], weighted[0]) % 11 == 0
