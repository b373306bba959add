"""Whatever stands in an address: an answer or a problem that says why, never a fault of ours."""

from __future__ import annotations

from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.api.resources import RESOURCES

NAMES = [*sorted({param.name for resource in RESOURCES for param in resource.taken}), "x", ""]
VALUES = st.one_of(
    st.text(max_size=12),
    st.integers(-5, 2**66).map(str),
    st.sampled_from(
        ["none", "zone,field", "zone,", "consultations", "0", "1", "1000", "\u0661", "2023-05",
         "private", "a\0b", "' OR 1=1 --", "WyJhIixbMV1d.x", "signed_off"]
    ),
)  # fmt: skip
ASKED = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=4)
SLUGS = st.one_of(st.just(None), st.text(min_size=1, max_size=8).filter(lambda t: "/" not in t))


def test_nothing_in_an_address_is_a_fault(client, token, counted) -> None:
    secret, slug = token(), counted.campaign.slug

    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(RESOURCES), SLUGS, st.integers(0, 2**40), ASKED)
    def ask(resource, name, number, asked) -> None:
        path = resource.path.replace("<season>", slug if name is None else quote(name, safe=""))
        path = path.replace("<id:number>", str(number))
        answer = client.get(
            f"/api/v1{path}", query_string=asked, headers={"Authorization": f"Bearer {secret}"}
        )
        assert answer.status_code in (200, 308, 404, 422)
        kind = "application/json" if answer.status_code == 200 else "application/problem+json"
        assert answer.status_code == 308 or answer.content_type == kind

    ask()


def test_a_token_of_any_bytes_is_refused(client) -> None:
    @settings(max_examples=60)
    @given(st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=80))
    def ask(secret) -> None:
        answer = client.get("/api/v1/zones", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 401

    ask()
