"""Jinja2 over a briefing -> Markdown text and the values that go into it.

Templates run in Jinja2's sandbox. They see the briefing through views that give its fields and nothing else; a name
that does not exist is an error, and work is counted, so a template cannot run for ever. Every value that a template
prints becomes a numbered token in the text (see `markdown/`), so no value can break the structure.
"""

from .write import Template, TemplateError, Written, write

__all__ = ["Template", "TemplateError", "Written", "write"]
