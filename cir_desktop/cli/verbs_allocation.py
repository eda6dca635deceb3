"""`cir rank | explain | offer | answer | decide | reasons`."""

from argparse import Namespace

import msgspec

from cir_desktop.cli.grammar import dossier_number
from cir_desktop.cli.output import ANSWER_WORDS, Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.codes import certainty_words
from cir_desktop.domain.process import OFFER_WORDS, OfferAnswer, PassedOver
from cir_desktop.domain.ranking import flags_of_all
from cir_desktop.domain.values import dutch_date
from cir_desktop.services import answers, decisions, lists, offers
from cir_desktop.services.office import Office


def rank(arguments: Namespace, output: Output) -> int:
    """The list with its reasons."""
    with office_of(arguments) as office:
        found = lists.named_list(office, arguments.home, arguments.date)
    if output.as_json:
        output.result(_rank_json(found))
    else:
        print_list(found, output, arguments.top or None)
    return 0


def _rank_json(found: lists.NamedList) -> dict[str, object]:
    ranking = found.list.ranking
    return {
        "home": ranking.home,
        "reference_date": ranking.reference_date,
        "pulled": ranking.pulled,
        "elsewhere": ranking.elsewhere,
        "list_complete": found.list.complete,
        "unreadable": found.list.unreadable,
        "pulled_at": found.list.pulled_at,
        "header": ranking.header,
        "stepped_down": ranking.stepped_down,
        "letting": msgspec.to_builtins(ranking.letting),
        "warnings": ranking.warnings,
        "placed": msgspec.to_builtins(ranking.placed),
        "excluded": msgspec.to_builtins(ranking.excluded),
        "parameters": msgspec.to_builtins(ranking.parameters),
    }


def print_list(found: lists.NamedList, output: Output, top: int | None) -> None:
    """The list for people: header, placed with the deciding difference, excluded counted by reason."""
    ranking = found.list.ranking
    output.say(
        f"{found.list.home.code} · {found.list.home.address} · {dutch_date(ranking.reference_date)}", style="bold"
    )
    output.say(ranking.header)
    output.say(found.list.counts_sentence)
    if not found.list.complete:
        output.say(f"Let op: {found.list.pulled_sentence}", style="yellow")
    for warning in ranking.warnings:
        output.say(f"Let op: {warning}", style="yellow")
    shared = flags_of_all(ranking)
    for flag in shared:
        output.say(f"Van iedereen: {flag.text}", style="yellow")
    for line in ranking.placed[:top]:
        who = found.lines[line.dossier]
        output.say(
            f"{line.position:>4}{'=' if line.tied else '.'} {line.dossier}  {who.name}, gezin van {who.household}"
        )
        output.say(f"      {line.deciding.text}")
        for flag in line.flags:
            if flag in shared:
                continue
            output.say(f"      Let op: {flag.text}", style="yellow")
    hidden = len(ranking.placed) - len(ranking.placed[:top])
    if hidden:
        output.say(f"… en {hidden} andere in volgorde.")
    output.say("Komen niet in aanmerking:", style="bold")
    if top is None:
        for out in ranking.excluded:
            output.say(f"      {out.dossier}  {found.lines[out.dossier].name}: {out.text}")
    reasons: dict[str, list[str]] = {}
    for excluded in ranking.excluded:
        reasons.setdefault(excluded.rule, []).append(excluded.text)
    output.table(
        ("Regel", "Aantal", "Bijvoorbeeld"),
        ((rule, str(len(texts)), texts[0]) for rule, texts in reasons.items()),
    )


def explain(arguments: Namespace, output: Output) -> int:
    """Every rule for one candidate."""
    with office_of(arguments) as office:
        down = lists.list_of_home(office, arguments.home, arguments.date).ranking.stepped_down
        answers = lists.trace(office, arguments.home, dossier_number(arguments.dossier), arguments.date, down)
    if output.as_json:
        output.result(answers)
        return 0
    output.table(
        ("Regel", "Antwoord", "Waarom", "Bron", "Zekerheid"),
        ((one.rule, ANSWER_WORDS[one.answer], one.text, one.article, certainty_words(one.label)) for one in answers),
    )
    return 0


def offer(arguments: Namespace, output: Output) -> int:
    """Make an offer."""
    with office_of(arguments) as office:
        passed_over = _passed_over(office, arguments, output)
        made = offers.offer(
            office,
            arguments.home,
            dossier_number(arguments.dossier),
            motive=arguments.motive,
            stale_motive=arguments.sign_stale,
            posted_on=arguments.posted,
            passed_over=passed_over,
        )
    output.result(
        made,
        [
            f"Aanbod {made.id}: woning {made.home} aan {made.dossier} (plaats {made.position}).",
            f"Antwoord verwacht tot en met {dutch_date(made.term_until)}. Versturen: cir push",
        ],
    )
    return 0


def _passed_over(office: Office, arguments: Namespace, output: Output) -> list[PassedOver]:
    """What was given for who is passed over; who is still without a reason is told beside the result."""
    given = {
        dossier_number(dossier): PassedOver(dossier_number(dossier), 0, code, fact)
        for dossier, code, fact in arguments.passed
    }
    if given and not arguments.passed_all:
        return list(given.values())
    draft = offers.prepare_offer(office, arguments.home, dossier_number(arguments.dossier))
    if arguments.passed_all:
        same = {one.dossier: one for one in offers.answer_for_all(draft, *arguments.passed_all)}
        return list({**same, **given}.values())
    if draft.above:
        output.line_to_stderr("Hoger op de lijst en nog zonder aanbod (geef --passed DOSSIER CODE FEIT):")
        for line in draft.above:
            output.line_to_stderr(f"{line.position:>4}. {line.dossier}  {draft.names.get(line.dossier, '')}")
        for reason in office.pass_over_reasons:
            output.line_to_stderr(f"   {reason.code}: {reason.text}")
    return []


def list_offers(arguments: Namespace, output: Output) -> int:
    """Every offer of ours, the newest first, with its term and its answer."""
    with office_of(arguments) as office:
        made = offers.made_offers(office)
        today = office.today
    if output.as_json:
        output.result([msgspec.to_builtins(one) for one, _ in made])
        return 0
    if not made:
        output.say("Er is nog geen aanbod gedaan.")
        return 0
    output.table(
        ("Aanbod", "Woning", "Dossier", "Naam", "Antwoord", "Antwoord tot en met"),
        (
            (
                one.id,
                one.home,
                one.dossier,
                name,
                OFFER_WORDS[one.answer],
                dutch_date(one.term_until)
                + (" (verstreken)" if one.answer is OfferAnswer.OPEN and one.term_until < today else ""),
            )
            for one, name in made
        ),
    )
    return 0


def answer(arguments: Namespace, output: Output) -> int:
    """Record an answer, or undo one; says what it means and whether it waits for a second person."""
    if arguments.answer == "undo":
        with office_of(arguments) as office:
            made = answers.take_back(office, arguments.offer)
        output.result(made, [f"Aanbod {made.id}: het antwoord is teruggenomen; het aanbod loopt opnieuw."])
        return 0
    what = OfferAnswer(arguments.answer)
    with office_of(arguments) as office:
        preview = answers.preview_answer(office, arguments.offer, what, arguments.reason, arguments.date)
        made = answers.answer(office, arguments.offer, what, reason_code=arguments.reason, day=arguments.date)
    lines = [f"Aanbod {made.id}: antwoord genoteerd. {preview.meaning}"]
    if preview.message:
        lines += ["Bericht voor het CIR:", *(f"  {field}" for field in preview.fields)]
    if preview.held:
        lines.append("Dit is een sanctie: ze wacht tot een andere persoon ze vrijgeeft (cir outbox release).")
    output.result({"offer": msgspec.to_builtins(made), "message": msgspec.to_builtins(preview)}, lines)
    return 0


def decide(arguments: Namespace, output: Output) -> int:
    """Decide, and put the message to the register in the outbox."""
    with office_of(arguments) as office:
        made = decisions.decide(
            office,
            arguments.home,
            dossier_number(arguments.dossier),
            contract_from=arguments.contract,
            body=arguments.body,
            motive=arguments.motive,
        )
    output.result(
        made,
        [
            f"Beslissing {made.id}: woning {made.home} voor {made.dossier}, contract vanaf"
            f" {dutch_date(made.contract_from)}. Versturen: cir push"
        ],
    )
    return 0


def reasons(arguments: Namespace, output: Output) -> int:
    """The closed list of refusal reasons."""
    with office_of(arguments) as office:
        found = office.refusal_reasons
    if output.as_json:
        output.result(found)
        return 0
    output.table(
        ("Code", "Reden", "Gegrond", "Bericht", "Bron", "Zekerheid"),
        (
            (one.code, one.text, "ja" if one.grounded else "nee", one.action, one.source, certainty_words(one.label))
            for one in found
        ),
    )
    return 0
