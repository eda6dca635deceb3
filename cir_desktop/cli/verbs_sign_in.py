"""`cir sign-in | sign-out | who`."""

from argparse import Namespace

from cir_desktop.cli.grammar import Verbs
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.services import signing_in
from cir_desktop.services.signing_in import Who


def add_verbs(verbs: Verbs) -> None:
    """Declare them."""
    come = verbs.verb("sign-in", "Meld u aan als persoon, in de browser.")
    come.add_argument("--no-browser", action="store_true", help="toon enkel het adres; open het zelf in een browser")
    come.set_defaults(run=sign_in)
    leave = verbs.verb("sign-out", "Meld u af; ook bij de aanmelddienst, in de browser.")
    leave.add_argument("--no-browser", action="store_true", help="toon enkel het adres; open het zelf in een browser")
    leave.set_defaults(run=sign_out)
    verbs.verb("who", "Toon wie hier werkt, met welke rollen.").set_defaults(run=who)


def sign_in(arguments: Namespace, output: Output) -> int:
    """Wait until the browser brought the answer; the address goes to standard error, beside the result."""
    with office_of(arguments) as office:
        started = signing_in.begin(office)
        if arguments.no_browser or not signing_in.open_browser(started.url):
            output.line_to_stderr(f"Open dit adres in een browser op deze computer: {started.url}")
        else:
            output.line_to_stderr("Meld u aan in de browser; stoppen kan met Ctrl+C.")
        found = signing_in.finish(office, started)
    output.result(_json(found), _lines(found))
    return 0


def sign_out(arguments: Namespace, output: Output) -> int:
    """Forget who signed in here, and end the session at the provider."""
    with office_of(arguments) as office:
        url = signing_in.sign_out(office)
    if url and (arguments.no_browser or not signing_in.open_browser(url)):
        output.line_to_stderr(f"Open dit adres in een browser om u ook bij de aanmelddienst af te melden: {url}")
    output.result({"signed_out": True, "end_session": url}, ["U bent hier afgemeld."])
    return 0


def who(arguments: Namespace, output: Output) -> int:
    """Who works here now; looks again at the provider when that is due. Exit 1 when a sign-in ended."""
    with office_of(arguments) as office:
        found = signing_in.check(office)
    output.result(_json(found), _lines(found))
    return 1 if found.ended else 0


def _lines(found: Who) -> list[str]:
    if found.person is None:
        return [f"{found.sentence} Account: {found.account}."]
    lines = [
        f"{found.person.name}, {found.person.organisation_name} ({found.person.organisation})",
        f"Rollen: {', '.join(found.roles)}",
        found.sentence,
    ]
    if found.strange_roles:
        lines.append(f"Zonder gevolg in dit programma: {', '.join(found.strange_roles)}")
    return lines


def _json(found: Who) -> dict[str, object]:
    person = found.person
    return {
        "person": person and {"id": person.id, "name": person.name, "organisation": person.organisation},
        "account": found.account,
        "roles": sorted(role.value for role in person.roles) if person else [],
        "strange_roles": found.strange_roles,
        "signed_in_at": found.signed_in_at,
        "checked_at": found.checked_at,
        "stale": found.stale,
        "ended": found.ended,
        "sentence": found.sentence,
    }
