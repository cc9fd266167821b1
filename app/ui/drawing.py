"""How the picture is drawn: its style, its mode, and whether with an overlay."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.settings import (
    LabelMode,
    LineStyles,
    OverlayMode,
    OverlaySettings,
    Preset,
    StructureColours,
)
from app.ui.looks import Look, wear
from app.ui.overlay_style import OverlayStyle, style_of

FILL_STEP = 0.04


class Drawing(QObject):
    """Owns what the operator chose of these. The window paints by it."""

    style_changed = Signal()
    look_changed = Signal(object)  # Look
    mode_changed = Signal(object)  # OverlayMode
    overlay_toggled = Signal(bool)

    def __init__(self, overlay: OverlaySettings, language: str, parent: QObject) -> None:
        super().__init__(parent)
        self._overlay = overlay
        self.style = style_of(overlay, language)
        self.mode = overlay.mode
        self.look = _look_of(overlay)
        wear(self.look)
        self.overlay_on = True

    def use(self, overlay: OverlaySettings) -> None:
        """Draw as a profile says."""
        self._overlay = overlay
        self.set_style(style_of(overlay, self.style.language))
        self.set_mode(overlay.mode)
        self.set_look(_look_of(overlay))

    def settings_now(self) -> OverlaySettings:
        """With what the operator changed; hidden structures come back."""
        style = self.style
        return self._overlay.model_copy(
            update={
                "mode": self.mode,
                "preset": style.preset,
                "fill": style.fill,
                "outline_only": style.outline_only,
                "hatch": style.hatch,
                "labels": style.labels,
                "colours": self.look.colours,
                "lines": self.look.lines,
            }
        )

    def use_language(self, code: str) -> None:
        """Of the names; all that is written changes with it, so that nothing is said here."""
        self.style = replace(self.style, language=code)

    def set_style(self, style: OverlayStyle) -> None:
        if style != self.style:
            self.style = style
            self.style_changed.emit()

    def more_fill(self, steps: int) -> None:
        self.set_style(self.style.with_more_fill(steps * FILL_STEP))

    def toggle_outline(self) -> None:
        self.set_style(replace(self.style, outline_only=not self.style.outline_only))

    def toggle_hatch(self) -> None:
        self.set_style(replace(self.style, hatch=not self.style.hatch))

    def next_labels(self) -> None:
        modes = list(LabelMode)
        mode = modes[(modes.index(self.style.labels) + 1) % len(modes)]
        self.set_style(replace(self.style, labels=mode))

    def next_preset(self) -> None:
        presets = list(Preset)
        following = presets[(presets.index(self.style.preset) + 1) % len(presets)]
        self.set_style(self.style.with_preset(following))

    def set_look(self, look: Look) -> None:
        """Of all windows, and of what is saved from now on."""
        if look != self.look:
            self.look = look
            wear(look)
            self.look_changed.emit(look)

    def set_colours(self, colours: StructureColours) -> None:
        self.set_look(replace(self.look, colours=colours))

    def set_lines(self, lines: LineStyles) -> None:
        self.set_look(replace(self.look, lines=lines))

    def next_colours(self) -> None:
        palettes = list(StructureColours)
        following = palettes.index(self.look.colours) + 1
        self.set_colours(palettes[following % len(palettes)])

    def next_lines(self) -> None:
        is_own = self.look.lines is LineStyles.OWN
        self.set_lines(LineStyles.SOLID if is_own else LineStyles.OWN)

    def toggle_overlay(self) -> None:
        self.overlay_on = not self.overlay_on
        self.overlay_toggled.emit(self.overlay_on)

    def set_mode(self, mode: OverlayMode) -> None:
        self.mode = mode
        self.mode_changed.emit(mode)

    def next_mode(self) -> None:
        is_sync = self.mode is OverlayMode.SYNCHRONISED
        self.set_mode(OverlayMode.LOW_LATENCY if is_sync else OverlayMode.SYNCHRONISED)


def _look_of(overlay: OverlaySettings) -> Look:
    """As the settings say."""
    return Look(overlay.colours, overlay.lines)
