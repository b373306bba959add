"""Work that outlasts a request: proposals of the optimiser, claimed from the database."""
