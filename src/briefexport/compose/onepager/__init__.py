"""The one-pager: its template filled in, each part of it a small function that gives the contents of one panel."""

from .compose import compose_onepager

__all__ = ["compose_onepager"]
