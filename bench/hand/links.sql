-- Episodes numbered into journeys: a triage more than 21 days after everything before it was closed opens a new one.
create table links as
with cited as (
  select *,
    greatest(coalesce(drug_1[1] = '1', false), coalesce(drug_2[1] = '1', false), coalesce(drug_3[1] = '1', false))::tinyint as cites_opiate,
    greatest(
      coalesce(drug_1[1] in ('2', '3', '4', '5', '6', '8', '9') and drug_1 not in ('9996', '9997'), false),
      coalesce(drug_2[1] in ('2', '3', '4', '5', '6', '8', '9') and drug_2 not in ('9996', '9997'), false),
      coalesce(drug_3[1] in ('2', '3', '4', '5', '6', '8', '9') and drug_3 not in ('9996', '9997'), false))::tinyint as cites_non_opiate,
    greatest(coalesce(drug_1[1] = '7', false), coalesce(drug_2[1] = '7', false), coalesce(drug_3[1] = '7', false))::tinyint as cites_alcohol
  from episodes
),
opened as (
  select *,
    (triaged - max(coalesce(discharged, date '9999-12-31')) over (chain rows between unbounded preceding and 1 preceding) > 21) is distinct from false as opens
  from cited
  window chain as (partition by person order by triaged, coalesce(discharged, date '9999-12-31'), agency, episode)
)
select * exclude opens, opens::tinyint as opens_journey,
  (sum(opens::integer) over (partition by person order by triaged, coalesce(discharged, date '9999-12-31'), agency, episode rows unbounded preceding))::integer as journey
from opened
