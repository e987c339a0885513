"""What indicators.md says, in plain Python over rows of records: slow, and written from the reference and not from the code.

Where the reference leaves a choice (which area, which journey of several) the choice is the one that the definition
states. Each function gives rows of person, area, numerator, denominator and answer, as the people counted.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

FAR = dt.date(9999, 12, 31)
STRUCTURED = {"1", "2", "3", "4", "5", "6", "11", "12", "94", "95"}
COMPLETED, DIED = {"80", "81"}, {"88"}
TRANSFERRED = {"82": "transferred_not_in_custody", "83": "transferred_in_custody"}
NAMES = {"84": "dropped_out", "85": "withdrawn", "87": "declined"}


def exit_of(reason: str | None) -> str:
    """A4."""
    if reason in COMPLETED:
        return "completed"
    if reason in DIED:
        return "died"
    return TRANSFERRED.get(reason) or NAMES.get(reason) or "other"


def worse(reason: str | None) -> int:
    """A2: completed < transferred < other incomplete < died."""
    told = exit_of(reason)
    if told == "completed":
        return 1
    return 2 if told.startswith("transferred") else 4 if told == "died" else 3


def months_later(day: dt.date, months: int) -> dt.date:
    """C5: calendar months with end-of-month clamping."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return dt.date(year, month + 1, last)
            except ValueError:
                pass
    raise AssertionError


@dataclass(eq=False)
class Journey:
    person: str
    number: int
    episodes: list[dict]

    @property
    def first(self) -> dict:
        return self.episodes[0]

    @property
    def started(self) -> dt.date:
        return self.first["triaged"]

    @property
    def last(self) -> dict:
        """The episode with the latest discharge; of those on one day the worse exit, then the one triaged last."""
        places = range(len(self.episodes))
        return self.episodes[
            max(
                places,
                key=lambda i: (
                    self.episodes[i]["discharged"] or FAR,
                    worse(self.episodes[i]["discharge_reason"]),
                    i,
                ),
            )
        ]

    @property
    def ended(self) -> dt.date | None:
        return self.last["discharged"]

    @property
    def exit(self) -> str | None:
        return self.ended and exit_of(self.last["discharge_reason"])


class World:
    """Records of one cut and the period asked about. `is_secure`: of returns from secure settings."""

    def __init__(self, rows: dict[str, list[dict]], period, as_of, is_secure=False):
        self.start, self.end, self.as_of = period.start, period.end, as_of
        middle = period.start + (period.end - period.start) / 2
        self.financial_year = middle.year - (middle.month < 4)
        self.last = self.end - dt.timedelta(days=1)
        self.is_secure = is_secure
        self.episodes = rows["episodes"]
        self.modalities, self.profiles = defaultdict(list), defaultdict(list)
        for name in ("modalities", "profiles"):
            for row in rows[name]:
                getattr(self, name)[row["episode"]].append(row)
        self.journeys = self._chained()

    def _chained(self) -> list[Journey]:
        """A2: a gap of more than 21 days between everything closed and the next triage begins a journey."""
        people = defaultdict(list)
        for e in self.episodes:
            people[e["person"]].append(e)
        found = []
        for person, own in people.items():
            own.sort(
                key=lambda e: (
                    e["triaged"],
                    e["discharged"] or FAR,
                    e["agency"],
                    e["episode"],
                )
            )
            end, number = dt.date(1, 1, 1), 0
            for e in own:
                if (e["triaged"] - end).days > 21:
                    number += 1
                    found.append(Journey(person, number, []))
                found[-1].episodes.append(e)
                end = max(end, e["discharged"] or FAR)
        return found

    # A1 and A3

    def is_community(self, e: dict) -> bool:
        """Treatment in prison alone is excluded."""
        settings = [m["setting"] for m in self.modalities[e["episode"]]]
        return self.is_secure or not settings or any(s != "5" for s in settings)

    def touches(self, e: dict) -> bool:
        return e["triaged"] < self.end and (e["discharged"] or FAR) >= self.start

    def contact(self) -> list[tuple[Journey, dict]]:
        return [
            (j, e)
            for j in self.journeys
            for e in j.episodes
            if self.touches(e) and self.is_community(e)
        ]

    def groups(self) -> dict[str, str]:
        """The substance group of each person in contact, by everything cited in the year; those with none are left out."""
        cited = defaultdict(set)
        for j, e in self.contact():
            cited[j.person] |= {e["drug_1"], e["drug_2"], e["drug_3"]}
        found = {}
        for person, drugs in cited.items():
            digits = {d[0] for d in drugs if d and d not in ("9996", "9997")}
            if "1" in digits:
                found[person] = "opiate"
            elif "7" in digits:
                found[person] = (
                    "non_opiate_and_alcohol" if digits - {"7"} else "alcohol_only"
                )
            elif digits:
                found[person] = "non_opiate_only"
        return found

    def is_adult_in_the_year(self, person: str) -> bool:
        """18 on 30 September."""
        born = {e["birth_cohort"] for e in self.episodes if e["person"] == person}
        return self.financial_year - max(born) >= 18

    def in_treatment(self, by_area: bool, adults: bool = True) -> list[tuple]:
        """Person, area, and the latest journey there."""
        groups, found = self.groups(), {}
        for j, e in self.contact():
            if j.person not in groups:
                continue
            if adults and not self.is_adult_in_the_year(j.person):
                continue
            unit = (j.person, e["area"] if by_area else None)
            if unit not in found or found[unit].number < j.number:
                found[unit] = j
        return [(*unit, j) for unit, j in found.items()]

    def first_structured(self, j: Journey) -> dt.date | None:
        """The first start of a structured intervention outside prison."""
        starts = [
            m["started"]
            for e in j.episodes
            for m in self.modalities[e["episode"]]
            if m["modality_type"] in STRUCTURED and m["started"] and m["setting"] != "5"
        ]
        return min(starts, default=None)

    def is_in(self, day: dt.date | None) -> bool:
        return day is not None and self.start <= day < self.end

    def is_closed(self, j: Journey) -> bool:
        """Ended in the year, and 21 days have passed since."""
        return self.is_in(j.ended) and (self.as_of - j.ended).days > 21

    def left(self, by_area: bool, adults: bool = True) -> list[tuple]:
        """Those whose latest journey ended in the year, where it ended."""
        return [
            (person, area, j)
            for person, area, j in self.in_treatment(by_area, adults)
            if self.is_closed(j) and (not by_area or j.last["area"] == area)
        ]

    def begun(self) -> list[Journey]:
        """B2: journeys of adults begun in the year, with a structured intervention."""
        groups = self.groups()
        return [
            j
            for j in self.journeys
            if self.is_in(j.started)
            and j.person in groups
            and j.first["age_at_triage"] >= 18
            and self.first_structured(j)
        ]


def once(journeys: list[Journey], by_area: bool) -> list[tuple]:
    """Each person and area once, with the latest journey begun there."""
    found = {}
    for j in journeys:
        unit = (j.person, j.first["area"] if by_area else None)
        if unit not in found or found[unit].number < j.number:
            found[unit] = j
    return [(*unit, j) for unit, j in found.items()]


def row(person, area, numerator, denominator=1, answer=None) -> tuple:
    return (person, area, float(numerator), denominator, answer)


def in_treatment(w: World, by_area: bool):
    return [row(p, a, 1, None) for p, a, _ in w.in_treatment(by_area)]


def new_presentations(w: World, by_area: bool):
    return [row(p, a, 1, None) for p, a, _ in once(w.begun(), by_area)]


def treatment_naive(w: World, by_area: bool):
    first = defaultdict(list)
    for j in w.begun():
        first[j.person, j.first["area"] if by_area else None].append(j.number)
    return [row(*unit, min(numbers) == 1) for unit, numbers in first.items()]


def interventions(w: World, adults: bool = True):
    """B4: structured interventions of each journey in the order of their start, those from custody left out after."""
    groups = w.groups()
    for j in w.journeys:
        if j.started >= w.end or (j.ended or FAR) < w.start or j.person not in groups:
            continue
        own = sorted(
            (m["started"], m["modality"], m, e)
            for e in j.episodes
            for m in w.modalities[e["episode"]]
            if m["modality_type"] in STRUCTURED
            and m["setting"] != "5"
            and m["started"]
            and m["started"] < w.end
        )
        for place, (started, _, m, e) in enumerate(own):
            if not w.is_in(started) or not m["referred"] or not m["first_offered"]:
                continue
            wait = (m["first_offered"] - m["referred"]).days
            if wait < 0 or e["referral_source"] == "13":
                continue
            if (e["age_at_triage"] >= 18) == adults:
                yield place, wait, j.person, e["area"]


def waiting_times(w: World, by_area: bool):
    return [row(p, a, wait <= 21) for n, wait, p, a in interventions(w) if n == 0]


def subsequent_waits(w: World, by_area: bool):
    return [row(p, a, wait <= 21) for n, wait, p, a in interventions(w) if n > 0]


def long_waits(w: World, by_area: bool):
    return [row(p, a, wait > 42) for n, wait, p, a in interventions(w) if n == 0]


def young_people_waits(w: World, by_area: bool):
    found = interventions(w, adults=False)
    return [row(p, a, wait) for n, wait, p, a in found if n == 0]


def time_in_treatment(w: World, by_area: bool):
    return [
        row(p, None, (w.last - j.started).days)
        for p, _, j in w.in_treatment(False)
        if (j.ended or FAR) >= w.last
    ]


def latest_answer(w: World, person: str, area: str | None, name: str):
    said = [
        (e["triaged"], e["discharged"] or FAR, e["agency"], e["episode"], e[name])
        for j, e in w.contact()
        if j.person == person and (area is None or e["area"] == area)
    ]
    return max(said, key=lambda each: each[:4])[-1]


PARENTS = {
    "11": "living_with_children",
    "12": "living_with_children",
    "13": "children_live_elsewhere",
    "14": "not_a_parent",
}


def parents(w: World, by_area: bool):
    found = []
    for p, a, _ in w.in_treatment(by_area):
        told = PARENTS.get(latest_answer(w, p, a, "parental_status"))
        found += [row(p, a, 1, 1, told)] if told else []
    return found


def parents_not_stated(w: World, by_area: bool):
    return [
        row(p, a, latest_answer(w, p, a, "parental_status") not in PARENTS)
        for p, a, _ in w.in_treatment(by_area)
    ]


def is_effective(w: World, j: Journey) -> bool:
    """C1: 84 days by the end of the year, or completed before."""
    until = min(j.ended or FAR, w.last)
    completed = (j.ended or FAR) <= w.last and j.exit == "completed"
    return (until - j.started).days >= 84 or completed


def retained(w: World, by_area: bool):
    touched = defaultdict(set)
    for j, e in w.contact():
        start = w.first_structured(j)
        if start and start < w.end:
            touched[j.person, e["area"] if by_area else None].add(j)
    return [
        row(p, a, any(is_effective(w, j) for j in touched[p, a]))
        for p, a, _ in w.in_treatment(by_area)
        if touched[p, a]
    ]


def has_ended(w: World, j: Journey) -> bool:
    return j.ended is not None and j.ended <= w.last


def retained_new(w: World, by_area: bool):
    old = [j for j in w.begun() if (w.last - j.started).days >= 84 or has_ended(w, j)]
    return [row(p, a, is_effective(w, j)) for p, a, j in once(old, by_area)]


def early_unplanned_exits(w: World, by_area: bool):
    def is_out(j: Journey) -> bool:
        return has_ended(w, j) and (w.as_of - j.ended).days > 21

    old = [j for j in w.begun() if (w.last - j.started).days >= 84 or is_out(j)]
    return [
        row(
            p,
            a,
            is_out(j)
            and (j.ended - j.started).days < 84
            and j.exit not in ("completed", "died"),
        )
        for p, a, j in once(old, by_area)
    ]


def exits(w: World, by_area: bool):
    return [row(p, a, 1, 1, j.exit) for p, a, j in w.left(by_area)]


def completion_of_exits(w: World, by_area: bool):
    return [row(p, a, j.exit == "completed") for p, a, j in w.left(by_area)]


def among_all(w: World, by_area: bool, met):
    out = {(p, a): j for p, a, j in w.left(by_area)}
    return [
        row(p, a, (p, a) in out and met(out[p, a]))
        for p, a, _ in w.in_treatment(by_area)
    ]


def completion_of_all(w: World, by_area: bool):
    return among_all(w, by_area, lambda j: j.exit == "completed")


def deaths(w: World, by_area: bool):
    return among_all(w, by_area, lambda j: j.exit == "died")


def came_back(w: World, j: Journey) -> bool:
    """C5: another journey's triage, outside prison, on or after the end and before six calendar months later."""
    return any(
        j.ended <= e["triaged"] < months_later(j.ended, 6) and w.is_community(e)
        for other in w.journeys
        if other.person == j.person and other is not j
        for e in other.episodes
    )


def completion_without_representation(w: World, by_area: bool):
    return among_all(
        w, by_area, lambda j: j.exit == "completed" and not came_back(w, j)
    )


def representations(w: World, by_area: bool):
    """C6: completers of the first six months of the year."""
    who = {p for p, _, _ in w.in_treatment(False)}
    until = min(months_later(w.start, 6), w.end)
    seen = {j for j, e in w.contact() if e["triaged"] < until}
    done = {}
    for j in w.journeys:
        if j.person in who and j in seen and w.is_closed(j) and j.ended < until:
            if j.exit == "completed":
                done[j.person, j.last["area"] if by_area else None] = j
    return [row(*unit, came_back(w, j)) for unit, j in done.items()]


def criminal_justice(w: World, by_area: bool):
    sent = {
        j.person
        for j, e in w.contact()
        if e["referral_source"] in ("5", "6", "8", "13")
    }
    return [row(p, a, p in sent) for p, a, _ in w.in_treatment(by_area)]


def at_start(w: World, by_area: bool, name: str, codes: dict):
    told = [(p, a, j.first[name]) for p, a, j in once(w.begun(), by_area)]
    return [row(p, a, 1, 1, codes[code]) for p, a, code in told if code in codes]


def housing_at_start(w: World, by_area: bool):
    names = {"1": "no_fixed_abode", "2": "housing_problem", "3": "no_housing_problem"}
    return at_start(w, by_area, "accommodation_need", names)


def employment_at_start(w: World, by_area: bool):
    names = {
        "1": "regular_employment",
        "9": "long_term_sick_or_disabled",
        "12": "unemployed_and_seeking_work",
    }
    return at_start(w, by_area, "employment", names)


def hepatitis_b(w: World, by_area: bool):
    """D6: offered and accepted (A), of those not immunised, immune, unsuitable or not assessed (C and blank)."""
    new = once(w.begun(), by_area)
    said = [(p, a, j.first["hep_b_intervention"]) for p, a, j in new]
    return [row(p, a, code == "A") for p, a, code in said if code in ("A", "B", "D")]


def hepatitis_b_completed(w: World, by_area: bool):
    return [
        row(p, a, j.first["hep_b_vaccinations"] == "C")
        for p, a, j in once(w.begun(), by_area)
        if j.first["hep_b_intervention"] == "A"
    ]


def hepatitis_c(w: World, by_area: bool):
    return [
        row(p, a, j.first["hep_c_tested"] is not None)
        for p, a, j in once(w.begun(), by_area)
        if j.first["injecting_status"] in ("C", "P")
    ]


# D1 to D4: outcome profiles


def near(w: World, j: Journey, stage: str, day: dt.date, first: int, last: int):
    """Profiles of a stage within so many days of a day."""
    return [
        p
        for e in j.episodes
        for p in w.profiles[e["episode"]]
        if p["stage"] == stage and first <= (p["completed_on"] - day).days <= last
    ]


def start_of(w: World, j: Journey):
    """The nearest within 14 days of the first structured intervention."""
    day = w.first_structured(j)
    found = near(w, j, "S", day, -14, 14) if day else []
    return min(
        found,
        key=lambda p: (
            abs((p["completed_on"] - day).days),
            p["completed_on"],
            p["profile"],
        ),
        default=None,
    )


def latest(found: list[dict]):
    return max(found, key=lambda p: (p["completed_on"], p["profile"]), default=None)


def start_profiles(w: World, by_area: bool):
    return [
        row(
            j.person,
            j.first["area"],
            bool(near(w, j, "S", w.first_structured(j), -14, 14)),
        )
        for j in w.begun()
    ]


def review_profiles(w: World, by_area: bool):
    """Journeys that reached day 182 in the year, open or closed after it."""
    groups, found = w.groups(), []
    for j in w.journeys:
        due = j.started + dt.timedelta(days=182)
        is_adult = j.first["age_at_triage"] >= 18
        if not (w.is_in(due) and (j.ended or FAR) > due and is_adult):
            continue
        if j.person in groups and w.first_structured(j):
            met = bool(near(w, j, "R", j.started, 29, 182))
            found.append(row(j.person, j.last["area"], met))
    return found


def exit_profiles(w: World, by_area: bool):
    return [
        row(p, a, bool(near(w, j, "E", j.ended, -14, 14)))
        for p, a, j in w.left(by_area)
        if j.exit == "completed"
    ]


def reviewed(w: World, item: str, met):
    """Users at the start with both profiles, the review dated in the year."""
    groups, found = w.groups(), []
    for j in w.journeys:
        first, review = start_of(w, j), latest(near(w, j, "R", j.started, 29, 182))
        if not first or not review or not w.is_in(review["completed_on"]):
            continue
        if j.person not in groups or j.first["age_at_triage"] < 18:
            continue
        before, after = first[item], review[item]
        if before and after is not None:
            found.append(row(j.person, j.last["area"], met(before, after)))
    return found


def abstinent(w: World, by_area: bool):
    return reviewed(w, "opiate_days", lambda before, after: after == 0)


def improved(w: World, by_area: bool):
    return reviewed(w, "crack_days", lambda b, a: a > 0 and b - a >= 8)


def deteriorated(w: World, by_area: bool):
    return reviewed(w, "opiate_days", lambda b, a: a - b >= 13)


def stopped_injecting(w: World, by_area: bool):
    return reviewed(w, "injecting_days", lambda before, after: after == 0)


def at_exit(w: World, by_area: bool):
    for p, a, j in w.left(by_area):
        last = latest(near(w, j, "E", j.ended, -14, 14))
        if j.exit == "completed" and last:
            yield p, a, j, last


def working_at_exit(w: World, by_area: bool):
    return [
        row(p, a, last["paid_work_days"] >= 10)
        for p, a, _, last in at_exit(w, by_area)
        if last["paid_work_days"] is not None
    ]


def housed_at_exit(w: World, by_area: bool):
    names, found = ("acute_housing_problem", "eviction_risk"), []
    for p, a, j, last in at_exit(w, by_area):
        first = start_of(w, j)
        if first and any(first[n] == "Y" for n in names) and last[names[0]]:
            found.append(row(p, a, not any(last[n] == "Y" for n in names)))
    return found


# I: young people


def young_people(w: World, by_area: bool):
    found = w.in_treatment(by_area, adults=False)
    return [row(p, a, 1, None) for p, a, j in found if j.first["age_at_triage"] < 18]


def young_people_planned_exits(w: World, by_area: bool):
    found = w.left(by_area, adults=False)
    return [
        row(p, a, j.exit == "completed")
        for p, a, j in found
        if j.first["age_at_triage"] < 18
    ]


def young_people_representations(w: World, by_area: bool):
    """I, counted as C6: completers of the first six months who began before 18."""
    who = {p for p, _, _ in w.in_treatment(False, adults=False)}
    until = min(months_later(w.start, 6), w.end)
    seen = {j for j, e in w.contact() if e["triaged"] < until}
    done = {}
    for j in w.journeys:
        is_out = w.is_closed(j) and j.ended < until and j.exit == "completed"
        if is_out and j in seen and j.person in who and j.first["age_at_triage"] < 18:
            done[j.person, j.last["area"] if by_area else None] = j
    return [row(*unit, came_back(w, j)) for unit, j in done.items()]


def young_people_length(w: World, by_area: bool):
    groups = w.groups()
    return [
        row(e["person"], e["area"], (m["ended"] - m["started"]).days)
        for e in w.episodes
        for m in w.modalities[e["episode"]]
        if e["age_at_triage"] < 18 and e["person"] in groups
        if m["modality_type"] in STRUCTURED and m["setting"] != "5"
        if m["started"] and w.is_in(m["ended"]) and m["ended"] >= m["started"]
    ]


# E and J: secure settings


def secure_in_treatment(w: World, inside: World, by_area: bool):
    return in_treatment(inside, by_area)


def secure_completion_of_exits(w: World, inside: World, by_area: bool):
    return completion_of_exits(inside, by_area)


def continuity_of_care(w: World, inside: World, by_area: bool):
    who, found = {p for p, _, _ in inside.in_treatment(False)}, {}
    for e in sorted(
        inside.episodes,
        key=lambda e: (e["triaged"], e["discharged"] or FAR, e["agency"], e["episode"]),
    ):
        if inside.is_in(e["discharged"]) and e["discharge_reason"] == "82":
            if e["person"] in who:
                found[e["person"], e["discharged"]] = e["area"]
    return [
        row(
            person,
            area,
            any(is_taken_on(w, e, day) for e in w.episodes if e["person"] == person),
        )
        for (person, day), area in found.items()
    ]


def is_taken_on(w: World, e: dict, released: dt.date) -> bool:
    """A community episode open on the day of release, or triaged within 21 days of it."""
    begun = (e["triaged"] - released).days <= 21
    return begun and (e["discharged"] or FAR) >= released and w.is_community(e)


COMMUNITY = {
    "in_treatment": in_treatment,
    "new_presentations": new_presentations,
    "treatment_naive": treatment_naive,
    "waiting_times": waiting_times,
    "waiting_times:subsequent": subsequent_waits,
    "waiting_times:over_six_weeks": long_waits,
    "time_in_treatment": time_in_treatment,
    "parents": parents,
    "parents:not_stated": parents_not_stated,
    "retained": retained,
    "retained:new_presentations": retained_new,
    "early_unplanned_exits": early_unplanned_exits,
    "exits": exits,
    "completion_of_exits": completion_of_exits,
    "completion_of_all_in_treatment": completion_of_all,
    "completion_without_representation": completion_without_representation,
    "representations": representations,
    "deaths_in_treatment": deaths,
    "start_profiles": start_profiles,
    "review_profiles": review_profiles,
    "exit_profiles": exit_profiles,
    "abstinent_at_review": abstinent,
    "reliably_improved_at_review:crack": improved,
    "reliably_improved_at_review:opiate_deteriorated": deteriorated,
    "stopped_injecting": stopped_injecting,
    "working_at_exit": working_at_exit,
    "housed_at_exit": housed_at_exit,
    "housing_at_start": housing_at_start,
    "employment_at_start": employment_at_start,
    "hepatitis_b": hepatitis_b,
    "hepatitis_b:completed": hepatitis_b_completed,
    "hepatitis_c": hepatitis_c,
    "criminal_justice": criminal_justice,
    "young_people": young_people,
    "young_people_planned_exits": young_people_planned_exits,
    "young_people_waits": young_people_waits,
    "young_people_representations": young_people_representations,
    "young_people_length": young_people_length,
}
SECURE = {
    "secure_in_treatment": secure_in_treatment,
    "secure_completion_of_exits": secure_completion_of_exits,
    "continuity_of_care": continuity_of_care,
}
