-- D6: of new presentations who could be vaccinated, those who accepted; immunised, immune, unsuitable and not assessed are left out.
{latest presentations}
select n.area, p.substance_group, count(*) filter (e.hep_b_intervention = 'A')::double as numerator, count(*)::double as denominator
from latest n join people p using (person) join episodes e on e.episode = n.first_episode
where e.hep_b_intervention in ('A', 'B', 'D')
group by all
