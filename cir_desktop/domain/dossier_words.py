"""What a clerk reads for the codes inside a dossier, and for the events of the log.

The codes of the register's bodies are assumed (resources/openapi/cir-v1.yaml); one that is unknown is shown as it is.
"""

from collections.abc import Mapping

from cir_desktop.domain.process import OfferAnswer

RELATIONS = {
    "REFERENTIEPERSOON": "referentiepersoon",
    "PARTNER": "partner",
    "KIND": "kind",
    "KLEINKIND": "kleinkind",
    "OUDER": "ouder",
    "BROER_ZUS": "broer of zus",
    "ANDER_FAMILIELID": "ander familielid",
    "GEEN_FAMILIE": "geen familie",
}
TENANT_CATEGORIES = {
    "ALLEENSTAANDE": "alleenstaand",
    "GEHUWD": "gehuwd",
    "WETTELIJK_SAMENWONEND": "wettelijk samenwonend",
    "FEITELIJK_SAMENWONEND": "feitelijk samenwonend",
}
SEXES = {"M": "man", "V": "vrouw", "X": "x"}
LANGUAGE_LEVELS = {
    "A1": "A1",
    "A2": "A2",
    "B1": "B1",
    "HOGER": "hoger dan B1",
    "NIET_GEKEND": "niet gekend",
    "VRIJGESTELD": "vrijgesteld",
}
CONFIRMATIONS = {
    "BEVESTIGD": "inschrijving bevestigd",
    "NIET_BEVESTIGD": "inschrijving nog niet bevestigd",
    "NIET_NODIG": "hoeft niet te bevestigen",
}
ARRANGEMENTS = {"WEEKEND": "in het weekend", "COOUDERSCHAP": "co-ouderschap", "GEPLAATST": "geplaatst"}
CHECKS = {
    "VOLDOET": "voldoet",
    "VOLDOET_NIET": "voldoet niet",
    "NIET_GEVONDEN": "niet gevonden",
    "NIET_GECONTROLEERD": "niet gecontroleerd",
}
INVESTIGATIONS = {
    "BUITENLANDS_INKOMEN": "buitenlands inkomen",
    "GEEN_INKOMEN_GEVONDEN": "geen inkomen gevonden",
    "EIGENDOM": "eigendom",
    "ONTBREKEND_DOCUMENT": "ontbrekend document",
    "HANDICAP_AAN_TE_TONEN": "handicap aan te tonen",
}
DECLARATIONS = {"GEEN_EIGENDOM": "heeft geen eigendom", "GEGEVENS_JUIST": "de gegevens zijn juist"}
HELPERS = {
    "OCMW": "OCMW",
    "CAW": "CAW",
    "WELZIJN": "welzijnsorganisatie",
    "FAMILIE": "familie",
    "ANDER": "iemand anders",
}
REGISTER_ANSWERS = {
    "AANVAARD": "aanvaard",
    "GEWEIGERD": "geweigerd",
    "GEEN_ANTWOORD": "geen antwoord",
    "INGETROKKEN": "ingetrokken",
}
NEED_STATUSES = {"IN_ONDERZOEK": "in onderzoek", "GEACCEPTEERD": "aanvaard", "GEWEIGERD": "geweigerd"}
PRIORITIES = {
    "EHOME": "dakloos",
    "UASIL": "jongere die begeleid alleen woont",
    "MHP": "geestelijke gezondheid",
    "SUBSH": "slechte huisvesting",
    "SPSC": "bijzondere sociale omstandigheden",
    "D": "doelgroep",
    "DERES": "sloop, renovatie of verkoop",
    "UOCCU": "onderbezette woning",
}
LIST_KINDS = {
    "PLR1": "standaardtoewijzing",
    "PLR2": "versnelde toewijzing",
    "PLR3": "doelgroep",
    "PLR4": "interne mutatie",
}
LOCAL_BINDINGS = {"YES": "ja", "NO": "neen", "UNK": "niet te zeggen"}
OWN_ANSWERS = {
    OfferAnswer.OPEN: "wacht op antwoord",
    OfferAnswer.ACCEPTED: "aanvaard",
    OfferAnswer.REFUSED: "geweigerd",
    OfferAnswer.SILENT: "geen antwoord",
    OfferAnswer.WITHDRAWN: "ingetrokken",
}

EVENTS = {
    "actualisation.letter_noted": "Brief van de actualisatie genoteerd",
    "actualisation.letter_taken_back": "Genoteerde brief van de actualisatie teruggenomen",
    "actualisation.letters_written": "Adressen voor de actualisatie geschreven als werkboek",
    "actualisation.taken_back": "Uitkomst van een actualisatie teruggenomen",
    "actualisation.reported": "Uitkomst van een actualisatie klaargezet voor het CIR",
    "document.fetched": "Document van een woonnoodverzoek opgehaald",
    "document.removed": "Opgehaalde documenten verwijderd",
    "document.saved": "Document bewaard als leesbaar bestand",
    "investigation.answered": "Antwoord op gevraagde informatie genoteerd",
    "investigation.asked": "Extra informatie gevraagd",
    "investigation.decided": "Beslissing over een inschrijving klaargezet voor het CIR",
    "investigation.taken_back": "Bericht van een onderzoek teruggenomen",
    "investigation.found": "Resultaat van een onderzoek klaargezet voor het CIR",
    "need.answered": "Antwoord op een woonnoodverzoek klaargezet voor het CIR",
    "need.drafted": "Ontwerp van een antwoord op een woonnoodverzoek bewaard",
    "need.taken_back": "Antwoord op een woonnoodverzoek teruggenomen",
    "register.looked_through": "Nieuwe versies nagekeken op woonnood en actualisatie",
    "answers.taken": "Antwoorden van de woonmaatschappij ingelezen",
    "appeal.concluded": "Uitkomst van een verhaal genoteerd",
    "appeal.noted": "Verhaal genoteerd",
    "approver.added": "Goedkeurder toegevoegd",
    "approver.confirmed": "Goedkeurder koos een wachtwoordzin",
    "approver.ended": "Goedkeurder beëindigd",
    "approver.locked": "Goedkeurder geblokkeerd na foute wachtwoordzinnen",
    "approver.wrong_passphrase": "Foute wachtwoordzin van een goedkeurder",
    "area.counted": "Toewijzingen van een gebied genoteerd",
    "circuit.closed": "Het register antwoordt weer: verzenden gaat verder",
    "circuit.opened": "Het register antwoordt niet: verzenden even gepauzeerd",
    "changes.listed": "Gewijzigde gegevens getoond",
    "changes.seen": "Alles wat gewijzigd is, als gezien aangeduid",
    "binding.annexed": "Bijlage over woonbinding bewaard of afgedrukt",
    "command.accepted": "Bericht bevestigd door het CIR",
    "command.conflict": "Bericht te bekijken: het register wijzigde",
    "command.dropped": "Bericht ingetrokken",
    "command.given": "Bericht meegegeven aan de woonmaatschappij",
    "command.new": "Bericht blijft klaarstaan: het CIR gaf geen toegang",
    "command.passed_over": "Bericht overgeslagen: het wijzigde intussen",
    "command.refused": "Bericht geweigerd door het CIR",
    "command.resent": "Bericht opnieuw klaargezet",
    "command.retracted": "Bericht rechtgezet",
    "command.sent": "Bericht verstuurd",
    "command.unanswered": "Bericht zonder antwoord",
    "command.released": "Sanctie vrijgegeven door een tweede persoon",
    "conflict.decided": "Over een conflict met het register beslist",
    "conflict.found": "Conflict met het register gevonden",
    "conflict.gone": "Conflict verdwenen: het register heeft weer de waarde van toen",
    "conflict.reopened": "Beslissing over een conflict teruggenomen",
    "consequence.reported": "Gevolg klaargezet voor het CIR",
    "correction.asked": "Vraag tot verbetering gemaakt",
    "correction.done": "Vraag tot verbetering afgehandeld",
    "correction.shown": "Tekst van een vraag tot verbetering getoond",
    "decision.put_back": "Teruggenomen beslissing geldt weer",
    "decision.taken_back": "Beslissing om toe te wijzen teruggenomen",
    "cwr.fetched": "Woningen opgehaald uit het CWR",
    "cwr.linked": "Woning gekoppeld aan het CWR",
    "cwr.unlinked": "Koppeling met het CWR ongedaan gemaakt",
    "decision.made": "Toewijzing beslist",
    "dossier.acknowledged": "Ontvangst van een dossier bevestigd aan het CIR",
    "dossier.fetched": "Dossier opnieuw opgehaald",
    "dossier.number_shown": "Rijksregisternummer getoond",
    "dossier.opened": "Dossier geopend",
    "edit.made": "Verbetering van gegevens klaargezet voor het CIR",
    "edit.merged": "Verbetering samengevoegd met een nieuwe versie",
    "extract.taken": "Uittreksel van de woonmaatschappij overgenomen",
    "fact.noted": "Feit over een kandidaat genoteerd",
    "fact.taken_back": "Feit over een kandidaat teruggenomen",
    "fact.undone": "Laatst genoteerde feit ongedaan gemaakt",
    "facts.imported": "Verblijf en mantelzorg overgenomen uit een werkboek",
    "frozen.exported": "Bevroren dossier uitgevoerd met een wachtwoord",
    "frozen.made": "Lijst of beslissing bevroren",
    "home.added": "Woning toegevoegd",
    "home.changed": "Woning gewijzigd",
    "home.removed": "Woning verwijderd",
    "list.exported": "Lijst van een woning geschreven als werkboek",
    "migration.confirmed": "Bevindingen van een oude lijst bevestigd",
    "migration.corrected": "Oude lijst verbeterd",
    "migration.round_forgotten": "Bewaarde lijst van een ronde vergeten",
    "migration.round_kept": "Lijst van een ronde bewaard",
    "migration.round_planned": "Dag van een ronde genoteerd",
    "migration.saved": "Werkboek voor het CIR bewaard",
    "migration.undone": "Verbetering van een oude lijst ongedaan gemaakt",
    "migration.profile_forgotten": "Indeling van een oude lijst vergeten",
    "migration.profile_kept": "Indeling van een oude lijst bewaard",
    "migration.taken_over": "Oude lijst overgenomen",
    "migration.pair_decided": "Beslist over twee personen op een oude lijst",
    "migration.pair_taken_back": "Beslissing over twee personen op een oude lijst teruggenomen",
    "migration.pairs_begun": "Dubbels op een oude lijst voor het eerst gezocht",
    "migration.unwoven": "Dossiers op een oude lijst niet langer ingevlochten",
    "migration.woven": "Dossiers van één kandidaat op een oude lijst ingevlochten",
    "messages.copied": "Berichten opnieuw meegegeven, als kopie",
    "list.printed": "Lijst van een woning afgedrukt of als PDF bewaard",
    "nomination.added": "Voordracht genoteerd",
    "nomination.decided": "Beslissing over een voordracht genoteerd",
    "nomination.ended": "Voordracht beëindigd",
    "offer.answer_taken_back": "Antwoord op een aanbod teruggenomen",
    "offer.answered": "Antwoord op een aanbod genoteerd",
    "offer.made": "Aanbod gedaan",
    "outbox.retry": "Berichten zonder antwoord opnieuw klaargezet",
    "pillar.chosen": "Pijler gekozen",
    "pull.acknowledged": "Ontvangst van dossiers bevestigd aan het CIR",
    "pull.accepted": "Ophaling die wachtte, toegepast",
    "pull.discarded": "Ophaling die wachtte, weggegooid",
    "pull.finished": "Ophalen uit het CIR geëindigd",
    "pull.held": "Ophaling wacht op een beslissing: te veel zou wijzigen",
    "pull.let_go": "Opgehaalde dossiers losgelaten: het register lijst ze niet meer op",
    "pull.out_of_scope": "Dossiers niet langer voor ons",
    "pull.set": "Instellingen van het ophalen gewijzigd",
    "pull.staged": "Opgehaalde dossiers opzij gelegd",
    "pull.started": "Ophalen uit het CIR begonnen",
    "pull.stored": "Opgehaalde dossiers bewaard",
    "pull.vanished": "Dossiers niet meer, of opnieuw, in de lijst van het register",
    "migration.reported": "Bevindingen geschreven in een kopie van de lijst",
    "migration.uploaded": "Lijst opgeladen naar het register",
    "ranking.reported": "Melding voor de rangschikking klaargezet",
    "register.connected": "Toegang tot het register ingesteld",
    "register.filled": "Werkmap gevuld met dossiers",
    "register.rederived": "Feiten voor de rangschikking opnieuw afgeleid",
    "register.moved": "Adres van het register gewijzigd",
    "review.marked": "Nazicht of nota genoteerd bij een kandidaat",
    "review.undone": "Nazicht of nota teruggenomen",
    "rules.restored": "Vorige versie van de reglementen teruggezet",
    "rules.saved": "Reglementen of waarden bewaard",
    "residence.noted": "Verblijf van een persoon genoteerd",
    "residence.restored": "Verblijf van een persoon teruggezet",
    "way.chosen": "Weg naar het register gekozen",
    "sign_in.checked": "Aanmelding nagekeken bij de aanmelddienst",
    "sign_in.done": "Persoon aangemeld",
    "sign_in.ended": "Aanmelding beëindigd door de aanmelddienst",
    "sign_in.out": "Persoon afgemeld",
    "sign_in.renewed": "Aanmelding verlengd",
    "sign_in.roles": "Rollen van de aangemelde persoon gewijzigd",
    "sending.automatic": "Berichten vertrekken vanaf nu vanzelf",
    "sending.by_hand": "Berichten vertrekken enkel nog als iemand ze verstuurt",
    "vacancy.closed": "Woning niet langer vrij",
    "vacancy.opened": "Woning vrijgekomen",
    "waiting_list.exported": "Algemene wachtlijst geschreven als werkboek",
}

DETAILS = {
    "document": "document",
    "due": "actualisatie van",
    "requested": "verzoek van",
    "acknowledged": "bevestigd",
    "action": "bericht",
    "answer": "antwoord",
    "appeal": "verhaal",
    "attempt": "poging",
    "back": "opnieuw in de lijst",
    "by": "door",
    "complete": "volledig",
    "conflict": "conflict",
    "count": "aantal",
    "decision": "beslissing",
    "deputy": "plaatsvervanger",
    "dossier": "dossier",
    "dossiers": "dossiers",
    "environment": "omgeving",
    "dwelling": "woning in het CWR",
    "fact": "feit",
    "fetched": "opgehaald",
    "field": "veld",
    "fields": "velden",
    "file": "bestand",
    "free_from": "vrij vanaf",
    "from": "uit",
    "frozen": "bevroren als",
    "full": "alles opnieuw",
    "home": "woning",
    "left_out": "niet overgenomen",
    "listed": "in de lijst",
    "mark": "nazicht",
    "named": "met namen",
    "new": "nieuw",
    "nomination": "voordracht",
    "offer": "aanbod",
    "party": "verhuurder",
    "person": "persoon",
    "pillar": "pijler",
    "position": "plaats",
    "proposed": "voorgestelde pijler",
    "minutes": "minuten",
    "reason": "reden",
    "received": "ontvangen",
    "request": "vraag",
    "refused": "geweigerd",
    "roles": "rollen",
    "round": "ronde",
    "rows": "rijen",
    "share": "deel in procent",
    "stored": "bewaard",
    "undecoded": "onleesbaar",
    "url": "adres",
    "vacancy": "vrijgekomen als",
    "version": "versie",
    "way": "weg",
}
"""The keys of an event's details."""

_DETAIL_VALUES: Mapping[tuple[str, str], str] = {
    **{("answer", answer.value): text for answer, text in OWN_ANSWERS.items()},
    ("complete", "0"): "neen",
    ("complete", "1"): "ja",
    ("deputy", "0"): "neen",
    ("deputy", "1"): "ja",
    ("named", "0"): "neen",
    ("named", "1"): "ja",
    ("full", "0"): "neen",
    ("full", "1"): "ja",
    ("from", "workbook"): "werkboek",
    ("way", "api"): "rechtstreeks",
    ("way", "workbook"): "via de woonmaatschappij",
    ("way", "none"): "nog geen",
    ("by", "offer"): "aanbod",
}


def details_words(details: Mapping[str, str | int | None]) -> str:
    """The details of an event on one line."""
    return ", ".join(
        f"{words(DETAILS, key)}: {_DETAIL_VALUES.get((key, str(value)), value)}"
        for key, value in details.items()
        if value not in (None, "")
    )


def words(table: Mapping[str, str], code: str | None) -> str:
    """What a clerk reads for a code; empty when there is none, the code itself when it is not known."""
    return table.get(code, code) if code else ""


def household_words(size: int, children: int) -> str:
    """How many move along, and how many of them are children: “3 (1 kind)”."""
    if not children:
        return str(size)
    return f"{size} (1 kind)" if children == 1 else f"{size} ({children} kinderen)"
