"""The decision to let, with what is still open and what follows, before it is made."""

from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cir_desktop.domain.process import Offer
from cir_desktop.services import decisions
from cir_desktop.services.decisions import DecisionPreview
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import Sentences, WorkDialog, motive_field
from ui.widgets.day_field import DayField
from ui.widgets.form import text_field
from ui.widgets.labels import Heading
from ui.workers.jobs import Jobs, Lane


class DecisionDialog(WorkDialog):
    """Body, contract date and a signature for conditions that nobody answered; gives the decision."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, offer: Offer, name: str) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Beslissen"), self.tr("Beslissing vastleggen"))
        self._office = office
        self._offer = offer
        self._motive: QPlainTextEdit | None = None
        heading = Heading(
            self.tr("{home} toewijzen aan {name} (aanbod {offer}, aanvaard)").format(
                home=offer.home, name=name, offer=offer.id
            ),
            self,
        )
        heading.setWordWrap(True)
        self._open_conditions = Sentences(self.tr("Voorwaarden die nog open staan"), self)
        self._form = self.add_form()
        self._body = text_field(self._form)
        self._form.add(
            "body",
            self.tr("&Beslissingsorgaan"),
            self._body,
            self.tr("Bijvoorbeeld: vast bureau, of zijn gemachtigde."),
        )
        self._contract = DayField(office.today + timedelta(days=30), self._form, first=offer.posted_on)
        self._form.add(
            "contract_from",
            self.tr("&Huurcontract vanaf"),
            self._contract,
            self.tr("De eerste dag van het huurcontract; die gaat mee naar het CIR."),
        )
        self._message = Sentences(self.tr("Bericht aan het CIR"), self)
        self._effects = Sentences(self.tr("Wat er gebeurt"), self)
        self._appeals = Sentences(self.tr("Verhalen over deze woning of van deze kandidaat"), self)
        for widget in (heading, self._open_conditions, self._appeals, self._form, self._effects, self._message):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.resize(640, 300)
        self.set_ready(False)
        look = partial(decisions.preview_decision, office, offer.home, offer.dossier)
        self.work(
            Lane.READ,
            lambda _task: look(),
            self._looked,
            self.tr("De voorwaarden worden nagekeken…"),
            may_leave=True,
        )

    def do(self) -> None:
        """Record the decision."""
        self._form.clear_problems()
        if not self._body.text().strip():
            self._form.show_problem("body", self.tr("Vul in wie beslist: zonder orgaan is er geen beslissing."))
            return
        decide = partial(
            decisions.decide,
            self._office,
            self._offer.home,
            self._offer.dossier,
            contract_from=self._contract.day,
            body=self._body.text(),
            motive=self._motive.toPlainText() if self._motive else "",
        )
        self.work(Lane.WRITE, lambda _task: decide(), self.finish, self.tr("De beslissing wordt vastgelegd…"))

    def _looked(self, preview: DecisionPreview) -> None:
        self._open_conditions.say([condition.text for condition in preview.open_conditions])
        if preview.open_conditions:
            self._motive = motive_field(self._form)
            self._form.add(
                "motive",
                self.tr("&Motief"),
                self._motive,
                self.tr("U tekent hiermee voor de open voorwaarden: hoe u ze nakeek."),
            )
        self._appeals.say(preview.appeals)
        self._effects.say(preview.effects)
        self._message.say([preview.message])
        self.set_ready(True)
        self.fit()
        self._form.focus_first()
