"""`cir demo`: the whole main job on the practice register, with invented people.

Every step is the use case that a clerk has, over real HTTP, in a throw-away encrypted workspace. A step that does not
give what it should ends the demo with exit 1.
"""

import secrets
import tempfile
from argparse import Namespace
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from cir_desktop.cli.output import Output
from cir_desktop.cli.verbs_allocation import print_list
from cir_desktop.cli.verbs_approvals import view_lines
from cir_desktop.domain.codes import status_words
from cir_desktop.domain.home import Home
from cir_desktop.domain.process import CommandState, Offer, OfferAnswer
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import CirError, NotAllowed
from cir_desktop.practice import launcher, remote
from cir_desktop.register.wire import decode_dossier
from cir_desktop.runtime.log import start_log, stop_log
from cir_desktop.services import (
    answers,
    approvals,
    decisions,
    exchange,
    facts,
    freezing,
    homes,
    lists,
    offers,
    people,
    pulling,
    rehearsal,
)
from cir_desktop.services.approvals import LocalApprover
from cir_desktop.services.bootstrap import open_office
from cir_desktop.services.office import Office
from cir_desktop.services.people import NewApprover


def run(arguments: Namespace, output: Output) -> int:
    """Run the main job; 0 only when the register's own record shows the consequence."""
    with tempfile.TemporaryDirectory(prefix="cir-demo-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        start_log(root / "log")
        output.say("1. Het oefenregister starten, met verzonnen mensen", style="bold")
        try:
            practice = launcher.start(root / "register", arguments.size, arguments.seed)
        except launcher.DidNotStart as error:
            raise CirError(
                "Het oefenregister startte niet.", "Kijk of er een andere virusscanner of firewall in de weg zit."
            ) from error
        with practice:
            output.say(f"   {practice.base_url}, {arguments.size} dossiers")
            office = open_office(root / "werkmap", throw_away=True, actor="demo", practice=True)
            try:
                office.connect(practice.base_url, practice.credentials)
                return _main_job(office, practice.credentials, root, output)
            finally:
                office.close()
                stop_log()


def _main_job(office: Office, credentials: Path, root: Path, output: Output) -> int:
    output.say("2. De kandidaten ophalen", style="bold")
    with output.progress() as report:
        pulled = pulling.pull(office, report=report)
    output.say(f"   {pulling.pull_sentence(pulled)}")
    _must(pulled.complete, "De lijst is niet volledig opgehaald.")

    output.say("3. Verblijf en mantelzorg overnemen uit een werkboek", style="bold")
    workbook = root / "verblijf.xlsx"
    remote.residences(credentials, workbook)
    imported = facts.import_facts(office, workbook)
    output.say(f"   {imported.sentence}")

    output.say("4. Een woning komt vrij", style="bold")
    home = homes.save(office, rehearsal.example_homes()[0][0], new=True)
    homes.open_vacancy(office, home.code, office.today)
    output.say(f"   {home.code}, {home.address}: {home.bedrooms} slaapkamers")

    output.say("5. De lijst, met bij iedereen de reden", style="bold")
    found = lists.named_list(office, home.code)
    print_list(found, output, 10)
    ranking = found.list.ranking
    _must(len(ranking.placed) + len(ranking.excluded) == ranking.pulled, "De twee blokken tellen niet op.")
    _must(bool(ranking.placed), "Niemand komt in aanmerking voor deze woning.")

    output.say("6. Aanbod aan wie eerst staat; die weigert zonder gegronde reden", style="bold")
    refused = _make_offer(office, home, output)
    answers.answer(office, refused.offer.id, OfferAnswer.REFUSED)
    released_by = _release(office, output)
    _send(office, output)
    known = decode_dossier(office.client().fetch(refused.dossier)).offers[-1]
    _must(known.answer == "GEWEIGERD" and not known.grounded, "Het register kent de weigering niet.")

    output.say("7. Aanbod aan de volgende", style="bold")
    accepted = _make_offer(office, home, output)
    _must(accepted.dossier != refused.dossier, "Wie weigerde, kreeg meteen weer een aanbod.")
    first, offer = accepted.dossier, accepted.offer

    output.say("8. De kandidaat aanvaardt; de beslissing", style="bold")
    answers.answer(office, offer.id, OfferAnswer.ACCEPTED)
    decision = decisions.decide(
        office,
        home.code,
        first,
        contract_from=office.today + timedelta(days=30),
        body="Vast bureau",
        motive="Demo: voorwaarden nagekeken op de stukken." if _conditions(office, home, first) else "",
    )
    output.say(f"   Beslissing {decision.id}, huurcontract vanaf {dutch_date(decision.contract_from)}")
    _send(office, output)

    output.say("9. Teruglezen uit het register", style="bold")
    dossier = decode_dossier(office.client().fetch(first))
    receipt = next(line for line in exchange.outbox_lines(office) if line.command.action == "ACC")
    output.say(f"   Ontvangstbewijs: {receipt.receipt}")
    _must(dossier.status == "RJCT" and bool(dossier.allocations), "Het register toont de toewijzing niet.")
    contract = office.local_day(dossier.allocations[-1].contract_from)
    status = status_words(dossier.status)
    output.say(f"   Dossier {dossier.number}: {status}, huurcontract vanaf {dutch_date(contract)}")

    output.say("10. De bevroren beslissing herberekenen", style="bold")
    (ref,) = freezing.kept(office, about=decision.id)
    again = freezing.check(office, ref.id)
    output.say(f"   {ref.id}: {again.placed} in volgorde, vingerafdruk {again.fingerprint[:16]}…")
    _must(again.identical, "De herberekende lijst is niet die van toen.")
    output.say("Alles gelukt: van het register tot een gemeld, teruggelezen en herberekend gevolg.", style="bold green")
    output.result(
        {
            "pulled": pulled,
            "placed": len(ranking.placed),
            "excluded": len(ranking.excluded),
            "refused": refused.dossier,
            "released_by": released_by,
            "offer": offer,
            "decision": decision,
            "receipt": receipt.command.receipt,
            "register_status": dossier.status,
            "replayed": again.identical,
        }
    )
    return 0


class _Made(NamedTuple):
    dossier: str
    offer: Offer


def _make_offer(office: Office, home: Home, output: Output) -> _Made:
    """Offer the home to whoever stands first and can get an offer, and tell the register."""
    ranking = lists.list_of_home(office, home.code).ranking
    line = next(line for line in ranking.placed if _offerable(line))
    output.say(f"   {line.dossier} (plaats {line.position})")
    draft = offers.prepare_offer(office, home.code, line.dossier)
    for text in (*draft.why_motive, *draft.effects):
        output.say(f"   {text}")
    motive = (
        "Demo: de ontbrekende bewijzen werden opgevraagd en kwamen niet binnen de termijn." if draft.why_motive else ""
    )
    passed_over = offers.answer_for_all(draft, "STATUS-GEWIJZIGD", "Demo: de status werd nagekeken in het register.")
    offer = offers.offer(office, home.code, line.dossier, motive=motive, passed_over=passed_over)
    output.say(f"   Aanbod {offer.id}, antwoord verwacht tot en met {dutch_date(offer.term_until)}")
    _send(office, output)
    _must(_status(office, line.dossier) == "OFFER", "Het register kent het aanbod niet.")
    return _Made(line.dossier, offer)


def _release(office: Office, output: Output) -> str:
    """The refusal is a sanction: it waits until an approver of this demo lets it go; gives whose name stands by it."""
    _must(exchange.push(office).sent == 0, "Een sanctie vertrok zonder tweede persoon.")
    (held,) = exchange.outbox_lines(office, {CommandState.HELD})
    passphrase = secrets.token_urlsafe(16)
    approver = people.add(office, NewApprover(name="Verzonnen Goedkeurder", function="algemeen directeur"))
    people.confirm(office, approver.id, passphrase, passphrase)
    for text in view_lines(approvals.view(office, held.command.id)):
        output.say(f"   {text}")
    released = approvals.release(office, held.command.id, LocalApprover(approver.id, passphrase))
    output.say(f"   Vrijgegeven door {released.by}")
    return released.by


def _offerable(line: object) -> bool:
    return not any(flag.code == "unknown.status" for flag in getattr(line, "flags", ()))


def _conditions(office: Office, home: Home, dossier: str) -> bool:
    return bool(decisions.open_conditions(office, home.code, dossier))


def _send(office: Office, output: Output) -> None:
    outcome = exchange.push(office)
    output.say(f"   {exchange.push_sentence(outcome)}")
    _must(outcome.accepted == outcome.sent == 1, "Het register bevestigde het bericht niet.")


def _status(office: Office, dossier: str) -> str:
    return decode_dossier(office.client().fetch(dossier)).status


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise NotAllowed(f"De demo liep vast. {what}", "Dit is een fout in het programma of in het oefenregister.")
