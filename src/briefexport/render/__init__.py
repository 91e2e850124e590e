"""Documents -> bytes: one package for each office library. None of them knows the briefing."""
