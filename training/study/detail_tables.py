"""The report's tables beyond the reference study: errors, distances and subgroups."""

from collections.abc import Sequence

import numpy as np

from training.study.comparable import Model
from training.study.distances import Distance, distances
from training.study.errors import ERRORS, NEED_NO_TRUTH, count_errors
from training.study.main_tables import (
    STRUCTURE,
    estimate_cells,
    estimate_columns,
    patients_of,
    title_of,
)
from training.study.stored import structure_names
from training.study.subgroups import Subgroup
from training.study.tables import Cell, Column, Table


def errors_table(model: Model) -> Table:
    """Mistakes by type, added up over the runs."""
    counts = count_errors(image for run in model.runs for image in run.images)
    kinds = ("right", *ERRORS)
    columns = [STRUCTURE, *(Column(kind, kind.capitalize()) for kind in kinds)]
    true = {item.structure for image in model.images for item in image.true}
    rows: list[dict[str, Cell]] = [
        {
            "structure": title_of(name),
            **{kind: counts[name, kind] for kind in kinds if name in true or kind in NEED_NO_TRUTH},
        }
        for name in structure_names()
    ]
    sums = {kind: sum(counts[name, kind] for name in structure_names()) for kind in kinds}
    rows.append({"structure": "All", **sums})
    note = (
        "TIDE's types (Bolya et al. 2020) by box, confidence 0.3, over all test images and runs. "
        "All but missed are counted under the structure that was said to be there. n/a: not "
        "annotated in the test images."
    )
    return Table("errors", "Errors", note, columns, rows, total=True)


def distances_table(model: Model) -> Table:
    """Boundary and centre-line distances, means over what was found in its place."""
    columns = [
        STRUCTURE,
        Column("n", "n"),
        Column("mean_px", "Mean, px", 2),
        Column("hausdorff_95_px", "95 % Hausdorff, px", 2),
        Column("centre_line_px", "Centre line, px", 2),
        Column("n_mm", "n with mm"),
        Column("mean_mm", "Mean, mm", 2),
        Column("hausdorff_95_mm", "95 % Hausdorff, mm", 2),
        Column("centre_line_mm", "Centre line, mm", 2),
    ]
    images = [image for run in model.runs for image in run.images]
    rows = [
        {"structure": title_of(name), **_distance_cells(list(distances(images, name)))}
        for name in structure_names()
    ]
    note = (
        "Means over the true masks found in their place (box IoU 0.5, confidence 0.3) in all runs; "
        "in mm over those whose image gives its pixel size. Centre lines of thin structures alone."
    )
    return Table("distances", "Distances of outlines", note, columns, rows)


def _distance_cells(found: Sequence[Distance]) -> dict[str, Cell]:
    sized = [(one, one.pixel_size_mm) for one in found if one.pixel_size_mm is not None]
    cells: dict[str, Cell] = {"n": len(found), "n_mm": len(sized)}
    for key in ("mean", "hausdorff_95", "centre_line"):
        cells[f"{key}_px"] = _mean([getattr(one, key) for one in found])
        cells[f"{key}_mm"] = _mean(
            [getattr(one, key) * size for one, size in sized if getattr(one, key) is not None]
        )
    return cells


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None


def subgroups_table(groups: Sequence[Subgroup]) -> Table:
    """mAP and view accuracy of each part of the test images."""
    columns = [
        Column("field", "By"),
        Column("value", "Value"),
        Column("images", "Images"),
        Column("patients", "Patients"),
        *estimate_columns("box", "Box mAP"),
        *estimate_columns("area", "Area mAP"),
        *estimate_columns("view_accuracy", "View accuracy"),
    ]
    rows = [
        {
            "field": group.field,
            "value": group.value,
            "images": len(group.images),
            "patients": patients_of(group.images),
            **estimate_cells("box", group.precision.mean_box),
            **estimate_cells("area", group.precision.mean_area),
            **estimate_cells("view_accuracy", group.views.accuracy),
        }
        for group in groups
    ]
    note = (
        "Means over the structures that have ground truth in the part, which differ between parts."
    )
    return Table("subgroups", "Subgroups", note, columns, rows)


def subgroup_structures_table(groups: Sequence[Subgroup]) -> Table:
    """AP@0.5 of each structure in each part of the test images."""
    columns = [
        Column("field", "By"),
        Column("value", "Value"),
        STRUCTURE,
        Column("images", "Images"),
        Column("instances", "Instances"),
        *estimate_columns("area", "Area AP"),
        *estimate_columns("box", "Box AP"),
    ]
    rows = [
        {
            "field": group.field,
            "value": group.value,
            "structure": title_of(name),
            "images": row.images,
            "instances": row.instances,
            **estimate_cells("area", row.area),
            **estimate_cells("box", row.box),
        }
        for group in groups
        for name, row in group.precision.rows.items()
    ]
    note = "As Table 4, over the images of each part."
    return Table("subgroup-structures", "Structures in the subgroups", note, columns, rows)
