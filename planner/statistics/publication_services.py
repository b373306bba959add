"""Publishing the figures of a season: build, hide, audit, and store only what passed.

What is stored never changes, and is what the next publication is hidden and audited against.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError

from planner.campaigns.release_queries import latest_release
from planner.errors import Refused, StaleEdit
from planner.extensions import db, snapshot
from planner.results.locks import all_or_nothing
from planner.statistics.models import Publication
from planner.statistics.public_tables import last_shown, public_tables, reasons
from planner.statistics.public_values import FORMULA, PublicTables, from_json, to_json
from planner.statistics.publication_queries import list_publications
from planner.statistics.queries import Facts, load_facts

if TYPE_CHECKING:
    from planner.engine.disclosure_audit import Audit


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be public: the tables with their marks, why each cell is marked, the audit."""

    facts: Facts
    tables: PublicTables
    reasons: dict[str, str]
    audit: Audit
    unprotected: tuple[str, ...]  # cells for which no hiding would be enough
    earlier: Sequence[Publication]
    released: bool

    @property
    def number(self) -> int:
        """The number that it would have."""
        return self.earlier[-1].number + 1 if self.earlier else 1

    @property
    def small(self) -> int:
        """How many cells hold 1 to 4 themselves."""
        return sum(reason in ("small", "sum") for reason in self.reasons.values())

    @property
    def changed(self) -> int:
        """How many are hidden because they changed by 1 to 4 since they were published."""
        return sum(reason == "change" for reason in self.reasons.values())

    @property
    def narrowest(self) -> int | None:
        """The narrowest range to which a hidden number can be confined; None where there is none
        with an end."""
        found: int | None = audit_json(self.audit)["narrowest"]
        return found

    @property
    def digest(self) -> str:
        """A short name of exactly these tables, for the form."""
        text = json.dumps(to_json(self.tables), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    @property
    def refusal(self) -> str:
        """Why it cannot be published, as a code; empty when it can."""
        if not self.released:
            return "not_released"
        if not self.facts.counts:
            return "nothing_counted"
        if self.unprotected or not self.audit.passed:
            return "not_protected"
        if self.earlier and self.earlier[-1].tables == to_json(self.tables):
            return "nothing_new"
        return ""


def preview_publication(office_id: int, campaign_id: int) -> Preview:
    """The figures of a season as they would be public now, judged against all published before;
    another office's season is 404."""
    from planner.engine.disclosure import suppress
    from planner.engine.disclosure_audit import audit

    facts = load_facts(office_id, campaign_id, assignments=False)
    tables = public_tables(facts)
    rows = list_publications(campaign_id)
    earlier = [from_json(row.tables).published for row in rows]
    found = suppress(tables.published.figures, earlier)
    why = reasons(found.published, earlier)
    numbered = list(zip((row.number for row in rows), earlier, strict=True))
    return Preview(
        facts,
        replace(tables, published=found.published, last=last_shown(why, numbered)),
        why,
        audit([*earlier, found.published]),
        found.unprotected,
        rows,
        latest_release(campaign_id) is not None,
    )


@all_or_nothing
def publish_statistics(
    office_id: int, campaign_id: int, *, digest: str, user_id: int | None, now: datetime
) -> Publication:
    """Publish the figures that were looked at, and commit.

    Raises `StaleEdit` (with the new preview) when they are no longer those of `digest`, and
    `Refused`: `not_released`, `nothing_counted`, `nothing_new`, `not_protected` when the audit
    does not pass, `publication_raced` when another publication came first.
    """
    snapshot()  # hiding and audit take long, and must hold up nobody who counts
    preview = preview_publication(office_id, campaign_id)
    if preview.digest != digest:
        raise StaleEdit(preview)
    if preview.refusal:
        raise Refused(preview.refusal)
    db.session.rollback()
    row = Publication(
        campaign_id=campaign_id,
        number=preview.number,
        published_at=now,
        published_by_id=user_id,
        formula=FORMULA,
        tables=to_json(preview.tables),
        audit=audit_json(preview.audit),
    )
    db.session.add(row)
    try:
        db.session.commit()
    except IntegrityError as error:  # the number was taken between our look and our write
        raise Refused("publication_raced") from error
    return row


def audit_json(audit: Audit) -> dict[str, Any]:
    """The outcome of an audit as it is kept: how much was tried, and the narrowest interval."""
    finite = audit.narrowest is not None and audit.narrowest != float("inf")
    return {
        "passed": audit.passed,
        "tried": audit.tried,
        "narrowest": int(audit.narrowest) if finite and audit.narrowest is not None else None,
    }
