"""What a person chooses about an export of annotations before they name a file: format and choices."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader.annotations.exporters import EXPORTERS, Exporter
from reader.annotations.exporters.export_options import Options
from reader.i18n import gettext as _
from reader.paths import file_name
from reader.settings import Settings
from reader.ui.parts.file_dialogs import FileKind, ask_for_file, ask_where_to_save

_FORMAT = "export_format"  # the setting: the format chosen last


class ExportDialog(QDialog):
    """Shows every exporter, and of the choices those that the chosen one heeds."""

    def __init__(
        self, settings: Settings, parent: QWidget | None = None, *, empty_nodes: bool = True
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(_("Export annotations"))
        self.formats = QComboBox()
        for each in EXPORTERS:
            self.formats.addItem(f"{each.label()}  {each.suffix}", each.name)
        self.formats.setCurrentIndex(max(0, self.formats.findData(settings.get(_FORMAT))))
        self.empty_nodes = QCheckBox(_("Keep points of the framework that have no annotations"))
        self.empty_nodes.setChecked(empty_nodes)
        self.template = QLineEdit(clearButtonEnabled=True)
        self.template.setPlaceholderText(_("The built-in one"))
        choose = QPushButton(_("Choose…"))
        choose.clicked.connect(self._ask_for_template)
        self._template_row = QWidget()
        row = QHBoxLayout(self._template_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.template, 1)
        row.addWidget(choose)
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(10)
        self._form.addRow(_label(_("Format"), self.formats), self.formats)
        self._form.addRow("", self.empty_nodes)
        self._form.addRow(_label(_("Template"), self.template), self._template_row)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        save = buttons.addButton(_("Save as…"), QDialogButtonBox.ButtonRole.AcceptRole)
        save.setProperty("primary", True)
        save.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(16)
        column.addLayout(self._form)
        column.addStretch()
        column.addWidget(buttons)
        self.resize(460, 0)
        self.formats.currentIndexChanged.connect(self._show_choices)
        self._show_choices()

    @property
    def exporter(self) -> Exporter:
        """The format that is chosen."""
        return EXPORTERS[self.formats.currentIndex()]

    @property
    def options(self) -> Options:
        """What is chosen about it; what the format does not heed is as it is by default."""
        heeded = self.exporter.choices
        template = self.template.text().strip() if "template" in heeded else ""
        return Options(
            empty_nodes=self.empty_nodes.isChecked() if "empty_nodes" in heeded else True,
            template=Path(template).expanduser() if template else None,
        )

    def accept(self) -> None:
        self._settings.set(_FORMAT, self.exporter.name)
        super().accept()

    def _show_choices(self) -> None:
        heeded = self.exporter.choices
        self._form.setRowVisible(self.empty_nodes, "empty_nodes" in heeded)
        self._form.setRowVisible(self._template_row, "template" in heeded)

    def _ask_for_template(self) -> None:
        kinds = [FileKind(_("Templates"), (".md", ".html", ".j2", ".txt")), FileKind(_("All files"))]
        path = ask_for_file(self, _("A template of your own"), self._settings, kinds)
        if path is not None:
            self.template.setText(str(path))


def ask_for_export(
    settings: Settings, parent: QWidget | None, title: str, *, empty_nodes: bool = True
) -> tuple[Exporter, Options, Path] | None:
    """Ask for format, choices and file; None where the person wants none. `title` gives a name."""
    dialog = ExportDialog(settings, parent, empty_nodes=empty_nodes)
    if not dialog.exec():
        return None
    exporter = dialog.exporter
    kind = FileKind(exporter.label(), (exporter.suffix,))
    path = ask_where_to_save(parent, _("Export annotations"), settings, file_name(title), kind)
    return None if path is None else (exporter, dialog.options, path)


def _label(words: str, editor: QWidget) -> QLabel:
    label = QLabel(words)
    label.setBuddy(editor)
    editor.setAccessibleName(words)
    return label
