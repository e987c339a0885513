-- B5: days from the start of the journey to the end of the period, of those in treatment on that day, where they were triaged last.
with latest as (
  select person, area, journey from links anti join prison using (episode)
  where triaged < date '2013-04-01' and (discharged is null or discharged >= date '2012-04-01')
  qualify row_number() over (
    partition by person order by triaged desc, coalesce(discharged, date '9999-12-31') desc, agency desc, episode desc) = 1
)
select l.area, p.substance_group, sum(date '2013-03-31' - j.started)::double as numerator, count(*)::double as denominator
from latest l join people p using (person) join journeys j using (person, journey)
where (p.birth_cohort is null or 2012 - p.birth_cohort >= 18)
  and j.started <= date '2013-03-31' and (j.ended is null or j.ended >= date '2013-03-31')
group by all
