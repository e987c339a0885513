with referred as (
  select distinct person from links anti join prison using (episode)
  where triaged < date '2013-04-01' and (discharged is null or discharged >= date '2012-04-01')
    and referral_source in ('5', '6', '8', '13')
)
select area, substance_group, count(r.person)::double as numerator, count(*)::double as denominator
from (select distinct person, area from contact) f join people p using (person) left join referred r on r.person = f.person
where p.birth_cohort is null or 2012 - p.birth_cohort >= 18
group by all
