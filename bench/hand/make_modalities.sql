-- {rows} made-up modalities of {rows} made-up episodes: nine in ten episodes have one, the tenth has two or none.
with draws as (
  select range as n, hash(range, 11) as a, hash(range, 12) as b from range({rows})
),
events as (
  select n, a, b,
    case when a % 10 = 0 then (a // 10 % {rows})::bigint else n end as of_episode
  from draws
),
dates as (
  select *, date '2007-04-01' + (hash(of_episode, 2) % 2500)::integer as triaged from events
)
select
  n + 1 as modality, of_episode + 1 as episode, 1::integer as return_no, n + 2 as line,
  md5((hash(of_episode, 1) % ({rows} // 3 + 1))::varchar) as person,
  ['2', '3', '94', '95', '12', '16'][(b % 6 + 1)::integer] as modality_type,
  ['1', '2', '5', null, '6'][(b // 6 % 5 + 1)::integer] as setting,
  triaged as referred,
  case when b // 30 % 20 > 0 then triaged + (b // 600 % 30)::integer - 1 end as first_offered,
  case when b // 18000 % 10 > 0 then triaged + (b // 180000 % 40)::integer end as started,
  case when b // 7200000 % 3 > 0 then triaged + 60 + (b // 21600000 % 200)::integer end as ended,
  case when b // 7200000 % 3 > 0 then 'A' end as exit_status
from dates
order by n
