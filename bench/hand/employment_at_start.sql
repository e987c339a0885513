-- D5: what the first episode of a new presentation says of work, not stated left out; the answers share one denominator.
{latest presentations},
counted as (
  select n.area, p.substance_group,
    case e.employment when '1' then 'regular_employment' when '9' then 'long_term_sick_or_disabled' when '12' then 'unemployed_and_seeking_work' end as answer,
    count(*)::double as numerator
  from latest n join people p using (person) join episodes e on e.episode = n.first_episode
  where e.employment in ('1', '9', '12')
  group by all
)
select *, sum(numerator) over (partition by area, substance_group) as denominator from counted
