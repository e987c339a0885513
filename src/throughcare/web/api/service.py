"""The API: send a return, ask how its check goes, read its findings, accept it or take it back.

A program shows a token of one provider (`Authorization: Bearer tc_...`) and sees returns of that provider alone. The same
actions as on the pages stand behind it, and the audit names the account that made the token.
"""

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.http import Http404, HttpResponse
from ninja import Field, File, Form, NinjaAPI, Query, Schema, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from throughcare.dataset.file import Unreadable
from throughcare.publish import tables
from throughcare.submissions import StoreError
from throughcare.submissions.found import Wanted
from throughcare.web.api.actions import token_of
from throughcare.web.audit.actions import record_read
from throughcare.web.organisations import scope
from throughcare.web.portal import actions, downloads, own, uploads
from throughcare.web.portal.models import Acceptance, Check
from throughcare.web.portal.result import left_out
from throughcare.web.rowsecurity.context import of_providers, seeing

PREFIX = "/api/v1/"
LARGEST_PAGE = 1000


class Bearer(HttpBearer):
    """A token in force. Plain http is refused, not redirected: a token sent that way is no longer secret."""

    def authenticate(self, request, token: str):
        if not (request.is_secure() or settings.DEMO):
            raise HttpError(403, "Use https. Revoke the token that was just sent.")
        return token_of(token)


class PerToken(SimpleRateThrottle):
    """So many requests a minute for each token."""

    scope = "api"

    def __init__(self):
        super().__init__(rate="1/min")

    def allow_request(self, request) -> bool:
        self.num_requests = settings.API_REQUESTS_PER_MINUTE
        return super().allow_request(request)

    def get_cache_key(self, request) -> str:
        return f"api-{getattr(request.auth, 'pk', request.META.get('REMOTE_ADDR'))}"


api = NinjaAPI(
    title="Throughcare: returns",
    version="1",
    description=__doc__,
    auth=Bearer(),
    throttle=[PerToken()],
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)


class Problem(Schema):
    """Why a request was not done."""

    detail: str | list[dict] = Field(description="A sentence with a way out")


class Told(Schema):
    """The result of a check."""

    outcome: Literal["accepted", "part", "refused"]
    rows: int
    counts: dict[str, int] = Field(description="Findings by level")
    left_out: int = Field(description="Records that would be left out")
    approvals: list[str] = Field(description="What acceptance asks to be agreed to")
    vanishing: str = Field(description="What would be missing, where that is much")


class Return(Schema):
    """A return and how far it is."""

    id: str
    name: str
    provider: str
    dataset: str
    state: str
    check: Literal["waiting", "running", "done", "failed", "none"]
    step: str = ""
    fault: str = ""
    acceptance: Literal["waiting", "running", "done", "failed", "none"] = "none"
    result: Told | None = None


class Finding(Schema):
    """Something a rule found."""

    rule: str
    level: str
    row: int
    field: str | None
    value: str | None
    message: str
    confirmed_by: str
    confirmed_why: str
    confirmed_at: str


class Agreed(Schema):
    """What the sender agrees to."""

    part: bool = Field(False, description="Leave out rejected records")
    replace_fuller: bool = Field(False, description="Replace a clearly fuller return")


PROBLEMS = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), Problem)


@dataclass(frozen=True)
class Kept:
    """An upload as a file on disk."""

    name: str
    size: int
    path: Path

    def temporary_file_path(self) -> str:
        return str(self.path)


@contextmanager
def _acting(request):
    """The agency codes of the token, seen by the database as well."""
    codes = scope.with_merged({request.auth.provider.code}, _today())
    with seeing(of_providers(codes)):
        yield codes


def _today():
    return own.store().today()


@contextmanager
def _told_as(status: int):
    """Faults of the store, as one sentence with a status."""
    try:
        yield
    except (Unreadable, StoreError) as fault:
        raise HttpError(status, str(fault)) from None


def _return(codes, return_id: str) -> dict:
    entry = own.entry_of(codes, return_id)
    check = Check.objects.filter(return_id=return_id).first()
    acceptance = Acceptance.objects.filter(return_id=return_id).first()
    told = {k: entry[k] for k in ("id", "name", "provider", "dataset", "state")}
    told |= {"check": check.state if check else "none"}
    told |= {"acceptance": acceptance.state if acceptance else "none"}
    faults = [work.fault for work in (acceptance, check) if work and work.fault]
    told |= {"fault": faults[0] if faults else ""}
    for work in (acceptance, check):
        if work and work.state == "running":
            told["step"] = work.steps[work.step][0]
    return told | {
        "result": None
        if told["check"] in ("waiting", "running")
        else _result(return_id)
    }


def _result(return_id: str) -> dict | None:
    try:
        result = own.store().result(return_id)
    except StoreError:
        return None
    return {
        "outcome": result.outcome,
        "rows": result.rows,
        "counts": result.counts,
        "left_out": left_out(result),
        "approvals": list(result.approvals),
        "vanishing": result.vanishing,
    }


@api.post(
    "returns",
    url_name="v1-returns",
    response={202: Return, **PROBLEMS},
    operation_id="send",
)
def send(request, file: File[UploadedFile], data_set: Form[str] = ""):
    """Send a return (CSV or XML). It is checked in the background; poll the return until `check` is `done`.

    `data_set`: adult-drug, adult-alcohol, young-people or secure-setting. A CSV file does not say which it is of; without
    it a CSV return is read as adult-drug, and XML as what it says.
    """
    with _acting(request) as codes, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sent"
        with open(path, "wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
        kept = Kept(file.name or "", file.size, path)
        faults = uploads.faults_of(kept, codes) or uploads.faults_of_data_set(data_set)
        for fault in faults:
            raise HttpError(422, fault.message)
        with _told_as(422):
            received = actions.receive_return(
                path=path,
                name=kept.name,
                by=request.auth.by,
                way="api",
                entitled=codes,
                data_set=data_set,
            )
        return Status(202, _return(codes, received.id))


@api.get(
    "returns",
    url_name="v1-returns",
    response={200: list[Return], **PROBLEMS},
    operation_id="list",
)
def listed(request, limit: int = Query(50, ge=1, le=LARGEST_PAGE)):
    """The returns of the provider, newest first."""
    with _acting(request) as codes:
        found = [e for code in codes for e in own.store().history(code)]
        found.sort(key=lambda e: e["at"], reverse=True)
        return [_return(codes, e["id"]) for e in found[:limit]]


@api.get(
    "returns/{return_id}",
    url_name="v1-return",
    response={200: Return, **PROBLEMS},
    operation_id="read",
)
def read(request, return_id: str):
    """How far a return is, and the result of its check."""
    with _acting(request) as codes:
        return _return(codes, return_id)


@api.get(
    "returns/{return_id}/findings",
    url_name="v1-findings",
    response={200: list[Finding], **PROBLEMS},
    operation_id="findings",
)
def findings(
    request,
    return_id: str,
    rule: str = "",
    level: str = "",
    field: str = "",
    q: str = "",
):
    """Findings, all or those of a rule, level, field or text."""
    with _acting(request) as codes:
        return _findings(request, codes, return_id, Wanted(rule, level, field, q))


@api.get(
    "returns/{return_id}/findings.csv",
    url_name="v1-findings-csv",
    response=PROBLEMS,
    operation_id="findings_csv",
    openapi_extra={
        "responses": {
            200: {
                "description": "OK",
                "content": {"text/csv": {"schema": {"type": "string"}}},
            }
        }
    },
)
def findings_csv(request, return_id: str):
    """All findings as CSV."""
    with _acting(request) as codes:
        rows = _findings(request, codes, return_id, Wanted())
        text = tables.to_csv(rows, downloads.COLUMNS)
        return HttpResponse(text, content_type="text/csv; charset=utf-8")


def _findings(request, codes, return_id: str, wanted: Wanted) -> list[dict]:
    entry, store = own.entry_of(codes, return_id), own.store()
    if not (store.folder(return_id) / "findings.parquet").exists():
        raise HttpError(409, "The return is not checked yet. Ask again later.")
    rows = downloads.told(store, return_id, wanted)
    record_read(
        by=request.auth.by,
        page=request.resolver_match.view_name,
        provider=entry["provider"],
        return_id=return_id,
        rows={row["row"] for row in rows},
        address=request.META.get("REMOTE_ADDR"),
    )
    return rows


@api.post(
    "returns/{return_id}/accept",
    url_name="v1-accept",
    response={202: Return, **PROBLEMS},
    operation_id="accept",
)
def accept(request, return_id: str, agreed: Agreed):
    """Have a return accepted in the background; poll it until `acceptance` is `done`. A second time changes nothing."""
    with _acting(request) as codes:
        own.entry_of(codes, return_id)
        with _told_as(409):
            actions.ask_for_acceptance(
                return_id=return_id,
                part=agreed.part,
                replace_fuller=agreed.replace_fuller,
                by=request.auth.by,
                way="api",
            )
        return Status(202, _return(codes, return_id))


@api.post(
    "returns/{return_id}/withdraw",
    url_name="v1-withdraw",
    response={200: Return, **PROBLEMS},
    operation_id="withdraw",
)
def withdraw(request, return_id: str):
    """Take back a return that is not accepted yet."""
    with _acting(request) as codes:
        own.entry_of(codes, return_id)
        with _told_as(409):
            actions.withdraw_return(return_id=return_id, by=request.auth.by)
        return _return(codes, return_id)


@api.exception_handler(Http404)
def _not_found(request, fault):
    told = {"detail": "There is no such return of this provider. List the returns."}
    return api.create_response(request, told, status=404)
