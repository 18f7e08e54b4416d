"""`sightline profile …`: list, check, show and adopt profiles."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.context import now_or_clock, unit_of_work
from bot.cli.cycles import parse_month
from bot.cli.options import DryRun, Json, Now, Programme
from bot.cli.output import say, say_json, say_table

if TYPE_CHECKING:
    from store.checker.showing import Shown
    from store.programme.profile import Profile

app = typer.Typer(
    no_args_is_help=True, help="List, check, show and adopt profiles, the rules of an authority."
)

NameOrFile = Annotated[
    str,
    typer.Argument(metavar="NAME-or-FILE", help="The name of a supplied profile, or a TOML file."),
]

MAX_BYTES = 1024 * 1024
LEGEND = (
    "° Sightline's default, where the published text is silent. Where that can be read in several "
    "ways, its words stand beside the rule. Every authority may change it."
)


def profile_text(name: str) -> str:
    """The text of a supplied profile or of a file as it is written, without what it extends.

    Raises `Invalid` where there is neither, or the file cannot be read.
    """
    from store.programme.shipped import file_of
    from store.vocabulary.errors import Invalid

    file = Path(name)
    if file.suffix != ".toml" and not file.is_file():
        return file_of(name)
    try:
        if file.stat().st_size > MAX_BYTES:
            raise Invalid(
                f"{file.name} is too large for a profile: use at most 1 MB.",
                {"profile": "is too large"},
            )
        return file.read_text("utf-8")
    except OSError as error:
        raise Invalid(
            f"{file.name} cannot be read: {error.strerror}. Check its name and rights.",
            {"profile": "cannot be read"},
        ) from error
    except UnicodeDecodeError:
        raise Invalid(
            f"{file.name} is not in UTF-8. Save it as UTF-8.", {"profile": "is not UTF-8"}
        ) from None


def whole_of(name: str) -> str:
    """The whole text of a supplied profile or of a file, with everything that it extends.

    Raises as `profile_text` does, and `Invalid` where the profile has errors, with each problem
    as a field `line 12, key`.
    """
    from store.checker.checker import check
    from store.programme.shipped import whole
    from store.vocabulary.errors import Invalid

    text = profile_text(name)
    if problems := check(text):
        fields: dict[str, str] = {}
        for problem in problems:
            place = f"{problem.file} line {problem.line}".strip()
            place += f", {problem.key}" if problem.key else ""
            fields[place] = (
                f"{fields[place]} {problem.reason}" if place in fields else problem.reason
            )
        raise Invalid("The profile has errors. Nothing was done.", fields)
    return whole(text)


@app.command("list")
def list_profiles(as_json: Json = False) -> None:
    """List the supplied profiles."""
    from store.programme.profile import Profile, shipped, shipped_names

    programmes = [(name, Profile.parse(shipped(name)).programme) for name in shipped_names()]
    rows = [(name, about.name, about.title, about.published) for name, about in programmes]
    if as_json:
        names = ("name", "authority", "title", "published")
        say_json([dict(zip(names, row, strict=True)) for row in rows])
        return
    say_table(("Profile", "Authority", "Programme", "Published as"), rows)


@app.command("check")
def check_profile(profile: NameOrFile, as_json: Json = False) -> None:
    """List every error in a profile with its line and reason. Exit 1 if there are any."""
    from store.checker.checker import check

    problems = check(profile_text(profile))
    if as_json:
        say_json({"ok": not problems, "problems": problems})
    elif not problems:
        say(f"{profile}: nothing is wrong.")
    else:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        say(f"{profile}: {count}.")
        say_table(
            ("Line", "Key", "Reason"),
            [(f"{p.file} {p.line}".strip(), p.key, p.reason) for p in problems],
        )
    if problems:
        raise typer.Exit(1)


@app.command("show")
def show_profile(
    profile: NameOrFile,
    month: Annotated[
        date | None,
        typer.Option(
            "--month",
            parser=parse_month,
            metavar="YYYY-MM",
            help="The sample month. By default, next month.",
        ),
    ] = None,
    nudges: Annotated[
        bool, typer.Option("--nudges", help="Also show who is nudged in the sample month.")
    ] = False,
    now: Now = None,
    as_json: Json = False,
) -> None:
    """Explain a profile in plain words: its duties and deadlines, and a sample month by day."""
    from store.checker.diagram import diagram
    from store.checker.sample_month import SampleMoment
    from store.checker.showing import show
    from store.clock.calendar import Calendar
    from store.programme.profile import Profile

    text = whole_of(profile)
    rules = Profile.parse(text)
    calendar = Calendar(zone=rules.programme.zone)
    sample = month or (calendar.local(now_or_clock(now)).replace(day=1) + timedelta(days=31)).date()
    sample = sample.replace(day=1)
    shown = show(rules, calendar, sample)
    digests = [
        SampleMoment(day, "The non-submission digest goes out.", why)
        for day, why in _digest_days(rules, calendar, sample)
    ]
    timeline = sorted([*shown.timeline, *digests], key=lambda moment: moment.on)
    if as_json:
        from dataclasses import asdict

        say_json(asdict(shown) | {"month": sample.strftime("%Y-%m"), "timeline": timeline})
        return
    _say_rules(shown)
    from store.vocabulary.dates_in_words import say_day, say_month

    say(f"\nOverview of a cycle: its audit month is {say_month(sample)}")
    for line in diagram(shown.spans):
        say(line)
    say_table(
        ("When", "What", "Because"),
        [
            (say_day(moment.on), moment.what, "" if moment.kind == "event" else moment.rule)
            for moment in timeline
            if nudges or moment.kind != "nudge"
        ],
        title=f"\nThe same by day{'' if nudges else ' (use --nudges to see the nudges too)'}",
    )
    say(f"\n{LEGEND}")


@app.command("adopt")
def adopt_profile(
    profile: NameOrFile,
    *,
    dry_run: DryRun = False,
    now: Now = None,
    programme: Programme = None,
    as_json: Json = False,
) -> None:
    """Bring another profile into force. Running work keeps the dates and rules it began under."""
    from store.checker.changes import changes
    from store.programme.profile import Profile
    from store.registry import perform
    from store.tables import Duty

    text = whole_of(profile)
    with unit_of_work(programme, now, None) as unit:
        found = changes(unit.profile, Profile.parse(text))
        running = len(unit.rows(Duty, closed_at=None))
        perform(unit, "profile.adopt", unit.programme, {"name": Path(profile).stem, "text": text})
        if dry_run:
            unit.session.rollback()
    if as_json:
        say_json({"changes": found, "running_duties": running, "adopted": not dry_run})
        return
    say_table(("Key", "Before", "After"), [(c.key, c.before, c.after) for c in found])
    kept = (
        "1 open duty keeps its date" if running == 1 else f"{running} open duties keep their dates"
    )
    say(f"{len(found)} rules differ; {kept}.")
    say("Nothing was saved: this is a dry run." if dry_run else "It is in force from now on.")


def _digest_days(rules: "Profile", calendar: Any, month: date) -> list[tuple[date, str]]:
    from bot.scheduler.digests import occasion

    days = (month + timedelta(days=n) for n in range(31))
    found = [
        (day, occasion(rules.digest, calendar, day)) for day in days if day.month == month.month
    ]
    weekly = f"each {rules.digest.weekday}, or the next working day"
    reasons = {"week": weekly, "month": "the month's last working day"}
    return [(day, reasons[why]) for day, why in found if why is not None]


def _say_rules(shown: "Shown") -> None:
    say(f"{shown.name}: {shown.title}")
    say(f"From: {shown.published}")
    say_table(
        ("Rule", "In words"),
        [(s.key, _marked(s.words, s.reading, default=s.default)) for s in shown.settings],
        title="\nThe rules",
    )
    say_table(
        ("Duty", "Owner", "Deadline", "Nudges", "Escalations", "Source"),
        [
            (
                f"{duty.words}\n({duty.kind})",
                _cases(duty.owner),
                _cases(duty.due, duty.default_in),
                "\n".join(duty.nudges) + (" °" if duty.nudges_default and duty.nudges else ""),
                "\n".join(duty.escalations)
                + (" °" if duty.nudges_default and duty.escalations else ""),
                duty.source,
            )
            for duty in shown.duties
        ],
        title="\nDuties and deadlines",
    )


def _marked(words: str, reading: str, *, default: bool) -> str:
    """A rule with its mark; below it the published words, where we had to read them."""
    return words + (" °" if default else "") + (f"\n° {reading}" if reading else "")


def _cases(cases: Mapping[str, str], marked: Collection[str] = ()) -> str:
    """The value of each case; the `marked` ones with °."""
    said = {case: value + (" °" if case in marked else "") for case, value in cases.items()}
    if list(said) == ["otherwise"]:
        return said["otherwise"]
    return "\n".join(f"{case.replace('_', ' ')}: {value}" for case, value in said.items())
