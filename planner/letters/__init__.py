"""Letters to agencies: drafted, reviewed, sent and logged; and agencies' applications to join."""
