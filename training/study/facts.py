"""What annotated sets say of their images beside the labels: whose, how old, how taken."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from training.dataset import DatasetError


class ImageFacts(BaseModel):
    """Fields of an image in COCO JSON; each may be missing.

    gestational_age  completed weeks and days, as "12+3"
    """

    file_name: str = ""
    patient_group: str | None = None
    route: str | None = None
    gestational_age: Annotated[str, Field(pattern=r"^[0-9]{1,2}\+[0-6]$")] | None = None
    scanner_model: str | None = None
    pixel_size_mm: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None

    @property
    def age_days(self) -> int | None:
        """Gestational age in completed days."""
        if self.gestational_age is None:
            return None
        weeks, days = self.gestational_age.split("+")
        return 7 * int(weeks) + int(days)


class _Document(BaseModel):
    images: list[ImageFacts]


def facts_of(annotations: Path) -> Mapping[str, ImageFacts]:
    """Facts by file name from COCO JSON; none from clips and from lists of views.

    Raises DatasetError.
    """
    if annotations.suffix != ".json" or annotations.name.endswith(".frames.json"):
        return {}
    try:
        document = json.loads(annotations.read_bytes())
        images = [] if isinstance(document, list) else _Document.model_validate(document).images
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise DatasetError(
            f"{annotations.name} describes an image wrongly ({place}: {fault['msg']}). Correct it."
        ) from error
    except (OSError, ValueError) as error:
        raise DatasetError(f"{annotations} is missing or not JSON. Check the path.") from error
    return {image.file_name: image for image in images}
