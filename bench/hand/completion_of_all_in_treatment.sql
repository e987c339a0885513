-- C4b: of those in treatment in the year, those whose latest journey there ended with completion.
with found as (
  select person, area, max(journey) as journey from contact group by all
),
in_contact as (
  select f.*, p.substance_group from found f join people p using (person)
  where p.birth_cohort is null or 2012 - p.birth_cohort >= 18
),
completed as (
  select person, journey, last_area from journeys
  where exit = 'completed' and ended between date '2012-04-01' and date '2013-03-31' and date '2014-03-31' - ended > 21
)
select f.area, f.substance_group, count(c.person)::double as numerator, count(*)::double as denominator
from in_contact f
  left join completed c on c.person = f.person and c.journey = f.journey and c.last_area is not distinct from f.area
group by all
