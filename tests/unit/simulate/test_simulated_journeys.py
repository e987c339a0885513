"""Journeys rebuilt from the returns, in SQL of their own, are the journeys that were drawn."""

import duckdb
import pytest

from throughcare.simulate import England

REBUILT = """
with rows as (
    select FINITIAL || SINITIAL || DOB || SEX person, strptime(TRIAGED, '%Y%m%d')::date triaged,
           coalesce(strptime(nullif(DISD, ''), '%Y%m%d')::date, date '9999-01-01') left_on,
           DISRSN, DRUG1, DRUG2, DRUG3
    from read_csv('{folder}/*.csv', all_varchar=true, header=true, nullstr='~')
    where CONSENT = 'Y'
),
episodes as (select distinct * from rows),
told as (
    select *, max(left_on) over (
        partition by person order by triaged, left_on rows between unbounded preceding and 1 preceding
    ) as until_then from episodes
),
chained as (
    select *, sum((until_then is null or triaged > until_then + 21)::int) over (
        partition by person order by triaged, left_on
    ) as journey from told
)
select person, journey, min(triaged) started, max(left_on) ended, arg_max(DISRSN, left_on) reason,
       bool_or(DRUG1 like '1%' or DRUG2 like '1%' or DRUG3 like '1%') opiate,
       bool_or('7000' in (DRUG1, DRUG2, DRUG3)) alcohol,
       bool_or(DRUG1 similar to '[2-68]...' or DRUG2 similar to '[2-68]...' or DRUG3 similar to '[2-68]...') other
from chained group by all
"""
GROUP = """case when opiate then 'opiate' when alcohol and other then 'non_opiate_and_alcohol'
           when other then 'non_opiate' else 'alcohol' end"""


@pytest.fixture(scope="module")
def con(tmp_path_factory):
    folder = tmp_path_factory.mktemp("journeys")
    England(people=3000, seed=9, fault_rate=0).write_returns(folder)
    con = duckdb.connect()
    con.execute(
        f"create table rebuilt as select *, {GROUP} as \"group\", reason in ('80', '81') completed from ({REBUILT.format(folder=folder)})"
    )
    con.execute(
        f"create table drawn as select *, exit = 'completed' completed from '{folder}/truth/journeys.parquet' where ended is null or ended >= date '2008-04-01'"
    )
    return con


def both(con, query):
    """The answers of one query on the journeys rebuilt and on those drawn."""
    return [con.execute(query.format(table)).fetchall() for table in TABLES]


TABLES = ("rebuilt", "drawn")
FINAL = "ended <= date '2012-10-10'"
"""A journey is finally closed when 21 days have passed after its end."""


def test_people_and_journeys_are_as_many(con):
    rebuilt, drawn = both(con, "select count(distinct person), count(*) from {}")
    assert rebuilt == drawn
    assert rebuilt[0][0] == 3000


def test_ends_and_substance_groups_are_the_same(con):
    rebuilt, drawn = both(
        con,
        f'select "group", ended, count(*) from {{}} where {FINAL} group by all order by all',
    )
    assert rebuilt == drawn


def test_completions_are_the_same(con):
    rebuilt, drawn = both(
        con,
        f"select completed, count(*) from {{}} where {FINAL} group by all order by all",
    )
    assert rebuilt == drawn
    assert len(rebuilt) == 2


def test_starts_within_the_span_are_the_same(con):
    rebuilt, drawn = both(
        con,
        "select started, count(*) from {} where started >= date '2010-04-01' group by all order by all",
    )
    assert rebuilt == drawn
