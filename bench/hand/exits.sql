-- C3: those whose latest journey ended in the year, one reason each, sharing one denominator.
with found as (
  select person, area, max(journey) as journey from contact group by all
),
leaving as (
  select f.area, p.substance_group, j.exit as exit_reason
  from found f join people p using (person) join journeys j using (person, journey)
  where (p.birth_cohort is null or 2012 - p.birth_cohort >= 18)
    and j.ended between date '2012-04-01' and date '2013-03-31' and date '2014-03-31' - j.ended > 21
    and j.last_area is not distinct from f.area
),
counted as (
  select area, substance_group, exit_reason, count(*)::double as numerator from leaving group by all
)
select *, sum(numerator) over (partition by area, substance_group) as denominator from counted
