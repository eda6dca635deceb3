"""`cir home …` and `cir facts import`."""

from argparse import Namespace

import msgspec

from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.home import Home
from cir_desktop.domain.values import Money, NisCode, dutch_date, nis_code
from cir_desktop.errors import BadInput, NotFound
from cir_desktop.services import facts, homes
from cir_desktop.services.office import Office
from cir_desktop.services.workbook_homes import write_homes_template


def list_homes(arguments: Namespace, output: Output) -> int:
    """All homes."""
    with office_of(arguments) as office:
        lines = homes.all_homes(office)
    if output.as_json:
        output.result([_home_json(line) for line in lines])
    elif not lines:
        output.say("Er zijn nog geen woningen. Voeg er een toe met: cir home add")
    else:
        output.table(
            ("Code", "Adres", "Gemeente, wijk", "Type", "Slk.", "Bijzonder", "Laagste huur", "Vrij vanaf"),
            (
                (
                    line.home.code,
                    line.home.address,
                    ", ".join(filter(None, (line.municipality, line.home.neighbourhood))),
                    line.type_words,
                    str(line.home.bedrooms),
                    _marks(line.home),
                    str(line.home.lowest_rent or "onbekend"),
                    dutch_date(line.vacancy.free_from) if line.vacancy else "",
                )
                for line in lines
            ),
        )
    return 0


def _marks(home: Home) -> str:
    """What is special about a home, in words."""
    marks = (
        "aangepast" if home.adapted else "",
        "assistentiewoning" if home.assistance else "",
        "Vlabinvest" if home.vlabinvest else "",
        f"voor {home.target_group}" if home.target_group else "",
    )
    return ", ".join(mark for mark in marks if mark)


def _home_json(line: homes.HomeLine) -> dict[str, object]:
    fields: dict[str, object] = msgspec.to_builtins(line.home)
    for name in ("lowest_rent", "highest_rent", "fixed_charges"):
        amount: Money | None = getattr(line.home, name)
        fields[name] = float(amount.euros) if amount else None
    return {**fields, "municipality": line.municipality, "vacancy": msgspec.to_builtins(line.vacancy)}


def add(arguments: Namespace, output: Output) -> int:
    """Add a home, and open its vacancy with --vacant-from."""
    with office_of(arguments) as office:
        code = arguments.code or homes.free_code(office)
        home = homes.save(office, _from_arguments(arguments, code, None), new=True)
        if arguments.vacant_from:
            homes.open_vacancy(office, code, arguments.vacant_from)
        line = _line(office, code)
    output.result(_home_json(line), [f"Woning {home.code} toegevoegd: {home.address}."])
    return 0


def edit(arguments: Namespace, output: Output) -> int:
    """Change what is named, leave the rest."""
    with office_of(arguments) as office:
        known = _line(office, arguments.code)
        home = homes.save(office, _from_arguments(arguments, arguments.code, known.home), new=False)
        if arguments.vacant_from:
            homes.open_vacancy(office, home.code, arguments.vacant_from)
        line = _line(office, home.code)
    output.result(_home_json(line), [f"Woning {home.code} gewijzigd."])
    return 0


def vacant(arguments: Namespace, output: Output) -> int:
    """Open a vacancy."""
    with office_of(arguments) as office:
        vacancy = homes.open_vacancy(office, arguments.code, arguments.free_from or office.today)
    output.result(vacancy, [f"Woning {vacancy.home} is vrij vanaf {dutch_date(vacancy.free_from)}."])
    return 0


def _line(office: Office, code: str) -> homes.HomeLine:
    for line in homes.all_homes(office):
        if line.home.code.casefold() == code.casefold():
            return line
    raise NotFound(f"Er is geen woning met code {code}.", "Bekijk de codes met: cir home list")


def _from_arguments(arguments: Namespace, code: str, known: Home | None) -> Home:
    postcode = arguments.postcode or (known.postcode if known else "")
    place = homes.complete_place(postcode) if arguments.postcode else None
    nis: str = arguments.nis or (place[0] if place else known.nis_code if known else "")
    if not nis:
        raise BadInput(
            "De gemeente van de woning is niet duidelijk.", "Geef --postcode, en --nis als die niet volstaat."
        )
    if arguments.bedrooms is None and known is None:
        raise BadInput(
            "Het aantal slaapkamers ontbreekt.",
            "Geef --bedrooms: zonder dat getal kan niemand gerangschikt worden.",
            field="bedrooms",
        )
    return Home(
        code=code,
        street=_text(arguments.street, known.street if known else ""),
        number=_text(arguments.number, known.number if known else ""),
        box=arguments.box or (known.box if known else None),
        postcode=postcode,
        place=_text(arguments.place, place[1] if place else known.place if known else ""),
        nis_code=NisCode(nis_code(nis)),
        neighbourhood=_neighbourhood(arguments.neighbourhood, nis, known),
        type=_text(arguments.type, known.type if known else "").upper(),
        bedrooms=_bedrooms(arguments.bedrooms, known),
        floor=arguments.floor if arguments.floor is not None else (known.floor if known else None),
        lift=arguments.lift if arguments.lift is not None else (known.lift if known else None),
        adapted=_flag(arguments.adapted, known is not None and known.adapted),
        assistance=_flag(arguments.assistance, known is not None and known.assistance),
        vlabinvest=_flag(arguments.vlabinvest, known is not None and known.vlabinvest),
        target_group=_text(arguments.target_group, (known and known.target_group) or "").strip() or None,
        lowest_rent=_money(arguments.lowest_rent, known.lowest_rent if known else None),
        highest_rent=_money(arguments.highest_rent, known.highest_rent if known else None),
        fixed_charges=_money(arguments.charges, known.fixed_charges if known else None),
        note=_text(arguments.note, known.note if known else ""),
    )


def _neighbourhood(given: str | None, nis: str, known: Home | None) -> str | None:
    """An empty text takes it away; a home that moves to another municipality leaves its neighbourhood behind."""
    if given is not None:
        return given.strip() or None
    return known.neighbourhood if known and known.nis_code == nis else None


def _text(given: str | None, known: str) -> str:
    return given if given is not None else known


def _flag(given: bool | None, known: bool) -> bool:
    return given if given is not None else known


def _money(given: str | None, known: Money | None) -> Money | None:
    return Money.of(given) if given else known


def _bedrooms(given: str | None, known: Home | None) -> int:
    if given is None:
        return known.bedrooms if known else -1
    try:
        return int(given)
    except ValueError as error:
        raise BadInput(
            "Het aantal slaapkamers is geen getal.", "Geef een getal van 0 tot 9.", field="bedrooms"
        ) from error


def import_homes(arguments: Namespace, output: Output) -> int:
    """Take over the good rows of a workbook; exit 1 when some rows have a problem."""
    with office_of(arguments) as office:
        preview = homes.look(office, arguments.file)
        homes.take_over(office, preview)
    output.result(
        {
            "new": len(preview.new),
            "changed": len(preview.changed),
            "same": preview.same,
            "problems": msgspec.to_builtins(preview.problems),
        },
        [
            f"{len(preview.new)} woningen toegevoegd, {len(preview.changed)} gewijzigd, {preview.same} ongewijzigd.",
            *(problem.sentence for problem in preview.problems),
        ],
    )
    return 1 if preview.problems else 0


def template(arguments: Namespace, output: Output) -> int:
    """Write an empty workbook for homes."""
    write_homes_template(arguments.file)
    output.result({"file": str(arguments.file)}, [f"Werkboek geschreven: {arguments.file}"])
    return 0


def import_facts(arguments: Namespace, output: Output) -> int:
    """Take over residence periods and care; exit 1 when some rows were left out."""
    with office_of(arguments) as office:
        outcome = facts.import_facts(office, arguments.file)
    output.result(outcome, [outcome.sentence, *(problem.sentence for problem in outcome.problems[:20])])
    if len(outcome.problems) > 20:
        output.say(f"… en {len(outcome.problems) - 20} andere; met --json ziet u ze alle.")
    return 1 if outcome.problems else 0
