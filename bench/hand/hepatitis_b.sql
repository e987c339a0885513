-- D6: of new presentations who could be vaccinated, those who accepted; immunised, immune, unsuitable and not assessed are left out.
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
select n.area, p.substance_group, count(*) filter (e.hep_b_intervention = 'A')::double as numerator, count(*)::double as denominator
from latest n join people p using (person) join episodes e on e.episode = n.first_episode
where e.hep_b_intervention in ('A', 'B', 'D')
group by all
