-- What three of the indicators share: prison episodes, contact in 2012-13, and the group of each person in contact.
create temp table prison as
  select episode from modalities group by episode having bool_and(coalesce(setting = '5', false));
create temp table contact as
  select person, area, journey, birth_cohort, cites_opiate, cites_non_opiate, cites_alcohol
  from links anti join prison using (episode)
  where triaged < date '2013-04-01' and (discharged is null or discharged >= date '2012-04-01');
create temp table people as
  select person, max(birth_cohort) as birth_cohort,
    case
      when max(cites_opiate) = 1 then 'opiate'
      when max(cites_non_opiate) = 1 and max(cites_alcohol) = 1 then 'non_opiate_and_alcohol'
      when max(cites_non_opiate) = 1 then 'non_opiate_only'
      when max(cites_alcohol) = 1 then 'alcohol_only'
    end as substance_group
  from contact group by person having substance_group is not null
