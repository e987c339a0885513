-- D5: what the first episode of a new presentation says of housing, not stated left out; the answers share one denominator.
{latest presentations},
counted as (
  select n.area, p.substance_group,
    case e.accommodation_need when '1' then 'no_fixed_abode' when '2' then 'housing_problem' when '3' then 'no_housing_problem' end as answer,
    count(*)::double as numerator
  from latest n join people p using (person) join episodes e on e.episode = n.first_episode
  where e.accommodation_need in ('1', '2', '3')
  group by all
)
select *, sum(numerator) over (partition by area, substance_group) as denominator from counted
