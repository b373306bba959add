"""Why a zone or an agency gets so much in the next season, in a sentence."""

from __future__ import annotations

from flask_babel import gettext as _

from planner.core.carry_over import Share


def zone_reason(share: Share) -> str:
    """Of a zone: its visits."""
    values = _values(share)
    reason = share.reason
    if reason == "paid":
        return _("Got %(owed)s fewer than due, so it gets %(extra)s more.", **values)
    if reason == "part":
        return _("Got %(owed)s fewer than due, but gets only %(extra)s more.", **values)
    if reason == "unpaid":
        if share.given >= share.wish.most:
            return _("Got %(owed)s fewer than due; its most visits leave no room.", **values)
        return _("Got %(owed)s fewer than due; the number of events leaves no room.", **values)
    if reason == "taken":
        return _("Got %(owed)s more than due, so it gets %(extra)s fewer.", **values)
    if reason == "taken_part":
        return _("Got %(owed)s more than due, but gets only %(extra)s fewer.", **values)
    if reason == "untaken":
        if share.given <= share.wish.least:
            return _("Got %(owed)s more than due; its least visits leave no room.", **values)
        return _("Got %(owed)s more than due; the number of events takes nothing back.", **values)
    if reason == "contrary" and share.wish.carried > 0:
        return _(
            "Got %(owed)s fewer than due, but others are owed more: %(extra)s fewer.", **values
        )
    if reason == "contrary":
        return _("Got %(owed)s more than due, but others got still more: %(extra)s more.", **values)
    return _both(share)


def agency_reason(share: Share) -> str:
    """Of an agency: its events."""
    values = _values(share)
    reason = share.reason
    if reason == "paid":
        return _("Came to %(owed)s fewer than due, so it takes %(extra)s more.", **values)
    if reason == "part":
        return _("Came to %(owed)s fewer than due, but takes only %(extra)s more.", **values)
    if reason == "unpaid":
        if share.given >= share.wish.most:
            return _("Came to %(owed)s fewer than due; it takes on no more.", **values)
        return _("Came to %(owed)s fewer than due, as others did; it takes no more.", **values)
    if reason == "taken":
        return _("Came to %(owed)s more than due, so it takes %(extra)s fewer.", **values)
    if reason == "taken_part":
        return _("Came to %(owed)s more than due, but takes only %(extra)s fewer.", **values)
    if reason == "untaken":
        return _("Came to %(owed)s more than due; nothing is left to take off.", **values)
    if reason == "contrary" and share.wish.carried > 0:
        return _(
            "Came to %(owed)s fewer than due, others to still fewer: %(extra)s less.", **values
        )
    if reason == "contrary":
        return _("Came to %(owed)s more than due, others to still more: %(extra)s more.", **values)
    return _both(share)


def _both(share: Share) -> str:
    values = _values(share)
    if share.reason == "hand":
        return _("Set by hand; counted: %(counted)s.", **values)
    if share.reason == "others":
        if share.extra > 0:
            return _("%(extra)s more, as others were ahead.", **values)
        return _("%(extra)s fewer, as others are owed.", **values)
    if share.given != share.wish.usual:
        return _("Usually %(usual)s, fitted to the number of events.", **values)
    return _("As usual.")


def _values(share: Share) -> dict[str, int]:
    return {
        "owed": abs(share.wish.carried),
        "extra": abs(share.extra),
        "usual": share.wish.usual,
        "counted": share.given if share.counted is None else share.counted,
    }
