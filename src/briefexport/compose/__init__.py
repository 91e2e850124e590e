"""Briefing -> documents. What each product says; how it looks is the renderers' work."""
