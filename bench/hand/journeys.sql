-- One row a journey. Of episodes that end it on one day the most severe exit stands.
create table journeys as
with ranked as (
  select *,
    row_number() over (
      partition by person, journey
      order by coalesce(discharged, date '9999-12-31') desc,
        case
          when discharge_reason in ('1', '2', '80', '81') then 1
          when discharge_reason in ('82', '83') then 2
          when discharge_reason in ('9', '88') then 4
          else 3
        end desc,
        triaged desc, agency desc, episode desc) = 1 as is_last
  from links
),
grouped as (
  select person, journey, min(triaged) as started, max(coalesce(discharged, date '9999-12-31')) as closed,
    max(discharge_reason) filter (is_last) as reason, max(episode) filter (is_last) as last_episode,
    max(cites_opiate) as opiate, max(cites_non_opiate) as non_opiate, max(cites_alcohol) as alcohol,
    count(*)::integer as episodes,
    max(episode) filter (opens_journey = 1) as first_episode, max(area) filter (opens_journey = 1) as first_area,
    max(region) filter (opens_journey = 1) as first_region, max(age_at_triage) filter (opens_journey = 1) as age_at_triage,
    max(area) filter (is_last) as last_area, max(region) filter (is_last) as last_region
  from ranked group by person, journey
)
select person, journey, started, case when closed < date '9999-12-31' then closed end as ended,
  case
    when closed = date '9999-12-31' then null
    when reason in ('1', '2', '80', '81') then 'completed'
    when reason = '82' then 'transferred_not_in_custody'
    when reason = '83' then 'transferred_in_custody'
    when reason in ('6', '84') then 'dropped_out'
    when reason in ('3', '85') then 'withdrawn'
    when reason in ('12', '87') then 'declined'
    when reason in ('9', '88') then 'died'
    else 'other'
  end as exit,
  case when closed < date '9999-12-31' then last_episode end as exit_episode,
  case
    when opiate = 1 then 'opiate'
    when non_opiate = 1 and alcohol = 1 then 'non_opiate_and_alcohol'
    when non_opiate = 1 then 'non_opiate_only'
    when alcohol = 1 then 'alcohol_only'
  end as "group",
  episodes, first_episode, first_area, first_region, age_at_triage, last_area, last_region
from grouped
