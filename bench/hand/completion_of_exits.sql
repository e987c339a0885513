with found as (
  select person, area, max(journey) as journey from contact group by all
),
in_contact as (
  select f.*, p.substance_group from found f join people p using (person)
  where p.birth_cohort is null or 2012 - p.birth_cohort >= 18
)
select f.area, f.substance_group, count(*) filter (j.exit = 'completed')::double as numerator, count(*)::double as denominator
from in_contact f join journeys j using (person, journey)
where j.ended between date '2012-04-01' and date '2013-03-31' and date '2014-03-31' - j.ended > 21
  and j.last_area is not distinct from f.area
group by all
