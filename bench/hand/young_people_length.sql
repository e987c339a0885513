-- I: days of the structured interventions of people under 18 at triage that ended in the year.
select l.area, p.substance_group, sum(m.ended - m.started)::double as numerator, count(*)::double as denominator
from modalities m join links l using (episode) join people p on p.person = l.person
where m.modality_type in ('1', '2', '3', '4', '5', '6', '11', '12', '94', '95') and m.setting is distinct from '5'
  and m.ended between date '2012-04-01' and date '2013-03-31' and m.ended >= m.started and l.age_at_triage < 18
group by all
