-- I: days from referral to first offer of the first interventions of young people, started in the year.
with open_journeys as (
  select person, journey from journeys
  where started < date '2013-04-01' and (ended is null or ended >= date '2012-04-01')
),
interventions as (
  select l.person, l.area, l.age_at_triage, l.referral_source, m.started, m.first_offered - m.referred as wait_days
  from modalities m join links l using (episode)
    semi join open_journeys j on j.person = l.person and j.journey = l.journey
  where m.modality_type in ('1', '2', '3', '4', '5', '6', '11', '12', '94', '95')
    and m.started < date '2013-04-01' and m.setting is distinct from '5'
  qualify row_number() over (partition by l.person, l.journey order by m.started, m.modality) = 1
)
select area, substance_group, sum(wait_days)::double as numerator, count(*)::double as denominator
from interventions join people using (person)
where started >= date '2012-04-01' and wait_days >= 0 and referral_source is distinct from '13' and age_at_triage < 18
group by all
