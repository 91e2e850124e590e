"""The commands. Each reads its arguments, calls one function and prints what it gives; imports happen in there."""

import sys
from pathlib import Path
from typing import Any

import click

from .delivery import outbox, send, verify
from .group import Briefexport
from .making import check, make
from .operating import DOCTOR, RUN, SCHEDULE
from .options import (
    DEADLINE,
    INTO,
    JSON,
    PROFILE,
    QUIET,
    READING,
    SOURCE,
    SOURCES,
    TELLING,
    TEMPLATES,
    TRACKER,
    WRITING,
    into,
    with_options,
)
from .pulling import pull
from .streams import put

_EXAMPLES = """\b
Examples:
  briefexport init                          a briefing to start from
  briefexport check source/summit.yaml      what is wrong in it, and where
  briefexport all source/summit.yaml        memo, one-pager and tracker into dist/

Exit codes: 0 done or nothing to do, 1 the briefing has problems, 2 the command or the settings are wrong,
3 could not write or deliver now, 70 a bug of ours."""


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - as click calls it
    if wanted and not ctx.resilient_parsing:
        from briefexport.edition import VERSION

        click.echo(f"briefexport {VERSION}")
        ctx.exit()


@click.group(
    cls=Briefexport,
    epilog=_EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Print the version."
)
def briefexport() -> None:
    """Make a Word memo, a PDF one-pager and an Excel tracker from one briefing in YAML.

    The three say the same, and one that is up to date is not made again.
    """


def _making(name: str, products: tuple[str, ...], short: str, text: str) -> None:
    """Adds a command that makes these products."""

    def made(**given: Any) -> int:
        return make(products, given)

    own = (*((TRACKER,) if "tracker" in products else ()), *((PROFILE,) if "memo" in products else ()))
    briefexport.command(name, help=text, short_help=short)(with_options(made, SOURCES, *WRITING, *own, *READING))


_making(
    "all",
    ("memo", "onepager", "tracker"),
    "Make all three documents of each SOURCE.",
    """Make all three documents of each SOURCE and print where they are.

    \b
    Examples:
      briefexport all source/summit.yaml
      briefexport all source/*.yaml --into /srv/briefings --quiet
    """,
)
_making(
    "memo", ("memo",), "Make the Word memo of each SOURCE.", "Make the Word memo of each SOURCE and print where it is."
)
_making(
    "onepager",
    ("onepager",),
    "Make the PDF one-pager of each SOURCE.",
    "Make the PDF one-pager of each SOURCE and print where it is.",
)
_making(
    "tracker",
    ("tracker",),
    "Make the Excel tracker of each SOURCE.",
    "Make the Excel tracker of each SOURCE and print where it is.",
)


briefexport.command(
    "pull",
    short_help="Write what people typed into the tracker into SOURCE.",
    help="""Write what people typed into the tracker into SOURCE: values as observations, and statuses. Nothing else of
    the file changes, and what it has already is not added again.

    \b
    Examples:
      briefexport pull source/summit.yaml --dry-run     what would be added, as a diff
      briefexport pull source/summit.yaml --tracker /srv/share/summit.xlsx
    """,
)(
    with_options(
        pull,
        SOURCE,
        into("Where the tracker is."),
        TRACKER,
        click.option("--dry-run", is_flag=True, help="Print what would be added, as a diff, and write nothing."),
        TEMPLATES,
        *TELLING,
    )
)
briefexport.command(
    "check",
    short_help="Print what is wrong in each SOURCE, and where.",
    help="Print what is wrong or doubtful in each SOURCE, and where. Makes no files.",
)(with_options(check, SOURCES, *READING))
briefexport.command(
    "verify",
    short_help="Prove that the files of each SOURCE agree.",
    help="Read the files of each SOURCE back and prove that they are whole, up to date, and say what the briefing "
    "says: title, date, marking, status, decisions, indicators, counts, numbers of sources. Makes no files.",
)(with_options(verify, SOURCES, into("Where the files are."), TEMPLATES, *TELLING))
briefexport.command(
    "send",
    short_help="Mail the files of SOURCE to a list.",
    help="Make the files of SOURCE, prove them, and mail them to a list of the settings. Who had this set already gets "
    "nothing; who may not receive its marking gets nothing, and the run says so.",
)(
    with_options(
        send,
        SOURCE,
        click.option("--list", "list_name", metavar="NAME", required=True, help="The list of the settings."),
        click.option("--only", metavar="ADDRESS", help="Only this member of the list, to try it."),
        click.option(
            "--dry-run",
            metavar="FOLDER",
            type=click.Path(path_type=Path),
            help="Send nothing; write each message into FOLDER and print who would get what.",
        ),
        click.option("--draft", is_flag=True, help="Send it although it is a draft."),
        click.option("--again", is_flag=True, help="Send it also to those who had it, with the same Message-ID."),
        DEADLINE,
        INTO,
        TEMPLATES,
        QUIET,
    )
)


@briefexport.command("outbox", short_help="List the mail that was not delivered.")
@click.argument("ident", metavar="[ID]", required=False)
@click.option("--retry", is_flag=True, help="Let the next `send` try again: the message ID, or all without one.")
@click.option("--drop", is_flag=True, help="Never send the message ID.")
def _outbox(ident: str | None, retry: bool, drop: bool) -> int:  # noqa: FBT001 - as click calls it
    """List the messages that were not delivered: id, state, recipient, subject and what the server said.

    The beginning of an id is enough where it fits one message only.
    """
    if (retry and drop) or (drop and not ident) or (ident and not (retry or drop)):
        raise click.UsageError("write ID with --retry or with --drop, or --retry alone for all")
    return outbox(ident, retry=retry, drop=drop)


for _command in (RUN, SCHEDULE, DOCTOR):
    briefexport.add_command(_command)


@briefexport.command("settings", short_help="Print the settings for mail, and where each is from.")
@click.argument("source", required=False, default="briefing.yaml", type=click.Path(path_type=Path))
@JSON
def _settings(source: Path, as_json: bool) -> None:  # noqa: FBT001 - as click calls it
    """Print the settings that apply to SOURCE as they are taken together, and where each of them was written.

    They stand in `briefexport.toml` beside the briefing or one folder up, in your own configuration folder or in
    /etc/briefexport. A password is never shown, only where it comes from.
    """
    from .settings import tell_settings

    tell_settings(source, as_json=as_json)


@briefexport.command(
    "schema",
    short_help="Print the JSON Schema for editors.",
    help="Print the JSON Schema of a briefing, with which editors complete and check.",
)
def _schema() -> None:
    from briefexport.schema import schema_text

    put(schema_text(), sys.stdout)


@briefexport.command("init", short_help="Write a briefing to start from.")
@click.argument("file", required=False, default="briefing.yaml", type=click.Path(path_type=Path))
def _init(file: Path) -> None:
    """Write a briefing to start from, with a line of explanation for each field.

    FILE is `briefing.yaml` when you name none. The schema for your editor is put beside it. A file that is there
    already is never overwritten.
    """
    from .begin import begin
    from .tell import tell_paths

    tell_paths(begin(file))


@briefexport.group(
    "templates",
    invoke_without_command=True,
    short_help="List the templates, or copy one to change it.",
    epilog="""\b
Examples:
  briefexport templates                               what there is, and where each comes from
  briefexport templates copy parts/risks.md.j2        into templates/, where it is found from now on""",
)
@TEMPLATES
@click.pass_context
def _templates(context: click.Context, templates: tuple[Path, ...]) -> None:
    """List the files that decide structure, wording and look, and where each of them comes from."""
    from .templates import tell_templates

    if context.invoked_subcommand is None:
        tell_templates(templates)


@_templates.command("copy", short_help="Copy one out, to change it.")
@click.argument("name")
@click.option(
    "--into",
    metavar="FOLDER",
    default="templates",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The folder of your templates; made when it is not there.",
)
@TEMPLATES
@click.pass_context
def _copy_template(context: click.Context, name: str, into: Path, templates: tuple[Path, ...]) -> None:
    """Copy the template NAME into a folder of yours, to change it there. A file that is there is never overwritten."""
    from .tell import tell_paths
    from .templates import copy_template

    assert context.parent is not None
    tell_paths([copy_template(name, into, (*templates, *context.parent.params["templates"]))])


def help_text() -> str:
    """What `--help` says, 80 characters wide."""
    context = click.Context(briefexport, info_name="briefexport", terminal_width=80, **briefexport.context_settings)
    return briefexport.get_help(context) + "\n"
