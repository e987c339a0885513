-- B8: what the latest episode of those in treatment says, not stated left out; the answers share one denominator.
with said as (
  select person, area, parental_status as code
  from links anti join prison using (episode)
  where triaged < date '2013-04-01' and (discharged is null or discharged >= date '2012-04-01')
  qualify row_number() over (
    partition by person, area order by triaged desc, coalesce(discharged, date '9999-12-31') desc, agency desc, episode desc) = 1
),
counted as (
  select area, substance_group,
    case when code in ('11', '12') then 'living_with_children' when code = '13' then 'children_live_elsewhere' else 'not_a_parent' end as answer,
    count(*)::double as numerator
  from said join people using (person)
  where code in ('11', '12', '13', '14') and (birth_cohort is null or 2012 - birth_cohort >= 18)
  group by all
)
select *, sum(numerator) over (partition by area, substance_group) as denominator from counted
