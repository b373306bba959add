"""A file that cannot be written: one line and exit code 1, and the access log says nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from planner.accounts.models import AccessRecord
from planner.extensions import db
from tests import factories as make


@pytest.mark.parametrize(
    "command",
    [
        ["export", "SEASON", "--format", "json", "--out", "FILE"],
        ["export", "SEASON", "--format", "pdf", "--out", "FILE"],
        ["backup", "FILE"],
        ["seed", "export", "SEASON", "FILE"],
    ],
    ids=" ".join,
)
def test_one_line_says_which_file_and_why(app, office, tmp_path, command) -> None:
    season = make.make_campaign(office).slug
    (tmp_path / "file").touch()
    file = str(tmp_path / "file" / "z")  # a file is no folder
    told = {"SEASON": season, "FILE": file}
    result = app.test_cli_runner().invoke(args=[told.get(word, word) for word in command])
    assert (result.exit_code, result.output) == (1, f"Error: {file}: Not a directory\n")
    assert db.session.scalar(select(func.count()).select_from(AccessRecord)) == 0
