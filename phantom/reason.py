"""Why a picture is of its view: a sentence beside the view in the truth of films and pictures."""

from inference.anatomy import load_anatomy
from phantom.image import PhantomImage
from phantom.views import NO_VIEW


def reason(image: PhantomImage, contact_loss: float = 0.0) -> str:
    """contact_loss  how much of the probe is off the skin, 0..1"""
    if image.view != NO_VIEW:
        return _of_view(image)
    if not image.departures:
        return "There is no fetus in the picture."
    if contact_loss > 0.5:
        return "The probe is off the skin."
    fitting = [view for view, away in image.departures.items() if away <= 1]
    if fitting:
        return f"The plane is that of {fitting[0]}, but nothing essential to it can be seen."
    nearest, away = min(image.departures.items(), key=lambda item: item[1])
    return f"No standard plane: the nearest, {nearest}, is {away:.1f} times its limit away."


def _of_view(image: PhantomImage) -> str:
    essential = {structure.id for structure in load_anatomy().view(image.view).essential}
    seen = max(
        (each for each in image.instances if each.structure in essential),
        key=lambda each: each.visible_fraction,
    )
    away = image.departures[image.view]
    return (
        f"The plane is {away:.2f} of its limit from the {image.view} plane, "
        f"and {seen.visible_fraction:.0%} of the {seen.structure} can be seen."
    )
