with begun as (
  select person, journey, first_area as area from journeys
  where started between date '2012-04-01' and date '2013-03-31' and (age_at_triage is null or age_at_triage >= 18)
),
structured as (
  select distinct l.person, l.journey
  from modalities m join links l using (episode) semi join begun b on b.person = l.person and b.journey = l.journey
  where m.modality_type in ('1', '2', '3', '4', '5', '6', '11', '12', '94', '95') and m.started is not null
    and m.setting is distinct from '5'
),
first_there as (
  select person, area, min(journey) as journey from begun join structured using (person, journey) group by all
)
select area, substance_group, count(*) filter (journey = 1)::double as numerator, count(*)::double as denominator
from first_there join people using (person)
group by all
