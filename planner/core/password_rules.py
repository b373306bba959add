"""What a password must be: long, not the person's own e-mail, not one that everybody tries."""

from __future__ import annotations

MIN_LENGTH = 12
MAX_LENGTH = 200
# The commonest ones of twelve characters and more; shorter ones fail by their length.
COMMON = frozenset(
    {
        "123456789012",
        "1234567890123",
        "12345678901234",
        "123456789123",
        "111111111111",
        "000000000000",
        "123123123123",
        "1q2w3e4r5t6y",
        "1q2w3e4r5t6y7u",
        "q1w2e3r4t5y6",
        "qwertyuiop12",
        "qwertyuiop123",
        "qwertyuiop[]",
        "qwerty123456",
        "qwer1234qwer",
        "asdfghjkl123",
        "abcd12345678",
        "abc123456789",
        "administrator",
        "administrator1",
        "changeme1234",
        "letmein12345",
        "password1234",
        "password12345",
        "password123456",
        "passwordpassword",
        "iloveyou1234",
        "welcome12345",
    }
)


def password_fault(password: str, email: str) -> str | None:
    """Why a password may not be taken ('short', 'long', 'own_email', 'common'), or None."""
    lowered = password.lower().strip()
    if len(password) < MIN_LENGTH:
        return "short"
    if len(password) > MAX_LENGTH:
        return "long"
    if lowered == email.lower() or lowered == email.lower().partition("@")[0]:
        return "own_email"
    if lowered in COMMON or len(set(lowered)) <= 2:
        return "common"
    return None
