"""How findings are drawn: a value that settings, keys and the panel make and the painter reads."""

from dataclasses import dataclass, replace

from app.settings import LabelMode, OverlaySettings, Preset

MOST_FILL = 0.6
PRESET_FILL = {Preset.SCAN: 0.16, Preset.TEACH: 0.30, Preset.PATIENT: 0.22}
LABEL_LIMIT = {Preset.SCAN: 6, Preset.TEACH: 8, Preset.PATIENT: 3}
SOFT_WIDTH = 1.8  # so much wider are the soft lines of a patient's picture


@dataclass(frozen=True, slots=True)
class OverlayStyle:
    """How findings are drawn. A change makes a new style.

    fill             0..0.6, of structures; containers get less
    hatch            each fill also has the pattern of its structure
    opacity          0..1, of everything: an ageing overlay is paler
    hidden           ids of structures that are not drawn
    uncertain_below  score under which a structure is drawn thin, without fill, with "?"
    """

    fill: float = PRESET_FILL[Preset.SCAN]
    outline_only: bool = False
    hatch: bool = False
    opacity: float = 1.0
    hidden: frozenset[str] = frozenset()
    labels: LabelMode = LabelMode.NAMES
    preset: Preset = Preset.SCAN
    language: str = "en"
    uncertain_below: float = 0.3

    def with_preset(self, preset: Preset) -> "OverlayStyle":
        """The preset's fill and names, keeping what the operator hid."""
        return replace(
            self,
            preset=preset,
            fill=PRESET_FILL[preset],
            outline_only=False,
            labels=LabelMode.NAMES,
        )

    def with_more_fill(self, step: float) -> "OverlayStyle":
        return replace(self, fill=round(min(max(self.fill + step, 0.0), MOST_FILL), 2))

    @property
    def is_soft(self) -> bool:
        """Drawn for a patient: broad unbroken lines with a halo, and plain names."""
        return self.preset is Preset.PATIENT

    def is_steady(self, score: float) -> bool:
        """Whether a structure of this score is drawn in full."""
        return score >= self.uncertain_below


def style_of(overlay: OverlaySettings, language: str) -> OverlayStyle:
    """As the settings say."""
    return OverlayStyle(
        fill=overlay.fill,
        outline_only=overlay.outline_only,
        hatch=overlay.hatch,
        labels=overlay.labels,
        preset=overlay.preset,
        language=language,
        uncertain_below=overlay.uncertain_below,
    )
