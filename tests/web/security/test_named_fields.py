"""S57: forms and programs send named fields; what is not asked for changes nothing."""

import ast
from pathlib import Path

import pytest
from django.urls import reverse

import throughcare.web
from tests.web.test_permissions import ARGUMENTS
from throughcare.web.accounts import policy
from throughcare.web.accounts.models import Invitation, User

ROOT = Path(throughcare.web.__file__).parent

READS_ALL = {
    "accounts/kept_work.py": "keeps a form encrypted to draw it again; nothing is changed by it"
}
"""Files that go through every field of a form, and why that is safe."""
HOSTILE = {
    "is_superuser": "1",
    "is_staff": "1",
    "is_active": "1",
    "username": "stolen",
    "provider_id": "1",
    "user_permissions": "1",
    "pk": "1",
    "id": "1",
    "by": "1",
}


def is_form(node: ast.AST) -> bool:
    """Whether an expression is what a form sent: `request.POST`, or the parameter `sent`."""
    if isinstance(node, ast.Attribute):
        return node.attr == "POST"
    return isinstance(node, ast.Name) and node.id == "sent"


def reads_all(path: Path) -> list[int]:
    """Lines of a file that take whatever fields a form has."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.comprehension) and is_form(node.iter):
            found.append(node.iter.lineno)
        if isinstance(node, ast.keyword | ast.Starred) and is_form(node.value):
            found += [] if getattr(node, "arg", None) else [node.value.lineno]
        if isinstance(node, ast.Attribute) and is_form(node.value):
            found += [node.lineno] if node.attr in {"dict", "items", "lists"} else []
    return found


def test_s57_a_view_that_takes_all_fields_would_be_noticed(tmp_path):
    path = tmp_path / "view.py"
    path.write_text(
        "User(**request.POST)\nfor name in sent: pass\nrequest.POST.dict()\nsent.get('x')\nf(sent=sent)\n"
    )
    assert sorted(reads_all(path)) == [1, 2, 3]


def test_s57_no_view_takes_whatever_fields_a_form_has():
    found = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if reads_all(path)
    }
    assert found == set(READS_ALL)


def test_s57_no_form_of_a_model_takes_all_its_fields():
    for path in ROOT.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "__all__'" not in text and '"__all__"' not in text
        assert "ModelForm" not in text and "modelform_factory" not in text


@pytest.mark.parametrize("role", sorted(policy.SIGNED_IN))
def test_s57_unasked_fields_change_no_account_on_any_page(role, as_role, users, store):
    victim = users["commissioner" if role != "commissioner" else "analyst"]
    with_account = {"accounts:one": [victim.pk]}
    before, sent = accounts(), 0
    for page, roles in policy.PAGES.items():
        if role not in roles or page in {"accounts:sign-out", "accounts:end-sessions"}:
            continue
        arguments = with_account.get(page, ARGUMENTS.get(page, []))
        as_role(role).post(reverse(page, args=arguments), HOSTILE)
        sent += 1
    assert sent > 40 and accounts() == before
    assert not Invitation.objects.exists()


def accounts() -> list[tuple]:
    names = ("pk", "username", "role", "is_superuser", "is_staff", "is_active")
    return list(User.objects.order_by("pk").values_list(*names, "provider", "password"))


def test_s57_bodies_of_the_api_have_named_fields_of_named_kinds(client, db):
    described = client.get(reverse("api:openapi")).json()
    bodies = [
        content["schema"]
        for operations in described["paths"].values()
        for operation in operations.values()
        for content in operation.get("requestBody", {}).get("content", {}).values()
    ]
    assert bodies
    for schema in bodies:
        name = schema.get("$ref", "").rpartition("/")[2]
        schema = described["components"]["schemas"][name] if name else schema
        if "anyOf" in schema:
            continue
        assert schema["properties"] and not schema.get("additionalProperties")
