"""The commands. Each reads its arguments, calls one function and prints what it gives; imports happen in there."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .delivery import outbox, send, verify
from .group import Briefexport
from .streams import put

if TYPE_CHECKING:
    import datetime as dt

    from briefexport.crew import Crew

_EXAMPLES = """\b
Examples:
  briefexport init                          a briefing to start from
  briefexport check source/summit.yaml      what is wrong in it, and where
  briefexport all source/summit.yaml        memo, one-pager and tracker into dist/

Exit codes: 0 done or nothing to do, 1 the briefing has problems, 2 the command or the settings are wrong,
3 could not write or deliver now, 70 a bug of ours."""


class Moment(click.ParamType):  # type: ignore[type-arg]  # click has taken a type there only since 8.4
    """A day, or a day and a time with its zone."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "dt.datetime":
        """The moment; a usage error says what to write instead."""
        from briefexport.edition import EditionError, read_moment

        try:
            return read_moment(value)
        except EditionError as error:
            self.fail(str(error), param, ctx)


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


_SOURCES = click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path))
_TEMPLATES = click.option(
    "--templates",
    metavar="FOLDER",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Where your office keeps its templates, labels, colours and Word styles. May be given several times; the "
    "first folder that has a file wins. A folder `templates` beside the briefing is found without it.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON value that a program can read.")
_TELLING = (
    click.option("--strict", is_flag=True, help="Take warnings as seriously as errors."),
    _JSON,
    click.option("--quiet", "-q", is_flag=True, help="Print nothing unless something is wrong; for cron."),
)
_READING = (
    _TEMPLATES,
    click.option(
        "--edition",
        metavar="MOMENT",
        type=Moment(),
        help="What the files are stamped with instead of the briefing's own date: 2025-11-07, or with a time and its "
        "zone 2025-11-07T09:00+05:30.",
    ),
    *_TELLING,
)


def _into(text: str) -> Callable[["_Command"], "_Command"]:
    return click.option(
        "--into", metavar="FOLDER", default="dist", show_default=True, type=click.Path(path_type=Path), help=text
    )


_WRITING = (
    _into("Where the files go; made when it is not there."),
    click.option("--again", is_flag=True, help="Make the files even when nothing has changed."),
    click.option(
        "--replace-tracker",
        is_flag=True,
        help="Also replace a tracker that people typed into; theirs is kept beside it under another name.",
    ),
    click.option(
        "--keep",
        metavar="N",
        default=5,
        show_default=True,
        type=click.IntRange(min=0, max=999),
        help="How many copies to keep of a tracker that people work in, one of each state before a change.",
    ),
    click.option(
        "--beside",
        is_flag=True,
        help="Put a new tracker beside one that somebody has open, or that cannot be brought up to date.",
    ),
    click.option(
        "--wait",
        metavar="SECONDS",
        default=5.0,
        show_default=True,
        type=click.FloatRange(min=0, max=86400),
        help="How long to wait while another run is in the same folder.",
    ),
)

_PROFILE = click.option(
    "--profile",
    metavar="NAME",
    help="The form of the memo instead of the briefing's own: action, submission, note, brief, or one of your office.",
)

_Command = Callable[..., Any]


def _with(command: _Command, *options: Callable[[_Command], _Command]) -> _Command:
    for option in reversed(options):
        command = option(command)
    return command


def _making(name: str, products: tuple[str, ...], short: str, text: str) -> None:
    """Adds a command that makes these products."""

    def make(**given: Any) -> int:
        return _make(products, given)

    profile = (_PROFILE,) if "memo" in products else ()
    briefexport.command(name, help=text, short_help=short)(_with(make, _SOURCES, *_WRITING, *profile, *_READING))


def _shelf() -> Path | None:
    """Where compiled templates are kept: the user's cache folder (XDG base directories), None for a user without."""
    cache, home = Path(os.environ.get("XDG_CACHE_HOME", "")), Path(os.environ.get("HOME", ""))
    if not cache.is_absolute():
        cache = home / ".cache"
    return cache / "briefexport" / "templates" if cache.is_absolute() else None


def _make(products: tuple[str, ...], given: dict[str, Any]) -> int:
    with _called(products, given) as crew:
        return _made(products, given, crew)


def _called(products: tuple[str, ...], given: dict[str, Any]) -> "Crew":
    """The crew; the tracker's library takes longest to import, so that member is called before anything is read.

    Not for briefings that seem to be unchanged: then there will be nothing to make.
    """
    from briefexport.build.together import new_crew
    from briefexport.crew import usable_cores

    crew = new_crew()
    if "tracker" in products[1:] and usable_cores() > 1 and (given["again"] or _seem_new(given)):
        crew.call("tracker")
    return crew


def _seem_new(given: dict[str, Any]) -> bool:
    """Whether a briefing is not one that a receipt in the folder was written for; being wrong costs only time."""
    import hashlib

    try:
        receipts = b"".join(path.read_bytes() for path in given["into"].glob("*.receipt.json"))
        hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in given["sources"]]
    except OSError:
        return True
    return not all(one.encode() in receipts for one in hashes)


def _made(products: tuple[str, ...], given: dict[str, Any], crew: "Crew") -> int:
    from briefexport.export import Order, export_briefings
    from briefexport.product import Product

    from .progress import progress
    from .tell import status_of, tell_exported, tell_json

    order = Order(
        into=given["into"],
        products=tuple(Product(name) for name in products),
        templates=given["templates"],
        edition=given["edition"],
        profile=given.get("profile"),
        over_typing=given["replace_tracker"],
        again=given["again"],
        strict=given["strict"],
        wait_s=given["wait"],
        keep=given["keep"],
        beside=given["beside"],
        shelf=_shelf(),
    )
    with progress(given["sources"], wanted=not (given["quiet"] or given["as_json"])) as tell:
        results = export_briefings(given["sources"], order, tell, crew)
    problems = [problem for result in results for problem in result.problems]
    status = status_of(problems, strict=order.strict)
    if given["as_json"]:
        tell_json(results, status)
    else:
        tell_exported(results, quiet=given["quiet"])
    return status


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


def _check(**given: Any) -> int:
    from briefexport.export import Exported, Order, check_briefing

    from .tell import status_of, tell_checked, tell_json

    order = Order(templates=given["templates"], edition=given["edition"])
    results = [Exported(path, None, check_briefing(path, order)) for path in given["sources"]]
    problems = [problem for result in results for problem in result.problems]
    status = status_of(problems, strict=given["strict"])
    if given["as_json"]:
        tell_json(results, status)
    else:
        tell_checked(results, quiet=given["quiet"])
    return status


briefexport.command(
    "check",
    short_help="Print what is wrong in each SOURCE, and where.",
    help="Print what is wrong or doubtful in each SOURCE, and where. Makes no files.",
)(_with(_check, _SOURCES, *_READING))
briefexport.command(
    "verify",
    short_help="Prove that the files of each SOURCE agree.",
    help="Read the files of each SOURCE back and prove that they are whole, up to date, and say what the briefing "
    "says: title, date, marking, status, decisions, indicators, counts, numbers of sources. Makes no files.",
)(_with(verify, _SOURCES, _into("Where the files are."), _TEMPLATES, *_TELLING))
_DEADLINE = click.option(
    "--deadline",
    metavar="SECONDS",
    default=60.0,
    show_default=True,
    type=click.FloatRange(min=0, max=86400),
    help="How long to try again what the server refused for now.",
)
briefexport.command(
    "send",
    short_help="Mail the files of SOURCE to a list.",
    help="Make the files of SOURCE, prove them, and mail them to a list of the settings. Who had this set already gets "
    "nothing; who may not receive its marking gets nothing, and the run says so.",
)(
    _with(
        send,
        click.argument("source", type=click.Path(path_type=Path)),
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
        _DEADLINE,
        _into("Where the files go; made when it is not there."),
        _TEMPLATES,
        click.option("--quiet", "-q", is_flag=True, help="Print nothing unless something is wrong; for cron."),
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


@briefexport.command("settings", short_help="Print the settings for mail, and where each is from.")
@click.argument("source", required=False, default="briefing.yaml", type=click.Path(path_type=Path))
@_JSON
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
@_TEMPLATES
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
@_TEMPLATES
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
