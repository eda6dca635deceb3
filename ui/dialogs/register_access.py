"""With what this workspace reaches a register: environment, addresses, key, sign-in of persons, legal ground."""

from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from cir_desktop.domain.access import (
    ENVIRONMENT_WORDS,
    GROUND_WORDS,
    SETTING_WORDS,
    AccessSettings,
    Environment,
    Ground,
    GroundKind,
)
from cir_desktop.domain.identity import Role
from cir_desktop.errors import CirError
from cir_desktop.services import register_access
from cir_desktop.services.office import Office
from cir_desktop.services.register_access import AccessView
from ui.dialogs.work_dialog import WorkDialog
from ui.widgets.day_field import DayField, LastDayField
from ui.widgets.form import Form, choice_field, secret_field, text_field
from ui.widgets.labels import QuietLabel, button
from ui.widgets.style import SPACE_M, SPACE_S
from ui.workers.jobs import Jobs, Lane

_NONE = ""
_LONGEST = 300


class RegisterAccessDialog(WorkDialog):
    """One environment at a time; gives its AccessView. What an administrator fixed can only be read."""

    needs = Role.ADMINISTRATOR

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self.name(self.tr("Toegang tot het register"), self.tr("&Bewaren"))
        top = self.add_form()
        self._environment = choice_field(top, [(each.value, ENVIRONMENT_WORDS[each]) for each in Environment])
        top.add("environment", self.tr("&Omgeving"), self._environment)
        self._fixed = QuietLabel("", self)
        self._fixed.hide()
        self._tabs = QTabWidget(self)
        self._texts: dict[str, QLineEdit] = {}
        self._places: dict[str, int] = {}
        self._stored = AccessSettings()
        self._add_register()
        self._add_persons()
        self._add_ground()
        self.body.addWidget(top)
        self.body.addWidget(self._fixed)
        self.body.addWidget(self._tabs, 1)
        self.body.addWidget(QuietLabel(self.tr("De toegang wordt versleuteld bewaard in deze werkmap."), self))
        self.setMinimumWidth(640)
        self._environment.activated.connect(lambda _place: self._ask(self._chosen))
        self._ask(None)

    def do(self) -> None:
        """Keep the access."""
        values = msgspec.structs.replace(
            AccessSettings(),
            **{name: field.text() for name, field in self._texts.items()},
            key_until=self._key_until.last_day,
            ground=self._ground,
        )
        typed = self._file.text().strip()
        save = partial(
            register_access.save,
            self._office,
            self._chosen,
            values,
            file=Path(typed) if typed else None,
            passphrase=self._passphrase.text(),
        )
        self.work(Lane.WRITE, lambda _task: save(), self.finish, self.tr("Wordt bewaard…"))

    def show_error(self, error: CirError) -> None:
        """Also bring the section of the field into sight."""
        place = self._places.get(getattr(error, "field", ""))
        if place is not None:
            self._tabs.setCurrentIndex(place)
        super().show_error(error)

    @property
    def _chosen(self) -> Environment:
        return Environment(self._environment.currentData())

    @property
    def _ground(self) -> Ground | None:
        kind: str = self._kind.currentData()
        return Ground(GroundKind(kind), self._reference.text().strip(), self._given.day) if kind else None

    def _add_register(self) -> None:
        form = self._section(self.tr("Register"))
        self._file = text_field(form, most=1_000)
        chosen = QWidget(form)
        row = QHBoxLayout(chosen)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self._file, 1)
        row.addWidget(button(self.tr("B&laderen…"), self._browse, self))
        chosen.setFocusProxy(self._file)
        self._add(form, "file", self.tr("Bestand met de &toegang"), chosen)
        self._file.setAccessibleName(self.tr("Bestand met de toegang"))
        self._file.editingFinished.connect(self._read_file)
        self._passphrase = secret_field(form)
        self._add(form, "passphrase", self.tr("&Wachtwoordzin van de sleutel"), self._passphrase)
        self._add_text(form, "base_url", self.tr("&Adres van het register"), hint="https://")
        self._add_text(form, "token_url", self.tr("Adres van de to&kens"), hint="https://")
        self._add_text(form, "client_id", self.tr("Code van de toe&passing"))
        self._add_text(form, "party_code", self.tr("Code van de &verhuurder"))
        self._key_until = LastDayField(self.tr("de sleutel eindigt op"), None, self._office.today, form)
        self._add(form, "key_until", self.tr("&Sleutel"), self._key_until)

    def _add_persons(self) -> None:
        form = self._section(self.tr("Aanmelden van personen"))
        self._add_text(form, "issuer", self.tr("&Adres van de aanmelddienst"), hint="https://")
        self._add_text(form, "oidc_client_id", self.tr("&Code bij de aanmelddienst"))
        self._add_text(form, "role_app", self.tr("&Naam van de rollen"))
        self._add_text(form, "organisation", self.tr("On&dernemingsnummer"))
        self._explain(form, self.tr("Met een ondernemingsnummer meldt enkel wie bij dat bestuur werkt zich hier aan."))

    def _add_ground(self) -> None:
        form = self._section(self.tr("Machtiging"))
        kinds = [(_NONE, self.tr("nog geen")), *((each.value, GROUND_WORDS[each]) for each in GroundKind)]
        self._kind = choice_field(form, kinds)
        self._add(form, "ground", self.tr("&Grond"), self._kind)
        self._reference = text_field(form)
        self._add(form, "reference", self.tr("&Referentie"), self._reference)
        self._given = DayField(self._office.today, form, last=self._office.today)
        self._add(form, "date", self.tr("&Datum"), self._given)
        self._kind.currentIndexChanged.connect(lambda _place: self._show_ground())
        self._explain(
            form,
            self.tr("Zonder machtiging of verwerkersovereenkomst wordt enkel het oefenregister bevraagd, geen ander."),
        )

    def _section(self, title: str) -> Form:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        form = self.add_form()
        layout.addWidget(form)
        layout.addStretch(1)
        self._tabs.addTab(page, title)
        return form

    def _add(self, form: Form, key: str, label: str, field: QWidget) -> None:
        form.add(key, label, field)
        self._places[key] = self._tabs.count() - 1

    def _add_text(self, form: Form, key: str, label: str, *, hint: str = "") -> None:
        self._texts[key] = text_field(form, hint=hint, most=_LONGEST)
        self._add(form, key, label, self._texts[key])

    def _explain(self, form: Form, sentence: str) -> None:
        page = form.parentWidget()
        layout = page.layout() if page is not None else None
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(layout.count() - 1, QuietLabel(sentence, self))

    def _ask(self, environment: Environment | None) -> None:
        self._jobs.run(
            Lane.READ,
            lambda _task: register_access.view(self._office, environment),
            owner=self,
            on_done=self._show,
            on_error=self.show_error,
            supersedes="view",
        )

    def _show(self, found: AccessView) -> None:
        self._environment.setCurrentIndex(self._environment.findData(found.environment.value))
        self._stored = found.values
        self._fill(found.values)
        fixed = [words for name, words in SETTING_WORDS.items() if name in found.fixed]
        self._fixed.setText(
            self.tr("Vastgelegd door de beheerder van deze computer ({file}): {names}.").format(
                file=found.admin_file, names=", ".join(fixed)
            )
        )
        self._fixed.setVisible(bool(fixed))
        self._environment.setEnabled("environment" not in found.fixed)
        for name, field in self._texts.items():
            # It can be read and copied, but not changed.
            field.setReadOnly(name in found.fixed)
            field.setToolTip(self.tr("Vastgelegd door de beheerder van deze computer.") if field.isReadOnly() else "")
        self._key_until.setEnabled("key_until" not in found.fixed)
        self._kind.setEnabled("ground" not in found.fixed)
        self._show_ground()
        self._file.setPlaceholderText(
            self.tr("er is een sleutel bewaard; leeg laten behoudt hem")
            if found.has_key
            else self.tr("client.json of .pem")
        )
        self.fit()

    def _fill(self, values: AccessSettings) -> None:
        for name, field in self._texts.items():
            field.setText(getattr(values, name))
        self._key_until.set_last_day(values.key_until)
        ground = values.ground
        self._kind.setCurrentIndex(self._kind.findData(ground.kind.value if ground else _NONE))
        self._reference.setText(ground.reference if ground else "")
        if ground:
            self._given.set_day(ground.date)

    def _show_ground(self) -> None:
        needed = bool(self._kind.currentData()) and self._kind.isEnabled()
        self._reference.setEnabled(needed)
        self._given.setEnabled(needed)

    def _read_file(self) -> None:
        typed = self._file.text().strip()
        if not typed:
            return
        environment = self._chosen
        self._jobs.run(
            Lane.READ,
            lambda _task: register_access.values_in_file(self._office, environment, Path(typed)),
            owner=self,
            on_done=self._take_file,
            on_error=self.show_error,
            supersedes="file",
        )

    def _take_file(self, values: AccessSettings) -> None:
        """A file names some of the fields; what was typed in the other ones stays."""
        for name, field in self._texts.items():
            named: str = getattr(values, name)
            if named != getattr(self._stored, name) and not field.isReadOnly():
                field.setText(named)

    def _browse(self) -> None:
        chooser = QFileDialog(self, self.tr("Bestand met de toegang"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilter(self.tr("Toegang of sleutel (*.json *.pem *.key)"))
        chooser.fileSelected.connect(self._picked)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def _picked(self, file: str) -> None:
        self._file.setText(file)
        self._read_file()
