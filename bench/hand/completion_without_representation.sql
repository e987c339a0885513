with found as (
  select person, area, max(journey) as journey from contact group by all
),
in_contact as (
  select f.*, p.substance_group from found f join people p using (person)
  where p.birth_cohort is null or 2012 - p.birth_cohort >= 18
),
completed as (
  select f.person, f.area, f.journey, j.ended
  from in_contact f join journeys j using (person, journey)
  where j.exit = 'completed' and j.ended between date '2012-04-01' and date '2013-03-31'
    and j.last_area is not distinct from f.area and date '2014-03-31' - j.ended > 21
),
returned as (
  select distinct c.person, c.journey
  from completed c join links l on l.person = c.person and l.journey <> c.journey
    and l.triaged >= c.ended and l.triaged < c.ended + interval 6 months
  anti join prison using (episode)
),
stayed_away as (select person, area, journey from completed anti join returned using (person, journey))
select f.area, f.substance_group, count(s.person)::double as numerator, count(*)::double as denominator
from in_contact f left join stayed_away s on s.person = f.person and s.area is not distinct from f.area
group by all
