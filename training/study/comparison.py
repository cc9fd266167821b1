"""Networks side by side, as in the reference study's comparison: precision, pace and cost."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from training.dataset import DatasetError
from training.study.comparable import Model
from training.study.main_tables import estimate_cells
from training.study.precision import PrecisionTable
from training.study.tables import Cell, Column, Table

Pace = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Measured(BaseModel):
    """How fast a model ran. device says in words on what.

    network, end_to_end  frames a second of the network alone, and with all before and after it
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    device: str
    network: Pace | None = None
    end_to_end: Pace | None = None


def read_measured(path: Path) -> list[Measured]:
    """Measured paces from a JSON list. Raises DatasetError."""
    try:
        return TypeAdapter(list[Measured]).validate_json(path.read_bytes())
    except OSError as error:
        raise DatasetError(f"{path} cannot be read. Check the path.") from error
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise DatasetError(
            f"{path.name} is not a list of model, device, network and end_to_end ({place}: "
            f"{fault['msg']}). Correct it."
        ) from error


def comparison_table(
    models: Sequence[Model],
    precisions: Mapping[str, PrecisionTable],
    measured: Sequence[Measured],
) -> Table:
    """A row for each model and device. Raises DatasetError for a pace of a model without a run."""
    strange = {one.model for one in measured} - {model.name for model in models}
    if strange:
        raise DatasetError(
            f"There is a measured pace of {min(strange)}, but no run of it. Give its run, or leave "
            "the pace out."
        )
    columns = [
        Column("model", "Model"),
        Column("box", "Box mAP"),
        Column("box_sd", "SD"),
        Column("area", "Area mAP"),
        Column("area_sd", "SD"),
        Column("parameters", "Parameters"),
        Column("gflops", "GFLOPs", 2),
        Column("device", "Device"),
        Column("network", "Frames/s, network", 1),
        Column("end_to_end", "Frames/s, end to end", 1),
    ]
    rows = [
        _cells(model, precisions[model.name]) | pace
        for model in models
        for pace in _paces(model, measured)
    ]
    note = (
        "Frames a second as measured and given to the report; a multiply-add is two operations. "
        "n/a: not measured."
    )
    return Table("comparison", "Comparison of networks", note, columns, rows)


def _paces(model: Model, measured: Sequence[Measured]) -> list[dict[str, Cell]]:
    paces: list[dict[str, Cell]] = [
        {"device": one.device, "network": one.network, "end_to_end": one.end_to_end}
        for one in measured
        if one.model == model.name
    ]
    return paces or [{}]


def _cells(model: Model, precision: PrecisionTable) -> dict[str, Cell]:
    cost = model.runs[0].cost
    cells: dict[str, Cell] = {"model": model.name}
    if cost is not None:
        cells |= {"parameters": cost.parameters, "gflops": cost.gflops}
    return (
        cells
        | estimate_cells("box", precision.mean_box)
        | estimate_cells("area", precision.mean_area)
    )
