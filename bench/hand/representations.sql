-- C6: completers of the first six months, and who of them began another journey within six months.
with early as (
  select distinct person, journey from links anti join prison using (episode)
  where triaged < date '2012-04-01' + interval 6 months and (discharged is null or discharged >= date '2012-04-01')
),
adults as (
  select person, substance_group from people where birth_cohort is null or 2012 - birth_cohort >= 18
),
completed as (
  select j.person, j.last_area as area, max(j.journey) as journey, max_by(j.ended, j.journey) as ended
  from journeys j join early using (person, journey)
  where j.exit = 'completed' and j.ended >= date '2012-04-01' and j.ended < date '2012-04-01' + interval 6 months
    and date '2014-03-31' - j.ended > 21
  group by all
),
returned as (
  select distinct c.person, c.journey
  from completed c join links l on l.person = c.person and l.journey <> c.journey
    and l.triaged >= c.ended and l.triaged < c.ended + interval 6 months
  anti join prison using (episode)
)
select c.area, a.substance_group, count(r.person)::double as numerator, count(*)::double as denominator
from completed c join adults a using (person) left join returned r on r.person = c.person and r.journey = c.journey
group by all
