-- D6: of new presentations who inject or have injected, those tested.
{latest presentations}
select n.area, p.substance_group, count(*) filter (e.hep_c_tested is not null)::double as numerator, count(*)::double as denominator
from latest n join people p using (person) join episodes e on e.episode = n.first_episode
where e.injecting_status in ('C', 'P')
group by all
