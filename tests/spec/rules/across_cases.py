"""The edges of the rules across rows, as text tables.

Each line holds the version, the rule, the rows of one agency (separated by `/`, each as changes of a sound row as in
`cases`), and the rows where the rule finds fault, counted from 1; `-` for none. Returns are sent on 1 October 2012.
"""

from .cases import PROFILE, SOUND, SOUND_IN_K

START = PROFILE | {"TRSTAGE": "S", "TOPDATE": "20120412", "TOPID": "S1"}
REVIEW = PROFILE | {"TRSTAGE": "R", "TOPDATE": "20120712", "TOPID": "R1"}
EXIT = PROFILE | {"TRSTAGE": "E", "TOPDATE": "20120801", "TOPID": "X1"}
LEFT = {"DISD": "20120801", "DISRSN": "80", "MODEND": "20120801", "MODEXIT": "A"}
NAMED = {"START": START, "REVIEW": REVIEW, "EXIT": EXIT, "LEFT": LEFT}
NAMED["NONE"] = dict.fromkeys(("MODAL", "MODID", "REFMODDT", "FAOMODDT", "MODST"), "")
NAMED["SIR"] = {"SUBMID": "V1", "SUBMODDT": "20120910", "PHMAIN": "Y"}
NAMED["TIT"] = {"TITID": "H1", "TITDATE": "20120910", "TITREAT": "1"}

CASES = """
H | one_key_with_different_modalities | MODEND= / MODEND=20120601 | 2
H | one_key_with_different_modalities | MODEND= / MODEND=20120601; MODID=M2 | -
H | one_key_with_different_modalities | START / REVIEW | -
H | one_key_with_different_modalities | MODEND= / MODEND=20120601; EPISODID=E2 | -
H | one_key_with_different_modalities | MODID= / MODID=; MODST=20120501 | -
H | one_key_with_different_modalities | MODST=20120501 / MODST=20120502 / MODST=20120501 | 2
H | one_key_with_different_profiles   | START / START; OPIUSE=28 | 2
H | one_key_with_different_profiles   | START / START | -
H | one_key_with_different_profiles   | START / REVIEW | -
H | one_key_with_different_profiles   | START; CONSENT=N / START; CONSENT=N; OPIUSE=28 | -
K | one_key_with_different_times_in_treatment | TIT / TIT; TITREAT=2 | 2
K | one_key_with_different_times_in_treatment | TIT / TIT; TITREAT=2; TITID=H2 | -
K | one_key_with_different_reviews    | SIR / SIR; SUBMODDT=20120911 | 2
K | one_key_with_different_reviews    | SIR / SIR; SUBMODDT=20120911; SUBMID=V2 | -
K | pharmacological_without_review    | MODAL=94 | 1
K | pharmacological_without_review    | MODAL=94; SIR | -
K | pharmacological_without_review    | MODAL=94 / SIR; MODAL=95; MODID=M2 | -
K | pharmacological_without_review    | MODAL=94; SIR; PHMAIN=N; PSYCOUN=Y | 1
K | pharmacological_without_review    | MODAL=94; MODST= | -
K | psychosocial_without_review       | MODAL=95 / SIR; MODAL=94; MODID=M2 | 1
K | psychosocial_without_review       | MODAL=95; SIR; PSYMOTI=Y | -
K | recovery_support_without_review   | MODAL=94; MODID=M1 / MODAL=96; MODID=M2 | 1
K | recovery_support_without_review   | MODAL=96; SIR; RECPEER=Y | -
K | reviews_too_far_apart             | SIR; SUBMODDT=20120310 / SIR; SUBMID=V2; SUBMODDT=20120910 | -
K | reviews_too_far_apart             | SIR; SUBMODDT=20120309 / SIR; SUBMID=V2; SUBMODDT=20120910 | 2
K | reviews_too_far_apart             | SIR; SUBMODDT=20120910 / SIR; SUBMID=V2; SUBMODDT=20120309 | 1
K | reviews_too_far_apart             | SIR; SUBMODDT=20120309 / SIR; EPISODID=E2 | -
K | reviews_too_far_apart             | SIR; SUBMODDT=20110831 / SIR; SUBMID=V2; SUBMODDT=20120229 | -
K | first_review_too_late             | MODST=20120401 | -
K | first_review_too_late             | MODST=20120331 | 1
K | first_review_too_late             | MODST=20120331; SIR | -
K | first_review_too_late             | MODST=20120309; SIR | 1
K | first_review_too_late             | MODST=20120101; DISD=20120601; DISRSN=80 | -
K | first_review_too_late             | MODST=20120101; MODAL=96 | -
H | first_intervention_after_a_long_wait | REFMODDT=20120405; MODST=20120426 | -
H | first_intervention_after_a_long_wait | REFMODDT=20120405; MODST=20120427 | 1
H | first_intervention_after_a_long_wait | MODST=20120412 / MODID=M2; REFMODDT=20120501; MODST=20120701 | -
H | first_intervention_after_a_long_wait | MODAL=8; MODST=20120501 | -
H | first_intervention_after_a_long_wait | CONSENT=N; MODST=20120701 | -
H | open_without_structured_modality  | NONE; TRIAGED=20120903 | -
H | open_without_structured_modality  | NONE; TRIAGED=20120902 | 1
H | open_without_structured_modality  | MODAL=8 | 1
H | open_without_structured_modality  | MODAL=8 / MODAL=2; MODID=M2 | -
H | open_without_structured_modality  | NONE; DISD=20120801; DISRSN=87 | -
H | open_with_all_modalities_ended    | MODEND=20120903; MODEXIT=A | -
H | open_with_all_modalities_ended    | MODEND=20120902; MODEXIT=A | 1
H | open_with_all_modalities_ended    | MODEND=20120902; MODEXIT=A / MODID=M2 | -
H | open_with_all_modalities_ended    | LEFT | -
H | open_with_all_modalities_ended    | MODEND=20120601; MODEXIT=A / MODID=M2; MODEND=20120910; MODEXIT=A | -
H | start_profile_far_from_the_start  | START; TOPDATE=20120426 | -
H | start_profile_far_from_the_start  | START; TOPDATE=20120427 | 1
H | start_profile_far_from_the_start  | START; TOPDATE=20120329 | -
H | start_profile_far_from_the_start  | START; TOPDATE=20120328 | 1
H | start_profile_far_from_the_start  | REVIEW | -
H | start_profile_far_from_the_start  | MODST=20120501 / START; TOPDATE=20120427; MODID=M2; MODST=20120901 | -
H | start_profile_far_from_the_start  | START; TOPDATE=20120901; MODST= | -
H | no_start_profile                  | MODST=20120917 | -
H | no_start_profile                  | MODST=20120916 | 1
H | no_start_profile                  | START | -
H | no_start_profile                  | MODST=20120412 / START | -
H | no_start_profile                  | REVIEW | 1
H | no_start_profile                  | MODAL=8 | -
H | no_start_profile                  | START; LEFT / EPISODID=E2; TRIAGED=20120822; MODST=20120822 | -
H | no_start_profile                  | START; LEFT / EPISODID=E2; TRIAGED=20120823; MODST=20120823 | 2
H | no_start_profile                  | TRIAGED=20091101; REFLD=20091101; REFMODDT=20091101; MODST=20091101 | -
H | no_start_profile                  | TRIAGED=20091102; REFLD=20091102; REFMODDT=20091102; MODST=20091102 | 1
H | no_review_profile_after_six_months | START; MODST=20120402 | -
H | no_review_profile_after_six_months | START; MODST=20120401 | 1
H | no_review_profile_after_six_months | START; MODST=20120401; TOPCC=N | -
H | no_review_profile_after_six_months | START; MODST=20120401 / REVIEW | -
H | no_review_profile_after_six_months | START; MODST=20120301; DISD=20120801; DISRSN=80 | -
H | no_review_profile_after_six_months | START; MODST=20120201; DISD=20120801; DISRSN=80 | 1
H | review_profile_without_start      | REVIEW | 1
H | review_profile_without_start      | START / REVIEW | -
H | review_profile_without_start      | START | -
H | no_exit_profile                   | LEFT | 1
H | no_exit_profile                   | LEFT; EXIT | -
H | no_exit_profile                   | LEFT / LEFT; EXIT | -
H | no_exit_profile                   | LEFT; DISRSN=84 | -
H | no_exit_profile                   | NONE; DISD=20120801; DISRSN=80 | -
H | no_exit_profile                   | LEFT; START | 1
"""


def parse(line: str, number: int) -> tuple[str, str, list[dict[str, str]], list[int]]:
    """Version, rule, the rows of the case under an agency of its own, and the rows at fault."""
    version, rule, rows, found = (part.strip() for part in line.split(" | "))
    sound = SOUND if version == "H" else SOUND_IN_K
    agency = {"AGNCY": f"X{number:04}"}
    made = [_changed(sound, row) | agency for row in rows.split(" / ")]
    return version, rule, made, [] if found == "-" else [int(found)]


def _changed(row: dict[str, str], changes: str) -> dict[str, str]:
    row = dict(row)
    for change in (c.strip() for c in changes.split(";")):
        header, equals, value = change.partition("=")
        row |= {header: value} if equals else NAMED[header]
    return row


LINES = CASES.strip().splitlines()
