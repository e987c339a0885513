"""S1 to S10: passwords, second factors, throttling, confirming, and no known accounts in service."""

import hashlib
import time

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.web.conftest import PASSWORD, show_factor
from throughcare.web import environment
from throughcare.web.accounts import passwords, policy, second_factor, sessions
from throughcare.web.accounts.models import Try, User


def sign_in(client, username: str, password: str = PASSWORD, **more):
    form = {"username": username, "password": password}
    return client.post("/sign-in/", form, **more)


def give_code(client, code: str):
    return client.post("/sign-in/code/", {"code": code})


def is_refused(password: str, user=None) -> bool:
    try:
        validate_password(password, user)
    except ValidationError:
        return True
    return False


# -- S1 to S3: passwords ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "refused"),
    [
        ("zqx vmkp rt", True),  # 11 characters
        ("zqx vmkp rtu", False),  # 12
        ("zq7 " * 16, False),  # 64
        ("zq7 w" * 40, False),  # 200
        ("zq7 w" * 40 + "x", True),  # 201
        ("🐢🦉 🍏🎈🧭🪁 🛶🎻🧩🪶", False),
        ("pä§sphrÄse ünïque ßtory", False),
    ],
)
def test_s1_length_is_all_that_is_asked_of_the_characters(password, refused):
    assert is_refused(password) is refused


def test_s1_paste_is_not_forbidden_and_no_change_is_forced(client, db):
    page = client.get("/sign-in/").content.decode()
    assert "onpaste" not in page and 'autocomplete="current-password"' in page
    assert not [f.name for f in User._meta.get_fields() if "expire" in f.name]


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Throughcare12",
        "thr0ughc4re!!",
        "ndtmsndtms123",
        "Gateshead2012",
        "N0852N0852N0852x"[:12],
    ],
)
def test_s2_common_words_and_words_of_the_service_are_refused(password, users):
    manager = users["data-manager"]
    manager.provider.code = "N0852N0852"
    assert is_refused(password, manager)


def test_s2_leaked_passwords_are_refused_without_asking_anybody(tmp_path, settings):
    leaked = ["zq7 kestrel lamp", "other words in it", "third one of these"]
    lines = sorted(hashlib.sha1(p.encode()).hexdigest().upper() for p in leaked)
    path = tmp_path / "leaked.txt"
    path.write_text("".join(f"{line}:{n}\n" for n, line in enumerate(lines)))
    assert not is_refused(leaked[0])
    settings.LEAKED_PASSWORDS = str(path)
    assert [is_refused(p) for p in leaked] == [True] * 3
    assert not is_refused("zq7 kestrel tree")


def test_s2_every_line_of_a_long_list_is_found(tmp_path):
    known = [f"word {n}" for n in range(500)]
    lines = sorted(hashlib.sha1(p.encode()).hexdigest().upper() for p in known)
    path = tmp_path / "leaked.txt"
    path.write_text("\n".join(lines) + "\n")
    assert all(passwords.is_listed(p, path) for p in known)
    assert not any(passwords.is_listed(f"other {n}", path) for n in range(500))


def test_s3_passwords_are_kept_as_argon2(in_service):
    assert in_service["hash"].startswith("argon2$argon2id$")


# -- S4 and S5: the second factor ---------------------------------------------------------------------------------


def pages_with_persons() -> list[tuple[str, str]]:
    return [
        (page, role)
        for page, row in sorted(policy.TABLE.items())
        if row.shows_person
        for role in sorted(set(row.scopes) & policy.SIGNED_IN)
    ]


@pytest.mark.parametrize(("page", "role"), pages_with_persons())
def test_s4_page_with_a_person_needs_a_second_factor(page, role, users, store):
    from tests.web.test_permissions import ARGUMENTS

    client = Client()
    client.force_login(users[role])
    second_factor.remove(users[role])
    answer = client.get(reverse(page, args=ARGUMENTS.get(page, [])))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("accounts:second-factor"))


@pytest.mark.parametrize("role", sorted(policy.SEES_PERSONS))
def test_s4_role_that_sees_persons_gets_to_no_page_of_its_own_without_a_factor(
    role, users, store
):
    client = Client()
    client.force_login(users[role])
    second_factor.remove(users[role])
    opened = []
    for page in ("accounts:start", "accounts:account", "public:home", "public:about"):
        opened.append(client.get(reverse(page)).status_code)
    assert opened == [302] * 4


def test_s4_right_password_alone_signs_nobody_in(client, users, store):
    assert sign_in(client, "data-manager").url == "/sign-in/code/"
    assert client.get("/returns/").url.startswith("/sign-in/")
    assert "_auth_user_id" not in client.session


def test_s4_code_signs_in_and_leads_to_the_page_asked_for(client, users, store):
    client.post(
        "/sign-in/",
        {"username": "data-manager", "password": PASSWORD, "next": "/account/"},
    )
    code = second_factor.demo_code(users["data-manager"])
    assert give_code(client, code).url == "/account/"
    assert client.get("/account/").status_code == 200


def test_s4_setting_up_asks_for_a_first_code(client, users, store):
    user = users["data-manager"]
    second_factor.remove(user)
    client.force_login(user)
    show_factor(client)
    session = client.session
    session["factor"] = False
    session.save()
    address = reverse("accounts:second-factor")
    page = client.get(address).content.decode()
    secret = client.session["new second factor"]
    assert "<svg" in page and secret[:4] in page
    assert client.post(address, {"code": "000000"}).status_code == 422
    assert not second_factor.is_set_up(user)
    code = code_of(secret)
    page = client.post(address, {"code": code}).content.decode()
    assert page.count('class="tc-code"') == 10
    assert second_factor.is_set_up(user)
    assert client.get("/returns/").status_code == 200


def code_of(secret: str) -> str:
    from allauth.mfa.totp.internal import auth

    counter = next(auth.yield_hotp_counters_from_time())
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def test_s4_awaited_code_is_dropped_after_some_minutes(client, users, settings):
    sign_in(client, "data-manager")
    settings.SECOND_STEP_SECONDS = -1
    code = second_factor.demo_code(users["data-manager"])
    assert give_code(client, code).url == "/sign-in/"


def test_s4_awaited_code_is_dropped_when_the_account_is_closed(client, users):
    sign_in(client, "data-manager")
    User.objects.filter(username="data-manager").update(is_active=False)
    code = second_factor.demo_code(users["data-manager"])
    assert give_code(client, code).url == "/sign-in/"


def test_s5_code_works_once(users, client, store):
    user = users["data-manager"]
    code = second_factor.demo_code(user)
    assert second_factor.check(user, code) == "totp"
    assert second_factor.check(user, code) is None


def test_s5_recovery_code_works_once(users):
    user = users["data-manager"]
    codes = second_factor.renew_recovery_codes(user)
    told = f"{codes[3][:4]} {codes[3][4:]}"
    assert second_factor.check(user, told) == "recovery_codes"
    assert second_factor.check(user, told) is None
    assert second_factor.recovery_codes_left(user) == 9


def test_s5_code_of_the_step_before_no_longer_works(users, monkeypatch):
    user = users["data-manager"]
    code = second_factor.demo_code(user)
    later = time.time() + 30
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: later)
    assert second_factor.check(user, code) is None


def test_s5_no_seed_is_readable_in_the_table(users):
    user = users["data-manager"]
    secret = second_factor.demo_secret(user)
    codes = second_factor.renew_recovery_codes(user)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not [code for code in codes if code in kept]


def test_s5_keys_can_be_replaced(users, settings):
    user, old = users["data-manager"], settings.SECOND_FACTOR_KEYS
    new = Fernet.generate_key().decode()
    settings.SECOND_FACTOR_KEYS = [new, *old]
    assert second_factor.rotate_keys() == Authenticator.objects.count()
    settings.SECOND_FACTOR_KEYS = [new]
    assert second_factor.check(user, second_factor.demo_code(user)) == "totp"


# -- S6 and S7: throttling ----------------------------------------------------------------------------------------


def test_s6_twenty_wrong_tries_slow_down_but_lock_nobody_out(client, users, settings):
    assert settings.SIGN_IN_TRIES == 20
    for _ in range(20):
        sign_in(client, "analyst", "wrong")
    assert "too many tries" in sign_in(client, "analyst").content.decode()
    elsewhere = sign_in(Client(), "analyst", REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_s6_one_address_cannot_try_many_accounts(client, users, settings):
    settings.ADDRESS_TRIES = 3
    for name in ("a", "b", "c"):
        sign_in(client, name, "wrong")
    assert "too many tries" in sign_in(client, "analyst").content.decode()
    assert sign_in(Client(), "analyst", REMOTE_ADDR="192.0.2.7").status_code == 302


def test_s6_wrong_codes_are_slowed_down(client, users, settings):
    sign_in(client, "data-manager")
    for _ in range(settings.CODE_TRIES):
        assert give_code(client, "000000").status_code == 422
    code = second_factor.demo_code(users["data-manager"])
    assert "too many tries" in give_code(client, code).content.decode()


def test_s6_throttle_ends_and_names_nobody(client, users, settings):
    settings.SIGN_IN_TRIES = 1
    sign_in(client, "analyst", "wrong")
    assert not Try.objects.filter(key__contains="analyst").exists()
    settings.THROTTLE_SECONDS = -1
    assert sign_in(client, "analyst").status_code == 302


def test_s6_resets_are_slowed_down(client, users, letters, settings):
    User.objects.filter(username="analyst").update(email="analyst@example.org")
    for _ in range(settings.RESET_TRIES + 3):
        client.post("/password/", {"username": "analyst"})
    assert len(letters) == settings.RESET_TRIES


def test_s7_known_and_unknown_accounts_get_the_same_answer(users, letters):
    told = []
    for username in ("analyst", "nobody"):
        page = sign_in(Client(), username, "wrong").content.decode()
        page = page.replace(f'value="{username}"', "").replace(csrf(page), "")
        told.append(page.partition("<main")[2])
        told.append(Client().post("/password/", {"username": username}).url)
    assert told[0] == told[2] and told[1] == told[3]


def csrf(page: str) -> str:
    return page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]


def test_s7_unknown_account_costs_a_hash_too(users, settings, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    made = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, *a: made.append(1) or encode(self, *a),
    )
    for username in ("analyst", "nobody"):
        sign_in(Client(), username, "wrong")
        made.append(0)
    assert made == [1, 0, 1, 0]


# -- S8 and S10 ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page", sorted(p for p, row in policy.TABLE.items() if row.needs_fresh)
)
def test_s8_sensitive_act_asks_again_after_five_minutes(page, as_role, settings):
    from tests.web.test_permissions import ARGUMENTS

    assert settings.FRESH_SECONDS == 300
    role = sorted(policy.PAGES[page])[0]
    client = as_role(role)
    session = client.session
    session["proved"] = sessions.now() - 301
    session.save()
    address = reverse(page, args=ARGUMENTS.get(page, []))
    for send in (client.get, client.post):
        answer = send(address)
        assert answer.status_code == 302
        assert answer.url.startswith("/account/confirm/")


def test_s8_confirming_asks_for_password_and_code_and_leads_back(as_role, users):
    client = as_role("administrator")
    session = client.session
    session["proved"] = 0
    session.save()
    place = client.get("/accounts/invite/").url
    assert place == "/account/confirm/?next=/accounts/invite/"
    before = client.session.session_key
    form = {"password": PASSWORD, "next": "/accounts/invite/", "code": "000000"}
    assert client.post("/account/confirm/", form).status_code == 422
    assert client.post("/account/confirm/", form | {"password": "x"}).status_code == 422
    form["code"] = second_factor.demo_code(users["administrator"])
    assert client.post("/account/confirm/", form).url == "/accounts/invite/"
    assert client.get("/accounts/invite/").status_code == 200
    assert client.session.session_key != before


def test_s10_there_are_no_known_accounts_in_service(in_service):
    assert in_service["accounts"] == ["manager"]
    assert "not opened in service" in in_service["demo_accounts"]
    assert "in the demonstration only" in in_service["demo_code"]
    assert "in the demonstration only" in in_service["demo_secret"]


def test_s10_demonstration_refuses_a_real_host_name():
    with pytest.raises(environment.SettingMissing, match="this machine only"):
        environment.hosts({"THROUGHCARE_HOSTS": "site.example"}, demo=True)
    assert "127.0.0.1" in environment.hosts({}, demo=True)


@pytest.mark.parametrize("listen", ["0.0.0.0:8000", ":8000", "192.0.2.1:80"])
def test_s10_demonstration_listens_on_this_machine_only(listen):
    from throughcare.web import serve

    with pytest.raises(serve.NotReady, match="this machine only"):
        serve._refuse_elsewhere(listen)
    assert serve._refuse_elsewhere("127.0.0.1:8000") is None


def test_s10_code_is_shown_in_the_demonstration_only(client, users, settings):
    sign_in(client, "data-manager")
    assert "demo-code" in client.get("/sign-in/code/").content.decode()
    settings.DEMO = False
    assert "demo-code" not in client.get("/sign-in/code/").content.decode()
    with pytest.raises(CommandError):
        call_command("demo_code", "data-manager")


def test_s6_made_up_addresses_of_proxies_do_not_get_round_the_limit(
    client, users, settings
):
    form = {"username": "analyst", "password": "wrong words here"}
    for number in range(settings.SIGN_IN_TRIES + 1):
        address = f"10.0.0.{number}"
        told = {"HTTP_X_FORWARDED_FOR": address, "HTTP_X_REAL_IP": address}
        answer = client.post("/sign-in/", form, HTTP_FORWARDED=f"for={address}", **told)
    assert "There were too many tries" in answer.content.decode()
    respelt = client.post("/sign-in/", form | {"username": " ANALYST "})
    assert "There were too many tries" in respelt.content.decode()
