-- C1: of those in treatment with a structured intervention, those with a journey of 84 days or one completed before.
with there as (
  select distinct person, area, journey from contact
),
structured as (
  select distinct l.person, l.journey
  from modalities m join links l using (episode) semi join there t on t.person = l.person and t.journey = l.journey
  where m.modality_type in ('1', '2', '3', '4', '5', '6', '11', '12', '94', '95') and m.started < date '2013-04-01'
    and m.setting is distinct from '5'
),
judged as (
  select t.person, t.area, max(
    (least(coalesce(j.ended, date '2013-03-31'), date '2013-03-31') - j.started >= 84
      or coalesce(j.ended <= date '2013-03-31' and j.exit = 'completed', false))::integer) as met
  from there t join structured using (person, journey) join journeys j using (person, journey)
  group by all
)
select area, substance_group, sum(met)::double as numerator, count(*)::double as denominator
from judged join people using (person)
where birth_cohort is null or 2012 - birth_cohort >= 18
group by all
