"""Who may release sanctions with a passphrase: added by an administrator, confirmed by the approver, and ended."""

from functools import partial

from PySide6.QtWidgets import QWidget

from cir_desktop.domain.identity import Approver, Role
from cir_desktop.services import people
from cir_desktop.services.office import Office
from cir_desktop.services.people import SHORTEST_PASSPHRASE, NewApprover
from ui.dialogs.work_dialog import WorkDialog
from ui.widgets.form import secret_field, text_field
from ui.widgets.labels import Heading, QuietLabel
from ui.workers.jobs import Jobs, Lane


class ApproverDialog(WorkDialog):
    """Asks who is an approver, or who is the deputy of another organisation; gives the Approver."""

    needs = Role.ADMINISTRATOR

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, *, deputy: bool) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self._deputy = deputy
        title = self.tr("Plaatsvervanger aanduiden") if deputy else self.tr("Goedkeurder toevoegen")
        self.name(title, self.tr("&Aanduiden") if deputy else self.tr("&Toevoegen"))
        form = self.add_form()
        self._fields = {key: text_field(form) for key in ("name", "function")}
        form.add("name", self.tr("&Voornaam en naam"), self._fields["name"])
        form.add("function", self.tr("&Functie"), self._fields["function"])
        if deputy:
            explanation = self.tr(
                "Een bestuur met één medewerker duidt iemand van een ander bestuur aan, die sancties nakijkt en "
                "vrijgeeft. Die ziet daarbij gegevens van kandidaten: er is een akkoord nodig."
            )
            self._fields["organisation"] = text_field(form)
            self._fields["agreement"] = text_field(form)
            form.add("organisation", self.tr("&Organisatie"), self._fields["organisation"])
            form.add(
                "agreement",
                self.tr("Ver&wijzing naar het akkoord"),
                self._fields["agreement"],
                self.tr("Bijvoorbeeld het nummer en de datum van de verwerkersovereenkomst."),
            )
        else:
            explanation = self.tr(
                "Een goedkeurder kijkt sancties na die een ander invoerde, en geeft ze hier vrij met een eigen "
                "wachtwoordzin. Wie zich aanmeldt met de rol goedkeurder, hoeft hier niet bij te staan."
            )
        self._fields["account"] = text_field(form)
        self._fields["person"] = text_field(form)
        known = self.tr("Als dat bekend is: dan geeft die persoon nooit vrij wat onder dat account ingevoerd werd.")
        form.add("account", self.tr("A&ccount op deze computer"), self._fields["account"], known)
        form.add("person", self.tr("&Nummer bij aanmelding"), self._fields["person"], self.tr("Als dat bekend is."))
        self.body.addWidget(QuietLabel(explanation, self))
        self.body.addWidget(form)
        self.body.addStretch(1)
        self.resize(560, 300)
        self.fit()
        form.focus_first()

    def do(self) -> None:
        """Add it."""
        texts = {key: field.text() for key, field in self._fields.items()}
        new = NewApprover(
            name=texts["name"],
            function=texts["function"],
            deputy=self._deputy,
            organisation=texts.get("organisation", ""),
            agreement=texts.get("agreement", ""),
            account=texts["account"],
            person=texts["person"],
        )
        add = partial(people.add, self._office, new)
        self.work(Lane.WRITE, lambda _task: add(), self.finish, self.tr("Wordt toegevoegd…"))


class ChoosePassphraseDialog(WorkDialog):
    """The approver chooses a passphrase, typed twice; gives the Approver."""

    needs = None

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, approver: Approver) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self._approver = approver.id
        self.name(self.tr("Wachtwoordzin kiezen"), self.tr("&Bewaren"))
        form = self.add_form()
        self._first, self._again = secret_field(form), secret_field(form)
        form.add(
            "passphrase",
            self.tr("&Wachtwoordzin"),
            self._first,
            self.tr("Minstens {n} letters, liefst enkele woorden.").format(n=SHORTEST_PASSPHRASE),
        )
        form.add("again", self.tr("&Nog eens"), self._again)
        self.body.addWidget(Heading(approver.name, self))
        self.body.addWidget(
            QuietLabel(
                self.tr(
                    "{name} typt deze zin zelf, en niemand kijkt mee: wie hem kent, kan in diens naam sancties "
                    "vrijgeven. Hij kan niet opgevraagd worden; wie hem vergeet, wordt opnieuw toegevoegd."
                ).format(name=approver.name),
                self,
            )
        )
        self.body.addWidget(form)
        self.body.addStretch(1)
        self.resize(520, 240)
        self.fit()
        form.focus_first()

    def do(self) -> None:
        """Keep it."""
        confirm = partial(people.confirm, self._office, self._approver, self._first.text(), self._again.text())
        self.work(Lane.WRITE, lambda _task: confirm(), self.finish, self.tr("Wordt bewaard…"))


class EndApproverDialog(WorkDialog):
    """Says what it means that somebody is no approver any more, and ends it; gives the Approver."""

    needs = Role.ADMINISTRATOR

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, approver: Approver) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self._approver = approver.id
        self.name(self.tr("Goedkeurder beëindigen"), self.tr("&Beëindigen"))
        self.body.addWidget(Heading(approver.name, self))
        self.body.addWidget(
            QuietLabel(
                self.tr(
                    "{name} geeft dan geen sancties meer vrij. Wat al vrijgegeven is, blijft zo. De wachtwoordzin "
                    "wordt vergeten; wie terugkomt, wordt opnieuw toegevoegd."
                ).format(name=approver.name),
                self,
            )
        )
        self.body.addStretch(1)
        self.resize(480, 160)
        self.fit()

    def do(self) -> None:
        """End it."""
        end = partial(people.end, self._office, self._approver)
        self.work(Lane.WRITE, lambda _task: end(), self.finish, self.tr("Wordt beëindigd…"))
