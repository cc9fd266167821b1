"""How YOLACT's reference implementation trains (github.com/dbolya/yolact, yolact_base)."""

from dataclasses import replace

from training.loop import TrainingSettings


def as_the_reference(settings: TrainingSettings) -> TrainingSettings:
    """The same steps and batches with the reference's optimiser, assignment and losses.

    The weights of the losses are those of YOLACT sec. 3.1. Its 1e-3 is the learning rate that
    settings have anyway, for batches of 8.
    """
    return replace(
        settings,
        optimiser="sgd",
        weight_decay=5e-4,
        average_decay=0.0,
        assignment="fixed",
        box_weight=1.5,
        dice_share=0.0,
    )
