"""Exit reasons: what each discharge code stands for (indicators.md A4)."""

from dataclasses import dataclass

from throughcare import journeys

title = "Exit reasons"


@dataclass(frozen=True)
class Exits:
    """Asks for the exit of each journey."""

    def ask(self, tables):
        return journeys.build(tables["episodes"], 21).journeys


def _ends_with(codes: str) -> dict[str, str]:
    """One person a discharge code, named after it."""
    rows = [
        f"{place} | c{code} | 2012-01-10 | 2012-06-01 | {code}"
        for place, code in enumerate(codes.split(), 1)
    ]
    header = " | person | triaged | discharged | discharge_reason"
    return {"episodes": "\n".join([header, *rows])}


def _exits(codes: str, exit: str) -> str:
    return "\n".join([" | exit", *[f"c{code} | {exit}" for code in codes.split()]])


def test_completed_old_and_new_codes(spec_test):
    codes = "1 2 80 81"
    spec_test(_ends_with(codes), Exits(), _exits(codes, "completed"))


def test_referred_on_is_not_a_completion(spec_test):
    spec_test(_ends_with("5"), Exits(), _exits("5", "other"))


def test_transferred_in_and_not_in_custody_are_kept_apart(spec_test):
    spec_test(
        _ends_with("82 83"),
        Exits(),
        """
            | exit
        ----+---------------------------
        c82 | transferred_not_in_custody
        c83 | transferred_in_custody
        """,
    )


def test_dropped_out(spec_test):
    codes = "6 84"
    spec_test(_ends_with(codes), Exits(), _exits(codes, "dropped_out"))


def test_withdrawn(spec_test):
    codes = "3 85"
    spec_test(_ends_with(codes), Exits(), _exits(codes, "withdrawn"))


def test_declined(spec_test):
    codes = "12 87"
    spec_test(_ends_with(codes), Exits(), _exits(codes, "declined"))


def test_died(spec_test):
    codes = "9 88"
    spec_test(_ends_with(codes), Exits(), _exits(codes, "died"))


def test_moved_away_not_known_and_prison_are_other(spec_test):
    codes = "4 7 8 10 11 13 86"
    spec_test(_ends_with(codes), Exits(), _exits(codes, "other"))


def test_unknown_code_is_other(spec_test):
    spec_test(_ends_with("99"), Exits(), _exits("99", "other"))
