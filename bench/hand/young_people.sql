-- I: people in treatment whose latest journey there began before 18.
with found as (
  select person, area, max(journey) as journey from contact group by all
)
select f.area, p.substance_group, count(*)::double as numerator, null::double as denominator
from found f join people p using (person) join journeys j using (person, journey)
where j.age_at_triage < 18
group by all
