"""A journey with the profiles that a test gives: triaged and started on 1 January 2013, so that day 182 is 2 July."""

ONE = """
  | numerator | denominator
--+-----------+------------
p | 1         | 1
"""
NONE_OF_ONE = """
  | numerator | denominator
--+-----------+------------
p | 0         | 1
"""
NOBODY = "| numerator"


def journey(
    columns: str, *profiles: tuple, ended: str = "", reason: str = ""
) -> dict[str, str]:
    """`profiles`: date, stage, and the cells of `columns` (names separated by bars)."""
    listed = "\n".join(
        f"{n} | 1 | " + " | ".join(map(str, cells))
        for n, cells in enumerate(profiles, 1)
    )
    return {
        "episodes": f"""
          | triaged    | discharged | discharge_reason
        --+------------+------------+-----------------
        1 | 2013-01-01 | {ended}    | {reason}
        """,
        "modalities": """
          | episode | started
        --+---------+-----------
        1 | 1       | 2013-01-01
        """,
        "profiles": f"""
          | episode | completed_on | stage | {columns}
        --+
        {listed}
        """,
    }
