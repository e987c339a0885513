-- New presentations: the latest journey begun in the year by each adult in each area, with a structured intervention.
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
)
