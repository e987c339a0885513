select area, substance_group, count(*)::double as numerator, null::double as denominator
from (select distinct person, area from contact) join people using (person)
where birth_cohort is null or 2012 - birth_cohort >= 18
group by all
