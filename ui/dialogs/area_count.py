"""What the allocation council told of an area in a year: how many homes were let, and how many of them accelerated."""

from functools import partial

from PySide6.QtWidgets import QWidget

from cir_desktop.errors import BadInput
from cir_desktop.services import pillars
from cir_desktop.services.office import Office
from cir_desktop.services.pillars import YearQuota
from ui.dialogs.work_dialog import WorkDialog, reading_label
from ui.widgets.form import text_field
from ui.workers.jobs import Jobs, Lane


class AreaCountDialog(WorkDialog):
    """Begins with what is known of the area of a home; gives the numbers that were noted."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, quota: YearQuota) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Cijfers van het gebied"), self.tr("Noteren"))
        self._office = office
        self.body.addWidget(
            reading_label(
                self.tr("Het aandeel van {n} % telt voor heel het gebied, ook voor andere verhuurders.").format(
                    n=quota.percent
                ),
                self,
            )
        )
        form = self.add_form()
        self._year = text_field(form, most=4)
        form.add("year", self.tr("&Jaar"), self._year)
        self._area = text_field(form)
        form.add("area", self.tr("&Gebied"), self._area, self.tr("Het deelgebied, of de gemeente."))
        self._allocations = text_field(form, most=6)
        form.add("allocations", self.tr("&Toewijzingen"), self._allocations)
        self._accelerated = text_field(form, most=6)
        form.add("accelerated", self.tr("Waarvan &versneld"), self._accelerated)
        self._source = text_field(form)
        form.add("source", self.tr("B&ron"), self._source, self.tr("Wie deze cijfers gaf, en wanneer."))
        self.body.addWidget(form)
        self.body.addStretch(1)
        self._year.setText(str(quota.year))
        self._area.setText(quota.area_name)
        if quota.area is not None:
            self._allocations.setText(str(quota.area.allocations))
            self._accelerated.setText(str(quota.area.accelerated))
            self._source.setText(quota.area.source)
        self.resize(480, self.sizeHint().height())
        (self._allocations if quota.area is None else self._accelerated).setFocus()

    def do(self) -> None:
        """Note the numbers."""
        for form in self.forms:
            form.clear_problems()
        try:
            year = _whole(self._year.text(), "year")
            allocations = _whole(self._allocations.text(), "allocations")
            accelerated = _whole(self._accelerated.text(), "accelerated")
        except BadInput as error:
            self.show_error(error)
            return
        note = partial(
            pillars.note_area_count,
            self._office,
            year,
            self._area.text(),
            allocations=allocations,
            accelerated=accelerated,
            source=self._source.text(),
        )
        self.work(Lane.WRITE, lambda _task: note(), self.finish, self.tr("Bewaren…"))


def _whole(text: str, field: str) -> int:
    if not (text.strip().isascii() and text.strip().isdigit()):
        raise BadInput(f"“{text.strip()}” is geen geheel getal.", "Geef een getal zonder komma.", field=field)
    return int(text)
