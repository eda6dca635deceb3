"""How often the window fetches by itself, and when a pull asks first."""

from PySide6.QtWidgets import QWidget

from cir_desktop.errors import BadInput
from cir_desktop.services import pulling
from cir_desktop.services.office import Office
from cir_desktop.services.pulling import PullSettings
from ui.dialogs.work_dialog import WorkDialog
from ui.widgets.form import text_field
from ui.workers.jobs import Jobs, Lane


class PullSettingsDialog(WorkDialog):
    """Gives the PullSettings that were kept."""

    def __init__(self, office: Office, jobs: Jobs, now: PullSettings, parent: QWidget) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self.name(self.tr("Ophalen instellen"), self.tr("&Bewaren"))
        form = self.add_form()
        self._minutes = text_field(form, most=4)
        self._minutes.setText(str(now.minutes))
        form.add(
            "minutes",
            self.tr("&Vanzelf ophalen, om de zoveel minuten"),
            self._minutes,
            self.tr("5 tot 1440, zolang dit venster open is; 0 om enkel op te halen als u het vraagt."),
        )
        self._share = text_field(form, most=3)
        self._share.setText(str(now.share))
        form.add(
            "share",
            self.tr("Eerst vragen vanaf &meer dan zoveel procent"),
            self._share,
            self.tr(
                "Zou in één ophaling een groter deel van een lijst wegvallen of van status wijzigen, dan wordt niets"
                " toegepast voor u beslist. Minder dan 5 dossiers vraagt nooit iets."
            ),
        )
        self.body.addWidget(form)
        self.body.addStretch(1)
        self.setMinimumWidth(560)
        form.focus_first()

    def do(self) -> None:
        """Keep them."""
        for form in self.forms:
            form.clear_problems()
        try:
            wanted = PullSettings(_whole(self._share.text(), "share"), _whole(self._minutes.text(), "minutes"))
        except BadInput as error:
            self.show_error(error)
            return
        self.work(
            Lane.WRITE,
            lambda _task: pulling.keep_settings(self._office, wanted),
            lambda _nothing: self.finish(wanted),
            self.tr("Wordt bewaard…"),
        )


def _whole(text: str, field: str) -> int:
    if not text.strip().isdecimal():
        raise BadInput("Dit is geen geheel getal.", "Geef een getal zonder komma.", field=field)
    return int(text)
