"""The edges of every rule on rows, as text tables.

Each line changes a sound row and says where the rule finds fault: a header, or `-` for nothing. `H`, `K` ... are
versions; changes are `HEADER=value`, an empty value blanks the cell.
"""

SOUND = {
    "FINITIAL": "A",
    "SINITIAL": "B",
    "DOB": "19800229",
    "SEX": "F",
    "ETHNIC": "A",
    "NATION": "GBR",
    "REFLD": "20120402",
    "AGNCY": "X0001",
    "CLIENT": "REF-17",
    "CLIENTID": "C1",
    "EPISODID": "E1",
    "CONSENT": "Y",
    "PREVTR": "N",
    "PC": "NE8",
    "ACCMNEED": "3",
    "PRNTSTAT": "14",
    "DAT": "A09B",
    "PCT": "5KF",
    "LA": "00CH",
    "DRUG1": "1101",
    "DRUG1AGE": "19",
    "ROUTE": "3",
    "DRUG2": "9996",
    "DRUG3": "9997",
    "RFLS": "4",
    "TRIAGED": "20120405",
    "CPLANDT": "20120410",
    "INJSTAT": "N",
    "CHILDWTH": "0",
    "PREGNANT": "N",
    "DUALDIAG": "N",
    "HEPCSTAT": "B",
    "HEPCTD": "99",
    "HEPBSTAT": "B",
    "HLCASSDT": "20120410",
    "TOPCC": "Y",
    "EMPSTAT": "12",
    "MODAL": "2",
    "REFMODDT": "20120405",
    "MODID": "M1",
    "FAOMODDT": "20120412",
    "MODST": "20120412",
}
"""A row without fault in H; `SOUND_IN_K` adds what K asks for."""

SOUND_IN_K = SOUND | {"MODAL": "94", "MODSET": "6"}

PROFILE = (
    {
        "TOPDATE": "20120412",
        "TOPID": "T1",
        "TRSTAGE": "S",
    }
    | {
        header: "0"
        for header in (
            "ALCUSE OPIUSE CRAUSE COCAUSE AMPHUSE CANNUSE OTDRGUSE IVDRGUSE SHOTHEFT DRGSELL PWORK EDUCAT".split()
        )
    }
    | {header: "N" for header in "SHARING OTHTHEFT ASSAULT ACUTHPBM HRISK".split()}
    | {header: "10" for header in "PSYHSTAT PHSTAT QUALLIFE".split()}
)
"""An outcome profile without fault, written `TOP` in the tables."""

CASES = """
H | first_initial_missing            | FINITIAL=                          | FINITIAL
H | first_initial_missing            | FINITIAL=NA                        | FINITIAL
H | first_initial_missing            | FINITIAL=É                         | -
H | first_initial_not_a_letter       | FINITIAL=É                         | -
H | first_initial_not_a_letter       | FINITIAL='                         | FINITIAL
H | first_initial_not_a_letter       | FINITIAL=1                         | FINITIAL
H | first_initial_not_a_letter       | FINITIAL=AB                        | FINITIAL
H | first_initial_not_a_letter       | FINITIAL=                          | -
H | last_initial_missing             | SINITIAL=                          | SINITIAL
H | last_initial_missing             | SINITIAL=z                         | -
H | last_initial_not_a_letter        | SINITIAL=Ø                         | -
H | last_initial_not_a_letter        | SINITIAL=?                         | SINITIAL
H | birth_date_missing_or_not_a_date | DOB=                               | DOB
H | birth_date_missing_or_not_a_date | DOB=19810229                       | DOB
H | birth_date_missing_or_not_a_date | DOB=29/02/1980                     | -
H | birth_date_missing_or_not_a_date | DOB=1980-02-29                     | -
H | birth_date_missing_or_not_a_date | DOB=29-02-1980                     | DOB
H | birth_date_missing_or_not_a_date | DOB=0000-00-00                     | DOB
H | born_too_long_ago                | DOB=19021231                       | DOB
H | born_too_long_ago                | DOB=19030101                       | -
H | sex_missing_or_not_in_list       | SEX=                               | SEX
H | sex_missing_or_not_in_list       | SEX=X                              | SEX
H | sex_missing_or_not_in_list       | SEX=M                              | -
H | sex_missing_or_not_in_list       | SEX=9                              | -
H | reference_looks_like_a_name      | CLIENT=Mary Jones                  | CLIENT
H | reference_looks_like_a_name      | CLIENT=JONES                       | CLIENT
H | reference_looks_like_a_name      | CLIENT=AB12                        | -
H | reference_looks_like_a_name      | CLIENT=                            | -
H | reference_is_an_nhs_number       | CLIENT=943 476 5919                | CLIENT
H | reference_is_an_nhs_number       | CLIENT=9434765919                  | CLIENT
H | reference_is_an_nhs_number       | CLIENT=9434765918                  | -
H | reference_is_an_nhs_number       | CLIENT=12345                       | -
H | referral_date_missing            | REFLD=                             | REFLD
H | referral_date_missing            | REFLD=20120231                     | -
H | triage_date_missing              | TRIAGED=NA                         | TRIAGED
H | triage_date_missing              | TRIAGED=20120405                   | -
H | main_substance_missing           | DRUG1=                             | DRUG1
H | main_substance_missing           | DRUG1=9996                         | -
H | consent_missing_or_not_y_or_n    | CONSENT=                           | CONSENT
H | consent_missing_or_not_y_or_n    | CONSENT=y                          | CONSENT
H | consent_missing_or_not_y_or_n    | CONSENT=N                          | -
H | partnership_missing              | DAT=                               | DAT
H | partnership_missing              | DAT=Z00B; LA=                      | -
H | key_of_the_client_missing        | AGNCY=                             | AGNCY
H | key_of_the_client_missing        | CLIENTID=                          | CLIENTID
H | key_of_the_client_missing        | CLIENTID=; CONSENT=N               | CLIENTID
H | key_of_the_client_missing        | EPISODID=                          | -
H | key_of_the_episode_missing       | EPISODID=                          | EPISODID
H | key_of_the_episode_missing       | EPISODID=; CONSENT=N               | -
H | essential_code_not_in_list       | DRUG1=1234                         | DRUG1
H | essential_code_not_in_list       | DRUG1=1011                         | -
H | essential_code_not_in_list       | DISD=20120601; DISRSN=99           | DISRSN
H | essential_code_not_in_list       | DISD=20120601; DISRSN=80           | -
H | code_not_in_list                 | ETHNIC=Q                           | ETHNIC
H | code_not_in_list                 | ETHNIC=NA                          | -
H | code_not_in_list                 | MODAL=F1                           | MODAL
H | code_not_in_list                 | MODAL=94                           | MODAL
K | code_not_in_list                 | MODAL=94                           | -
K | code_not_in_list                 | MODAL=2                            | MODAL
K | code_not_in_list                 | MODSET=9                           | MODSET
H | code_not_in_list                 | DAT=B77B                           | -
H | national_item_left_blank         | ETHNIC=                            | ETHNIC
H | national_item_left_blank         | SEX=M; PREGNANT=                   | -
H | national_item_left_blank         | PREGNANT=                          | PREGNANT
H | national_item_left_blank         | DRUG2=7000; ALCDDAYS=              | ALCDDAYS
H | national_item_left_blank         | DRUG2=5000; ALCDDAYS=              | -
H | national_item_left_blank         | DRUG2=7000; ALCDDAYS=3; ALCUNITS=  | ALCUNITS
H | national_item_left_blank         | DRUG2=7000; ALCDDAYS=0; ALCUNITS=  | -
H | national_item_left_blank         | CPLANDT=                           | CPLANDT
H | national_item_left_blank         | CPLANDT=; MODST=                   | -
H | national_item_left_blank         | TOP; OPIUSE=                       | OPIUSE
H | national_item_left_blank         | TOP; OPIUSE=NA                     | -
H | national_item_left_blank         | CONSENT=N; ETHNIC=                 | -
H | not_a_date                       | REFLD=20120231                     | REFLD
H | not_a_date                       | REFLD=20120229                     | -
H | not_a_date                       | HLCASSDT=0000-00-00                | HLCASSDT
H | not_a_date                       | TRIAGED=5 April 2012               | TRIAGED
H | not_a_date                       | TRIAGED=05/04/2012                 | -
H | not_a_date                       | TRIAGED=04/13/2012                 | TRIAGED
H | not_a_date                       | MODST=2012-4-12                    | MODST
H | not_a_date                       | MODST=NA                           | -
H | more_than_an_outcode             | PC=NE8 1HH                         | PC
H | more_than_an_outcode             | PC=NE81HH                          | PC
H | more_than_an_outcode             | PC=EC1A                            | -
H | more_than_an_outcode             | PC=ne8                             | -
H | number_out_of_range              | ALCDDAYS=28                        | -
H | number_out_of_range              | ALCDDAYS=29                        | ALCDDAYS
H | number_out_of_range              | ALCUNITS=many                      | ALCUNITS
H | number_out_of_range              | CHILDWTH=2.5                       | CHILDWTH
H | number_out_of_range              | CHILDWTH=-1                        | CHILDWTH
H | born_after_referral              | DOB=20120402                       | -
H | born_after_referral              | DOB=20120403                       | DOB
H | triage_before_referral           | TRIAGED=20120402                   | -
H | triage_before_referral           | TRIAGED=20120401                   | TRIAGED
H | under_18_in_an_adult_data_set    | DOB=19940405                       | -
H | under_18_in_an_adult_data_set    | DOB=19940406                       | DOB
H | local_authority_given_outside_england | DAT=Z00B                      | LA
H | local_authority_given_outside_england | DAT=Z00B; LA=                 | -
H | local_authority_missing_in_england    | LA=                           | LA
H | local_authority_missing_in_england    | DAT=Z00B; LA=                 | -
H | discharged_without_reason        | DISD=20120601                      | DISRSN
H | discharged_without_reason        | DISD=20120601; DISRSN=80           | -
H | discharge_reason_without_date    | DISRSN=80                          | DISD
H | discharge_reason_without_date    | DISD=NA; DISRSN=NA                 | -
H | ended_without_exit_status        | MODEND=20120601                    | MODEXIT
H | ended_without_exit_status        | MODEND=20120601; MODEXIT=A         | -
H | exit_status_without_end          | MODEXIT=A                          | MODEND
H | exit_status_without_end          | MODEND=20120601; MODEXIT=A         | -
H | part_of_the_modality_missing     | MODAL=                             | MODAL
H | part_of_the_modality_missing     | MODID=                             | MODID
H | part_of_the_modality_missing     | REFMODDT=                          | REFMODDT
H | part_of_the_modality_missing     | MODAL=; MODID=; REFMODDT=          | MODAL
H | part_of_the_modality_missing     | MODAL=; MODID=; REFMODDT=; MODST=; FAOMODDT= | -
H | left_open_at_discharge           | DISD=20120601; DISRSN=80           | MODEND
H | left_open_at_discharge           | DISD=20120601; DISRSN=80; MODEND=20120601; MODEXIT=A | -
H | first_offered_before_referred    | FAOMODDT=20120405                  | -
H | first_offered_before_referred    | FAOMODDT=20120404                  | FAOMODDT
H | referred_before_the_episode      | REFMODDT=20120402                  | -
H | referred_before_the_episode      | REFMODDT=20120401                  | REFMODDT
H | started_before_referred          | MODST=20120405                     | -
H | started_before_referred          | MODST=20120404                     | MODST
H | ended_before_started             | MODEND=20120412; MODEXIT=A         | -
H | ended_before_started             | MODEND=20120411; MODEXIT=A         | MODEND
H | ended_after_discharge            | DISD=20120601; DISRSN=80; MODEND=20120601; MODEXIT=A | -
H | ended_after_discharge            | DISD=20120601; DISRSN=80; MODEND=20120602; MODEXIT=A | MODEND
H | after_the_submission             | DISD=20121001; DISRSN=80           | -
H | after_the_submission             | DISD=20121002; DISRSN=80           | DISD
H | after_the_submission             | FAOMODDT=20121002                  | -
H | content_sent_without_consent     | CONSENT=N                          | CONSENT
H | content_sent_without_consent     | REFUSAL                            | -
H | content_sent_without_consent     | REFUSAL; SEX=NA                    | -
H | content_sent_without_consent     | CONSENT=Y                          | -
H | discharged_before_triage         | DISD=20120405; DISRSN=84           | -
H | discharged_before_triage         | DISD=20120404; DISRSN=84           | DISD
H | profile_without_identifier       | TOP; TOPID=                        | TOPID
H | profile_without_identifier       | TOP                                | -
H | profile_without_stage            | TOP; TRSTAGE=                      | TRSTAGE
H | profile_without_stage            | TOP                                | -
H | answer_out_of_range              | TOP; OPIUSE=28                     | -
H | answer_out_of_range              | TOP; OPIUSE=29                     | OPIUSE
H | answer_out_of_range              | TOP; OPIUSE=NA                     | -
H | answer_out_of_range              | TOP; PSYHSTAT=20                   | -
H | answer_out_of_range              | TOP; PSYHSTAT=21                   | PSYHSTAT
H | answer_out_of_range              | TOP; SHARING=X                     | SHARING
K | part_of_time_in_treatment_missing | TITDATE=20120501; TITREAT=1       | TITID
K | part_of_time_in_treatment_missing | TITDATE=20120501; TITID=1         | TITREAT
K | part_of_time_in_treatment_missing | TITDATE=20120501; TITID=1; TITREAT=1 | -
K | time_in_treatment_without_date   | TITID=1; TITREAT=1                 | TITDATE
K | time_in_treatment_without_date   | TITDATE=20120501; TITID=1; TITREAT=1 | -
K | weekly_band_not_in_list          | TITDATE=20120501; TITID=1; TITREAT=3 | -
K | weekly_band_not_in_list          | TITDATE=20120501; TITID=1; TITREAT=4 | TITREAT
H | age_of_first_use_out_of_range    | DRUG1AGE=5                         | -
H | age_of_first_use_out_of_range    | DRUG1AGE=4                         | DRUG1AGE
H | age_of_first_use_out_of_range    | DRUG1AGE=32                        | -
H | age_of_first_use_out_of_range    | DRUG1AGE=33                        | DRUG1AGE
H | age_of_first_use_out_of_range    | DRUG1AGE=4; DOB=                   | DRUG1AGE
H | age_of_first_use_out_of_range    | DRUG1AGE=33; TRIAGED=              | -
H | age_of_first_use_out_of_range    | DRUG1AGE=NA                        | -
H | first_offered_after_the_start    | FAOMODDT=20120412                  | -
H | first_offered_after_the_start    | FAOMODDT=20120413                  | FAOMODDT
H | first_offered_after_the_start    | FAOMODDT=20120413; MODST=          | -
H | care_plan_before_triage          | CPLANDT=20120405                   | -
H | care_plan_before_triage          | CPLANDT=20120404                   | CPLANDT
H | care_plan_before_triage          | CPLANDT=NA                         | -
H | structured_treatment_without_care_plan | CPLANDT=                     | CPLANDT
H | structured_treatment_without_care_plan | CPLANDT=NA                   | CPLANDT
H | structured_treatment_without_care_plan | CPLANDT=; MODAL=8            | -
H | structured_treatment_without_care_plan | CPLANDT=; MODST=             | -
K | structured_treatment_without_care_plan | CPLANDT=; MODAL=96           | -
H | national_item_left_blank         | CPLANDT=; MODAL=8                  | -
H | pregnant_man                     | PREGNANT=Y                         | -
H | pregnant_man                     | PREGNANT=Y; SEX=M                  | PREGNANT
H | pregnant_man                     | PREGNANT=Y; SEX=1                  | PREGNANT
H | pregnant_man                     | PREGNANT=NA; SEX=M                 | -
H | injects_and_never_injected       | ROUTE=1                            | INJSTAT
H | injects_and_never_injected       | ROUTE=1; INJSTAT=P                 | -
H | injects_and_never_injected       | ROUTE=2                            | -
H | substance_cited_twice            | DRUG2=1101                         | DRUG2
H | substance_cited_twice            | DRUG2=7000; ALCDDAYS=3; ALCUNITS=4; DRUG3=7000 | DRUG3
H | substance_cited_twice            | DRUG2=5000; DRUG3=1101             | DRUG3
H | substance_cited_twice            | DRUG2=9996; DRUG3=9996             | -
H | substance_cited_twice            | DRUG2=; DRUG3=                     | -
H | third_substance_without_second   | DRUG3=5000                         | DRUG3
H | third_substance_without_second   | DRUG2=7000; DRUG3=5000             | -
H | third_substance_without_second   | DRUG3=9997                         | -
H | units_without_drinking_days      | ALCUNITS=1; ALCDDAYS=0             | ALCUNITS
H | units_without_drinking_days      | ALCUNITS=0; ALCDDAYS=0             | -
H | units_without_drinking_days      | ALCUNITS=1; ALCDDAYS=1             | -
H | units_without_drinking_days      | ALCUNITS=1; ALCDDAYS=              | -
H | drinking_days_missing            | DRUG3=7000; ALCDDAYS=              | ALCDDAYS
H | drinking_days_missing            | DRUG1=7000; ALCDDAYS=NA            | ALCDDAYS
H | drinking_days_missing            | DRUG1=7000; ALCDDAYS=0             | -
H | drinking_days_missing            | ALCDDAYS=                          | -
H | vaccinated_without_acceptance    | HEPBVAC=1                          | HEPBVAC
H | vaccinated_without_acceptance    | HEPBVAC=1; HEPBSTAT=A              | -
H | vaccinated_without_acceptance    | HEPBVAC=C; HEPBSTAT=C              | -
H | vaccinated_without_acceptance    | HEPBVAC=1; HEPBSTAT=               | HEPBVAC
H | vaccinated_without_acceptance    | HEPBVAC=NA                         | -
H | tested_and_never_asked           | HEPCTSTD=20120301                  | HEPCTSTD
H | tested_and_never_asked           | HEPCTSTD=20120301; HEPCTD=         | -
H | tested_and_never_asked           | HEPCTSTD=NA                        | -
H | tested_before_birth              | HEPCTSTD=19800229                  | -
H | tested_before_birth              | HEPCTSTD=19800228                  | HEPCTSTD
H | parent_lives_with_no_child       | PRNTSTAT=11                        | CHILDWTH
H | parent_lives_with_no_child       | PRNTSTAT=12; CHILDWTH=1            | -
H | parent_lives_with_no_child       | PRNTSTAT=13                        | -
H | parent_lives_with_no_child       | PRNTSTAT=12; CHILDWTH=             | -
H | children_of_no_parent            | CHILDWTH=1                         | CHILDWTH
H | children_of_no_parent            | CHILDWTH=0                         | -
N | treatment_without_mental_health_need | MTHTN=2; CRTMHN=x              | CRTMHN
N | treatment_without_mental_health_need | MTHTN=2                        | -
N | treatment_without_mental_health_need | MTHTN=1; CRTMHN=x              | -
N | mental_health_need_without_answer    | MTHTN=1                        | CRTMHN
N | mental_health_need_without_answer    | MTHTN=1; CRTMHN=NA             | CRTMHN
N | mental_health_need_without_answer    | MTHTN=1; CRTMHN=x              | -
N | mental_health_need_without_answer    | MTHTN=2                        | -
P | same_answer_twice                | EHCSC=a; EHCSC2=a                  | EHCSC2
P | same_answer_twice                | EHCSC=a; EHCSC2=b; EHCSC3=b        | EHCSC3
P | same_answer_twice                | EHCSC=a; EHCSC3=a                  | EHCSC3
P | same_answer_twice                | EHCSC=a; EHCSC2=b; EHCSC3=c        | -
P | same_answer_twice                | EHCSC=NA; EHCSC2=NA                | -
K | setting_missing                  | MODSET=                            | MODSET
K | setting_missing                  | MODSET=NA; MODAL=96                | MODSET
K | setting_missing                  | MODSET=; MODAL=76                  | -
H | young_people_item_in_an_adult_file | YPSGP=Y                          | YPSGP
H | young_people_item_in_an_adult_file | YPEGP=Y                          | YPEGP
H | young_people_item_in_an_adult_file | YPSGP=NA                         | -
H | young_people_item_in_an_adult_file | YPLAC=N                          | -
H | exit_item_without_discharge      | YPEGP=Y                            | YPEGP
H | exit_item_without_discharge      | DISDEST=1                          | DISDEST
H | exit_item_without_discharge      | DISDEST=1; DISD=20120601; DISRSN=80 | -
H | exit_item_without_discharge      | YPEGP=NA                           | -
H | drug_free_and_using_at_exit      | TOP; TRSTAGE=E; DISD=20120412; DISRSN=80; CANNUSE=1 | DISRSN
H | drug_free_and_using_at_exit      | TOP; TRSTAGE=E; DISD=20120412; DISRSN=80; ALCUSE=9 | -
H | drug_free_and_using_at_exit      | TOP; TRSTAGE=R; DISD=20120412; DISRSN=80; CANNUSE=1 | -
H | drug_free_and_using_at_exit      | TOP; TRSTAGE=E; DISD=20120412; DISRSN=81; CANNUSE=1 | -
H | occasional_user_of_heroin_or_crack | TOP; TRSTAGE=E; DISD=20120412; DISRSN=81; CRAUSE=1 | DISRSN
H | occasional_user_of_heroin_or_crack | TOP; TRSTAGE=E; DISD=20120412; DISRSN=81; CANNUSE=1 | -
H | exit_profile_far_from_discharge  | TOP; TRSTAGE=E; DISD=20120426; DISRSN=80 | -
H | exit_profile_far_from_discharge  | TOP; TRSTAGE=E; DISD=20120427; DISRSN=80 | TOPDATE
H | exit_profile_far_from_discharge  | TOP; TRSTAGE=E; TOPDATE=20120512; DISD=20120427; DISRSN=80 | TOPDATE
H | exit_profile_far_from_discharge  | TOP; TRSTAGE=R; DISD=20120427; DISRSN=80 | -
H | exit_profile_far_from_discharge  | TOP; TRSTAGE=E                     | -
H | shared_without_injecting         | TOP; SHARING=Y                     | SHARING
H | shared_without_injecting         | TOP; SHARING=Y; IVDRGUSE=1         | -
H | shared_without_injecting         | TOP; SHARING=Y; IVDRGUSE=NA        | -
H | shared_without_injecting         | TOP; SHARING=NA                    | -
H | injected_without_using           | TOP; IVDRGUSE=1                    | IVDRGUSE
H | injected_without_using           | TOP; IVDRGUSE=1; OPIUSE=1          | -
H | injected_without_using           | TOP; IVDRGUSE=1; ALCUSE=1          | IVDRGUSE
H | injected_without_using           | TOP; IVDRGUSE=1; OPIUSE=NA         | -
H | profile_before_birth             | TOP; TOPDATE=19800228              | TOPDATE
H | profile_before_birth             | TOP; TOPDATE=19800229              | -
"""


def parse(line: str) -> tuple[str, str, dict[str, str], str]:
    """Version, rule, cells of the row and where the rule finds fault."""
    version, rule, changes, found = (part.strip() for part in line.split("|"))
    row = dict(SOUND if version == "H" else SOUND_IN_K)
    for change in (c.strip() for c in changes.split(";")):
        if change == "TOP":
            row |= PROFILE
        elif change == "REFUSAL":
            row = {"AGNCY": "X0001", "CLIENTID": "C1", "CONSENT": "N"}
        else:
            header, value = change.split("=", 1)
            row[header] = value
    return version, rule, row, found


LINES = [line for line in CASES.strip().splitlines()]
