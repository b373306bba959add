"""The first start and every other one: database, scenario, first account, then gunicorn.

`python -m planner.cli.start` (the Makefile's `run`). `SEED=none` leaves the database empty,
`SEED=NAME` loads another scenario, `PORT=` changes the port. Nothing is lost or loaded twice.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

from flask_migrate import upgrade

from planner import create_app
from planner.accounts.services import first_account
from planner.cli.seeds import load_once


def main() -> None:
    """Prepare the database, say where to look and how to sign in, become gunicorn."""
    seed = os.environ.get("SEED", "seocho-2023")
    port = os.environ.get("PORT", "8000")
    app = create_app()
    with app.app_context():
        upgrade()
        if seed != "none":
            load_once(seed)
        made = first_account(now=datetime.now(UTC))
        account = (made[0].email, made[1]) if made else None
    print()
    print(f"  Outreach Planner   http://127.0.0.1:{port}/")
    if account is None:
        print("  Sign in with your account (forgotten? flask --app wsgi users password EMAIL)")
    else:
        email, password = account
        print(f"  Sign-in            http://127.0.0.1:{port}/sign-in")
        print(f"  E-mail             {email}")
        print(f"  Password           {password}   (to be changed at the first sign-in)")
    print(flush=True)
    gunicorn = os.path.join(os.path.dirname(sys.executable), "gunicorn")
    os.execv(gunicorn, [gunicorn, "-c", "gunicorn.conf.py", "wsgi:app"])


if __name__ == "__main__":
    main()
