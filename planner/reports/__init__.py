"""Result reports: a season's paper, from its figures and what the office wrote, as PDF and HWPX."""
