"""The twenty rules as checks of a pandera schema, validated lazily so that every fault is told."""

from . import rules, table
from .with_pandas import wrong


def checked(path: str):
    import pandera.pandas as pa
    from pandera.errors import SchemaErrors

    frame = table(path)
    checks = [
        pa.Check(
            lambda rows, kind=kind, header=header: ~wrong(rows, kind, header),
            name=f"{place}",
            ignore_na=False,
        )
        for place, (kind, header) in enumerate(rules())
    ]
    schema = pa.DataFrameSchema(checks=checks)

    def work():
        try:
            schema.validate(frame, lazy=True)
        except SchemaErrors as told:
            cases = told.failure_cases
            return _counts(cases)
        return [0] * len(checks)

    def _counts(cases):
        told = cases.groupby("check")["index"].nunique()
        return [int(told.get(f"{place}", 0)) for place in range(len(checks))]

    return work
