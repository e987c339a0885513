-- D5: what the first episode of a new presentation says of work, not stated left out; the answers share one denominator.
with begun as (
  select person, first_area as area, journey, first_episode from journeys
  where started between date '2012-04-01' and date '2013-03-31' and (age_at_triage is null or age_at_triage >= 18)
),
structured as (
  select distinct l.person, l.journey
  from modalities m join links l using (episode) semi join begun b on b.person = l.person and b.journey = l.journey
  where m.modality_type in ('1', '2', '3', '4', '5', '6', '11', '12', '94', '95') and m.started is not null
    and m.setting is distinct from '5'
),
latest as (
  select b.* from begun b join structured using (person, journey)
  qualify row_number() over (partition by b.person, b.area order by b.journey desc) = 1
),
counted as (
  select n.area, p.substance_group,
    case e.employment when '1' then 'regular_employment' when '9' then 'long_term_sick_or_disabled' when '12' then 'unemployed_and_seeking_work' end as answer,
    count(*)::double as numerator
  from latest n join people p using (person) join episodes e on e.episode = n.first_episode
  where e.employment in ('1', '9', '12')
  group by all
)
select *, sum(numerator) over (partition by area, substance_group) as denominator from counted
