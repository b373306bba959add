"""The residents' pages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, render_template
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from planner.extensions import db
from planner.security import public

bp = Blueprint("public", __name__)


@bp.get("/")
@public
def home() -> Any:
    return render_template("public/nothing.html")


@bp.get("/healthz")
@public
def healthz() -> Any:
    """200 when the database answers, else 503; for monitors and load balancers."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        response = jsonify(status="database")
        response.status_code = 503
    else:
        response = jsonify(status="ok")
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/robots.txt")
@public
def robots() -> Response:
    """Search engines may list the residents' pages; nothing else is for them."""
    lines = (
        "User-agent: *",
        "Disallow: /feeds/",
        "Disallow: /count/",
        "Disallow: /sign-in",
        "Disallow: /campaigns/",
    )
    response = Response("\n".join(lines) + "\n", mimetype="text/plain")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
