-- {rows} made-up episodes with the columns of a cut's analytic table, about three a person.
with draws as (
  select range as n, hash(range, 1) as a, hash(range, 2) as b, hash(range, 3) as c, hash(range, 4) as d
  from range({rows})
),
events as (
  select *,
    a % ({rows} // 3 + 1) as who,
    date '2007-04-01' + (b % 2500)::integer as triaged,
    case when c % 100 >= 15 then (c // 100 % 400)::integer end as days
  from draws
),
people as (
  select *, hash(who, 5) as p, triaged + days as discharged from events
)
select
  n + 1 as episode, 1::integer as return_no, n + 2 as line, md5(who::varchar) as person,
  'X' || lpad((d % 400)::varchar, 4, '0') as agency,
  'E' || lpad((p % 152)::varchar, 8, '0') as area,
  'R' || (p % 152 % 9)::varchar as region,
  case when p // 1000 % 10 < 7 then 'M' else 'F' end as sex,
  (1950 + p // 100000 % 42)::integer as birth_cohort,
  (year(triaged) - (1950 + p // 100000 % 42))::integer as age_at_triage,
  triaged - (d // 400 % 30)::integer as referred, triaged, discharged,
  case when discharged is not null then ['80', '81', '82', '83', '84', '85', '87', '88', '84', '80'][(d // 12000 % 10 + 1)::integer] end as discharge_reason,
  ['1101', '1105', '5000', '7000', '3200', '2200', '4000', '9996'][(d // 120000 % 8 + 1)::integer] as drug_1,
  ['7000', '9996', '5000', '1101', null][(d // 960000 % 5 + 1)::integer] as drug_2,
  ['9997', null, '3200'][(d // 4800000 % 3 + 1)::integer] as drug_3,
  ['1', '4', '13', '7', '10'][(d // 14400000 % 5 + 1)::integer] as referral_source
from people
order by n
