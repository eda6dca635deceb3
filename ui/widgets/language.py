"""Dutch for what Qt itself says: buttons of dialogs, menus of text fields, dates."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from ui.widgets.words import FLEMISH


def speak_dutch(application: QApplication) -> QTranslator:
    """Install Qt's Dutch texts and Flemish ways of writing; the translator belongs to the application."""
    QLocale.setDefault(FLEMISH)
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load(FLEMISH, "qtbase", "_", folder):
        # A build that forgot the file must not pass its tests; PySide6-Essentials brings it.
        raise FileNotFoundError(f"qtbase_nl.qm in {folder}")
    application.installTranslator(translator)
    return translator
