-- I: of young people whose latest journey ended in the year, those who completed it.
with found as (
  select person, area, max(journey) as journey from contact group by all
)
select f.area, p.substance_group, count(*) filter (j.exit = 'completed')::double as numerator, count(*)::double as denominator
from found f join people p using (person) join journeys j using (person, journey)
where j.age_at_triage < 18 and j.ended between date '2012-04-01' and date '2013-03-31' and date '2014-03-31' - j.ended > 21
  and j.last_area is not distinct from f.area
group by all
