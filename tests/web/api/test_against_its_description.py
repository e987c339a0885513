"""Requests made up from the API's own description: each answer is as described, and none is a fault of the server."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from schemathesis.specs.openapi.checks import positive_data_acceptance

TRIALS = 15
OPERATIONS = [
    ("GET", "returns"),
    ("POST", "returns"),
    ("GET", "returns/{return_id}"),
    ("GET", "returns/{return_id}/findings"),
    ("GET", "returns/{return_id}/findings.csv"),
    ("POST", "returns/{return_id}/accept"),
    ("POST", "returns/{return_id}/withdraw"),
]


@pytest.fixture
def described(settings, program):
    from throughcare.web.wsgi import application

    settings.API_REQUESTS_PER_MINUTE = 10**9
    return schemathesis.openapi.from_wsgi("/api/openapi.json", application)


def test_s61_every_operation_is_tried(described):
    told = [result.ok() for result in described.get_all_operations()]
    found = {(op.method.upper(), op.path) for op in told}
    assert found == {(method, f"/api/v1/{path}") for method, path in OPERATIONS}


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_s61_answers_are_as_described(method, path, described, token):
    operation = described[f"/api/v1/{path}"][method]
    sending = described["/api/v1/returns"]["POST"]
    seen = []

    @trials(
        max_examples=TRIALS,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def answer(case):
        headers = {"Authorization": f"Bearer {token[1]}"}
        answered = case.call_and_validate(
            headers=headers,
            # no description can say which bytes are a return, so bytes made up are refused
            excluded_checks=[positive_data_acceptance]
            * (operation.label == sending.label),
        )
        seen.append(answered.status_code)

    answer()
    assert seen and max(seen) < 500
