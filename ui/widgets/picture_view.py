"""A picture that fits in the room that there is; nothing of it is ever written to a disk."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget


class PictureView(QLabel):
    """Shows a picture, or words in its place."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self._picture = QImage()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setMinimumSize(240, 160)
        # Else a large picture would ask for room, get it, and grow with it.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setAccessibleName(name)

    @property
    def has_picture(self) -> bool:
        """Whether a picture is shown now."""
        return not self._picture.isNull()

    def show_words(self, text: str) -> None:
        """Show words and no picture."""
        self._picture = QImage()
        self.clear()
        self.setText(text)
        self.setAccessibleDescription(text)

    def show_picture(self, data: bytes, description: str) -> bool:
        """Show the bytes of a PNG or JPEG; False when they are none that can be shown."""
        picture = QImage.fromData(data)
        if picture.isNull():
            return False
        self._picture = picture
        self.setAccessibleDescription(description)
        self._fit()
        return True

    def sizeHint(self) -> QSize:
        """The same for every picture."""
        return QSize(360, 260)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture follows its room."""
        super().resizeEvent(event)
        if self.has_picture:
            self._fit()

    def _fit(self) -> None:
        ratio = self.devicePixelRatioF()
        shown = QPixmap.fromImage(
            self._picture.scaled(
                self.contentsRect().size() * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
        shown.setDevicePixelRatio(ratio)
        self.setPixmap(shown)
