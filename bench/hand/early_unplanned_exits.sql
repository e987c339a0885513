-- C2: new presentations that are old enough to judge, and who of them left unplanned before 84 days.
with begun as (
  select person, journey, first_area as area, started, ended, exit,
    coalesce(ended <= date '2013-03-31' and date '2014-03-31' - ended > 21, false) as is_over
  from journeys
  where started between date '2012-04-01' and date '2013-03-31' and (age_at_triage is null or age_at_triage >= 18)
),
structured as (
  select distinct l.person, l.journey
  from modalities m join links l using (episode) semi join begun b on b.person = l.person and b.journey = l.journey
  where m.modality_type in ('1', '2', '3', '4', '5', '6', '11', '12', '94', '95') and m.started is not null
    and m.setting is distinct from '5'
),
judged as (
  select b.* from begun b join structured using (person, journey)
  where started <= date '2013-03-31' - 84 or is_over
  qualify row_number() over (partition by b.person, b.area order by b.journey desc) = 1
)
select area, substance_group,
  count(*) filter (is_over and ended - started < 84 and exit not in ('completed', 'died'))::double as numerator,
  count(*)::double as denominator
from judged join people using (person)
group by all
