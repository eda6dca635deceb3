"""Choosing the pillar of a vacancy: the proposal with its reasons, the share of the year, the motive."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cir_desktop.domain.codes import ACCELERATED_GROUPS, INTERNAL_GROUNDS, PILLARS, certainty_words
from cir_desktop.domain.identity import Role
from cir_desktop.domain.ranking import Letting
from cir_desktop.services import pillars
from cir_desktop.services.office import Office
from cir_desktop.services.pillars import PillarView
from ui.dialogs.area_count import AreaCountDialog
from ui.dialogs.work_dialog import Sentences, WorkDialog, motive_field, reading_label
from ui.widgets.form import choice_field, text_field
from ui.widgets.labels import Heading, QuietLabel, button
from ui.workers.jobs import Jobs, Lane


class PillarDialog(WorkDialog):
    """The pillar, its group, the clerk's order where no regulation sets one; gives the words of the choice."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, home: str) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Pijler kiezen"), self.tr("Pijler vastleggen"))
        self._office = office
        self._home = home
        self._view: PillarView | None = None
        self.body.addWidget(Heading(self.tr("In welke pijler wordt {home} toegewezen?").format(home=home), self))
        self._proposal = Sentences(self.tr("Voorstel"), self)
        self._quota = Sentences(self.tr("Versnelde toewijzingen dit jaar"), self)
        self._count_button = button(self.tr("Cijfers van het g&ebied…"), self._ask_count, self, needs=Role.CLERK)
        self._chosen = reading_label("", self)
        form = self.add_form()
        self._pillar = choice_field(form, [])
        for pillar, words in PILLARS.items():
            self._pillar.addItem(self.tr("{n}: {words}").format(n=pillar, words=words), pillar)
        form.add("pillar", self.tr("&Pijler"), self._pillar)
        self._group = choice_field(form, [])
        self._group.setMinimumContentsLength(44)
        form.add("group", self.tr("&Groep"), self._group)
        self._order = text_field(form, most=2000)
        form.add(
            "order",
            self.tr("Eigen &volgorde"),
            self._order,
            self.tr("Enkel in pijler 2: dossiernummers met een spatie ertussen."),
        )
        self._motive = motive_field(form)
        form.add("motive", self.tr("&Motief"), self._motive)
        why = QuietLabel(
            self.tr("Een motief is nodig als u afwijkt van het voorstel of zelf een volgorde bepaalt."), self
        )
        self.body.addWidget(self._proposal)
        self.body.addWidget(self._quota)
        self.body.addWidget(self._count_button, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self._chosen, form, why):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._pillar.currentIndexChanged.connect(lambda _place: self._show_groups())
        self.resize(680, 460)
        self._look()

    def do(self) -> None:
        """Keep the choice."""
        order = tuple(self._order.text().split()) if self._order.isEnabled() else ()
        letting = Letting(self._pillar.currentData(), self._group.currentData() or "", order)
        choose = partial(pillars.choose, self._office, self._home, letting, self._motive.toPlainText())
        self.work(
            Lane.WRITE,
            lambda _task: pillars.letting_words(choose()),
            self.finish,
            self.tr("De keuze wordt vastgelegd…"),
        )

    def _look(self) -> None:
        self.set_ready(False)
        self._count_button.setEnabled(False)
        look = partial(pillars.view, self._office, self._home)
        self.work(Lane.READ, lambda _task: look(), self._looked, self.tr("Het voorstel wordt gemaakt…"), may_leave=True)

    def _ask_count(self) -> None:
        """Ask what is known of the area; the proposal may then be another one."""
        if self._view is not None:
            dialog = AreaCountDialog(self._office, self._jobs, self, self._view.quota)
            dialog.done_with.connect(lambda _count: self._look())
            dialog.open()

    def _looked(self, view: PillarView) -> None:
        self._view = view
        proposed = Letting(view.proposal.pillar, view.proposal.group)
        says = self.tr("{reason} ({source}, {label})")
        self._proposal.say(
            [
                pillars.letting_words(proposed),
                *(
                    says.format(reason=one.text, source=one.source, label=certainty_words(one.label))
                    for one in view.proposal.reasons
                ),
            ]
        )
        self._quota.say([view.quota.sentence])
        self._count_button.setEnabled(True)
        if view.locked:
            self._chosen.setText(view.locked)
        elif view.choice:
            words = self.tr("Nu gekozen: {words} (door {who}).")
            self._chosen.setText(
                words.format(words=pillars.letting_words(view.choice.letting), who=view.choice.chosen_by)
            )
        else:
            self._chosen.setText(self.tr("Nog niets gekozen: de lijst volgt nu pijler 1."))
        shown = view.choice.letting if view.choice else proposed
        self._pillar.setCurrentIndex(self._pillar.findData(shown.pillar))
        self._show_groups()
        self._group.setCurrentIndex(max(self._group.findData(shown.group), 0))
        self._order.setText(" ".join(shown.order))
        self.set_ready(not view.locked)
        self.fit()
        self._pillar.setFocus()

    def _show_groups(self) -> None:
        view, pillar = self._view, self._pillar.currentData()
        if view is None:
            return
        named = {2: ACCELERATED_GROUPS, 4: INTERNAL_GROUNDS}.get(pillar, {})
        self._group.clear()
        if pillar == 3:
            for group in view.target_groups:
                self._group.addItem(group, group)
        else:
            self._group.addItem(self.tr("alle") if named else self.tr("geen"), "")
            for code, words in named.items():
                self._group.addItem(words, code)
        self._group.setEnabled(self._group.count() > 1 or pillar == 3)
        self._order.setEnabled(pillar == 2 and not view.order_set)
