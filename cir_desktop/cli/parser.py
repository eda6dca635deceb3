"""The command line of `cir`, in Dutch."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from cir_desktop import __version__
from cir_desktop.cli import (
    demo,
    verbs_access,
    verbs_actualisation,
    verbs_allocation,
    verbs_appeals,
    verbs_approvals,
    verbs_binding,
    verbs_cases,
    verbs_changes,
    verbs_conflicts,
    verbs_consequences,
    verbs_cwr,
    verbs_exchange,
    verbs_explaining,
    verbs_facts,
    verbs_frozen,
    verbs_homes,
    verbs_investigation,
    verbs_log,
    verbs_migration,
    verbs_need,
    verbs_nominations,
    verbs_pillars,
    verbs_places,
    verbs_practice,
    verbs_pull,
    verbs_rankings,
    verbs_retract,
    verbs_reviews,
    verbs_rules,
    verbs_sign_in,
    verbs_workbook,
)
from cir_desktop.cli.grammar import Parser, Verbs, day


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Arguments with `run`, the verb's function; leaves the process with exit 2 when they are off."""
    parser = _build()
    arguments = parser.parse_args(argv)
    if not hasattr(arguments, "run"):
        parser.error("geef aan wat u wilt doen")
    return arguments


def _build() -> argparse.ArgumentParser:
    common = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    _common_options(common)
    parser = Parser(prog="cir", description="Sociale woningen toewijzen met de kandidaten van het CIR.")
    # Its own options, with defaults: shared with the verbs, they would be set back to nothing by each verb.
    _common_options(parser)
    parser.add_argument("--version", action="version", version=f"cir {__version__}")
    verbs = Verbs(parser, common)
    _exchange(verbs)
    verbs_workbook.add_verbs(verbs)
    verbs_cwr.add_verbs(verbs)
    verbs_migration.add_verbs(verbs)
    verbs_rankings.add_verbs(verbs)
    verbs_consequences.add_verbs(verbs)
    verbs_conflicts.add_verbs(verbs)
    verbs_need.add_verbs(verbs)
    verbs_investigation.add_verbs(verbs)
    verbs_actualisation.add_verbs(verbs)
    _homes(verbs)
    _allocation(verbs)
    verbs_explaining.add_verbs(verbs)
    verbs_places.add_verbs(verbs)
    verbs_reviews.add_verbs(verbs)
    verbs_frozen.add_verbs(verbs)
    verbs_cases.add_verbs(verbs_rules.add_verbs(verbs))
    verbs_binding.add_verbs(verbs)
    verbs_pillars.add_verbs(verbs)
    verbs_nominations.add_verbs(verbs)
    verbs_appeals.add_verbs(verbs)
    verbs_approvals.add_verbs(verbs)
    verbs_sign_in.add_verbs(verbs)
    verbs_access.add_verbs(verbs)
    _practice(verbs)
    return parser


def _common_options(common: argparse.ArgumentParser) -> None:
    common.add_argument("--workspace", type=Path, metavar="MAP", help="de werkmap (anders die van uw account)")
    common.add_argument("--register", metavar="URL", help="het adres van het register")
    common.add_argument("--credentials", type=Path, metavar="BESTAND", help="de toegang tot het register (JSON)")
    common.add_argument("--passphrase-file", type=Path, metavar="BESTAND", help="bestand met de wachtwoordzin")
    common.add_argument("--actor", metavar="NAAM", help="wie dit doet (anders uw account)")
    common.add_argument("--json", action="store_true", help="geef JSON op de standaarduitvoer")


def _exchange(verbs: Verbs) -> None:
    verbs_pull.add_verbs(verbs)
    verbs_changes.add_verbs(verbs)
    push = verbs.verb("push", "Verstuur wat klaarstaat naar het register.")
    push.add_argument("--now", action="store_true", help="ook als verzenden gepauzeerd is")
    push.set_defaults(run=verbs_exchange.push)
    verbs_log.add_verbs(verbs)
    verbs.verb("status", "Toon de stand van zaken.").set_defaults(run=verbs_exchange.status)
    outbox = verbs.group("outbox", "Bekijk en beheer wat naar het register moet.")
    outbox.verb("list", "Toon alle berichten.").set_defaults(run=verbs_exchange.outbox_list)
    verbs_approvals.add_release(outbox)
    resend = outbox.verb("resend", "Verstuur opnieuw wat het CIR weigerde.")
    resend.add_argument("id", metavar="ID")
    resend.set_defaults(run=verbs_exchange.outbox_resend)
    drop = outbox.verb("drop", "Trek een bericht in dat nog niet of niet aanvaard is.")
    drop.add_argument("id", metavar="ID")
    drop.add_argument("--motive", required=True, metavar="TEKST", help="waarom")
    drop.set_defaults(run=verbs_exchange.outbox_drop)
    verbs_retract.add_correct(outbox)
    automatic = outbox.verb("automatic", "Laat berichten in het venster vanzelf vertrekken, of niet.")
    automatic.add_argument("answer", choices=["on", "off"], metavar="STAND", help="on of off")
    automatic.set_defaults(run=verbs_exchange.outbox_automatic)
    outbox.verb("retry", "Probeer opnieuw wat geen antwoord kreeg.").set_defaults(run=verbs_exchange.outbox_retry)
    verbs.verb("undecoded", "Toon de dossiers die niet gelezen konden worden.").set_defaults(
        run=verbs_exchange.undecoded
    )
    search = verbs.verb("candidates", "Zoek kandidaten op naam, dossiernummer of rijksregisternummer.")
    search.add_argument("text", metavar="TEKST", nargs="?", default="")
    search.add_argument("--limit", type=int, default=20, metavar="N")
    search.set_defaults(run=verbs_exchange.candidates_search)


def _homes(verbs: Verbs) -> None:
    home = verbs.group("home", "Beheer onze woningen.")
    home.verb("list", "Toon de woningen.").set_defaults(run=verbs_homes.list_homes)
    for name, help_text, run in (
        ("add", "Voeg een woning toe.", verbs_homes.add),
        ("edit", "Wijzig een woning; wat u niet noemt, blijft.", verbs_homes.edit),
    ):
        one = home.verb(name, help_text)
        one.add_argument("code", metavar="CODE", nargs="?" if name == "add" else None, help="eigen code, zoals W001")
        for option, words in (
            ("--street", "straat"),
            ("--number", "huisnummer"),
            ("--box", "bus"),
            ("--postcode", "postcode"),
            ("--place", "gemeente of deelgemeente (anders die van de postcode)"),
            ("--nis", "NIS-code (anders die van de postcode)"),
            ("--neighbourhood", "wijk"),
            ("--type", "A appartement, H huis, R kamer, S studio"),
            ("--target-group", "doelgroep van het reglement waarvoor ze voorbehouden is (leeg neemt ze weg)"),
            ("--lowest-rent", "laagst mogelijke huur, euro per maand"),
            ("--highest-rent", "hoogst mogelijke huur, euro per maand"),
            ("--charges", "vaste kosten, euro per maand"),
            ("--note", "nota"),
        ):
            one.add_argument(option, metavar="TEKST", help=words)
        one.add_argument("--bedrooms", metavar="N", help="aantal slaapkamers")
        one.add_argument("--floor", type=int, metavar="N", help="verdieping, 0 is gelijkvloers")
        one.add_argument("--lift", action=argparse.BooleanOptionalAction, default=None, help="met lift")
        one.add_argument("--adapted", action=argparse.BooleanOptionalAction, default=None, help="aangepaste woning")
        one.add_argument("--assistance", action=argparse.BooleanOptionalAction, default=None, help="assistentiewoning")
        one.add_argument(
            "--vlabinvest", action=argparse.BooleanOptionalAction, default=None, help="mee betaald door Vlabinvest"
        )
        one.add_argument("--vacant-from", type=day, metavar="DATUM", help="vrij vanaf")
        one.set_defaults(run=run)
    take = home.verb("import", "Neem woningen over uit een werkboek.")
    take.add_argument("file", type=Path, metavar="BESTAND")
    take.set_defaults(run=verbs_homes.import_homes)
    template = home.verb("template", "Schrijf een leeg werkboek voor woningen.")
    template.add_argument("file", type=Path, metavar="BESTAND")
    template.set_defaults(run=verbs_homes.template)
    vacancy = home.verb("vacant", "De woning komt vrij.")
    vacancy.add_argument("code", metavar="CODE")
    vacancy.add_argument("--from", dest="free_from", type=day, metavar="DATUM", help="anders vandaag")
    vacancy.set_defaults(run=verbs_homes.vacant)
    facts = verbs.group("facts", "Eigen feiten: verblijf en mantelzorg.")
    take = facts.verb("import", "Neem verblijf en mantelzorg over uit een werkboek.")
    take.add_argument("file", type=Path, metavar="BESTAND")
    take.set_defaults(run=verbs_homes.import_facts)
    verbs_facts.add_verbs(facts)


def _allocation(verbs: Verbs) -> None:
    rank = verbs.verb("rank", "Rangschik de kandidaten voor een woning.")
    rank.add_argument("home", metavar="WONING")
    rank.add_argument("--date", type=day, metavar="DATUM", help="referentiedatum (anders vandaag)")
    rank.add_argument("--top", type=int, default=15, metavar="N", help="hoeveel regels op het scherm (0 is alle)")
    rank.set_defaults(run=verbs_allocation.rank)
    explain = verbs.verb("explain", "Toon voor een kandidaat elke regel met antwoord en bron.")
    explain.add_argument("home", metavar="WONING")
    explain.add_argument("dossier", metavar="DOSSIER")
    explain.add_argument("--date", type=day, metavar="DATUM")
    explain.set_defaults(run=verbs_allocation.explain)
    offer = verbs.verb("offer", "Bied een woning aan een kandidaat aan.")
    offer.add_argument("home", metavar="WONING")
    offer.add_argument("dossier", metavar="DOSSIER")
    offer.add_argument("--motive", default="", metavar="TEKST", help="waarom deze kandidaat, waar dat nodig is")
    offer.add_argument(
        "--passed",
        action="append",
        default=[],
        nargs=3,
        metavar=("DOSSIER", "CODE", "FEIT"),
        help="waarom iemand die hoger staat geen aanbod krijgt (mag meermaals)",
    )
    offer.add_argument(
        "--passed-all", nargs=2, metavar=("CODE", "FEIT"), help="dezelfde reden voor iedereen die hoger staat"
    )
    offer.add_argument("--sign-stale", default="", metavar="TEKST", help="teken voor de ouderdom van de gegevens")
    offer.add_argument("--posted", type=day, metavar="DATUM", help="dag waarop de brief vertrok (anders vandaag)")
    offer.set_defaults(run=verbs_allocation.offer)
    answer = verbs.verb("answer", "Noteer het antwoord op een aanbod.")
    answer.add_argument("offer", metavar="AANBOD")
    answer.add_argument(
        "answer",
        choices=["accepted", "refused", "silent", "withdrawn", "undo"],
        metavar="ANTWOORD",
        help="accepted, refused, silent, withdrawn, of undo om een fout antwoord terug te nemen",
    )
    answer.add_argument("--reason", metavar="CODE", help="reden van weigering, uit de gesloten lijst")
    answer.add_argument("--date", type=day, metavar="DATUM", help="dag van het antwoord (anders vandaag)")
    answer.set_defaults(run=verbs_allocation.answer)
    decide = verbs.verb("decide", "Beslis de woning toe te wijzen.")
    decide.add_argument("home", metavar="WONING")
    decide.add_argument("dossier", metavar="DOSSIER")
    decide.add_argument("--contract", type=day, required=True, metavar="DATUM", help="eerste dag van het huurcontract")
    decide.add_argument("--body", default="", metavar="ORGAAN", help="het orgaan dat beslist")
    decide.add_argument("--motive", default="", metavar="TEKST", help="tekent voor onbeantwoorde voorwaarden")
    decide.set_defaults(run=verbs_allocation.decide)
    verbs.verb("offers", "Toon de aanbiedingen met hun termijn en antwoord.").set_defaults(
        run=verbs_allocation.list_offers
    )
    reasons = verbs.verb("reasons", "Toon de gesloten lijst van redenen van weigering.")
    reasons.set_defaults(run=verbs_allocation.reasons)


def _practice(verbs: Verbs) -> None:
    practice = verbs.group("practice", "Het oefenregister, met verzonnen mensen.")
    serve = practice.verb("serve", "Start het oefenregister en laat het draaien tot Ctrl+C.")
    serve.add_argument("--dir", type=Path, metavar="MAP", help="waar het oefenregister zijn gegevens houdt")
    serve.add_argument("--size", type=int, default=200, metavar="N", help="hoeveel dossiers (200)")
    serve.add_argument("--seed", type=int, default=1, metavar="N", help="getal waarmee de mensen verzonnen worden")
    serve.add_argument("--date", type=day, metavar="DATUM", help="de dag in het oefenregister (anders vandaag)")
    serve.add_argument("--port", type=int, default=0, metavar="N", help="poort (anders een vrije)")
    serve.add_argument("--published-only", action="store_true", help="gedraag u enkel zoals gepubliceerd is")
    serve.set_defaults(run=verbs_practice.serve)
    advance = practice.verb("advance", "Laat de dagen in het oefenregister voorbijgaan.")
    advance.add_argument("days", type=int, metavar="DAGEN")
    advance.set_defaults(run=verbs_practice.advance)
    workbook = practice.verb("residences", "Schrijf het werkboek met verblijf en mantelzorg.")
    workbook.add_argument("file", type=Path, metavar="BESTAND")
    workbook.set_defaults(run=verbs_practice.residences)
    extract = practice.verb("extract", "Schrijf het werkboek met kandidaten, zoals een woonmaatschappij het geeft.")
    extract.add_argument("file", type=Path, metavar="BESTAND")
    extract.set_defaults(run=verbs_practice.extract)
    process = practice.verb(
        "process", "Voer de berichten van een werkboek in, zoals een woonmaatschappij, en antwoord."
    )
    process.add_argument("messages", type=Path, metavar="BERICHTEN", help="het bestand van: cir exchange export")
    process.add_argument("file", type=Path, metavar="BESTAND", help="waar het bestand met antwoorden komt")
    process.set_defaults(run=verbs_practice.carry_out)
    show = verbs.verb("demo", "Doe de hele weg, van het register tot een gemeld gevolg, met verzonnen mensen.")
    show.add_argument("--size", type=int, default=200, metavar="N")
    show.add_argument("--seed", type=int, default=1, metavar="N")
    show.set_defaults(run=demo.run)
