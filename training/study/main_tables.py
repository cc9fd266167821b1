"""The tables that a reader of the reference study knows, as the report shows them."""

from collections.abc import Mapping, Sequence

from inference.anatomy import load_anatomy
from training.metrics import Overlap
from training.study.comparable import Model
from training.study.counting import Counts, count_structure, own_view
from training.study.precision import Estimate, PrecisionTable
from training.study.stored import StudyImage, structure_names, view_names
from training.study.tables import Cell, Column, Table
from training.study.view_matrix import ViewMatrix, view_matrix

OVERLAP_NAMES: Mapping[Overlap, str] = {"bbox": "box", "segm": "area"}
STRUCTURE = Column("structure", "Structure")


def test_set_table(images: Sequence[StudyImage]) -> Table:
    """How much was tested: images and patients of each view."""
    columns = [Column("view", "View"), Column("images", "Images"), Column("patients", "Patients")]
    groups = {name: [image for image in images if image.view == name] for name in view_names()}
    rows = [
        {"view": name, "images": len(group), "patients": patients_of(group)}
        for name, group in (groups | {"all": list(images)}).items()
    ]
    note = "Patients are n/a where an image does not say whose it is."
    return Table("test-set", "Test images", note, columns, rows, total=True)


def patients_of(images: Sequence[StudyImage]) -> int | None:
    """How many patients; None where an image does not say whose it is."""
    patients = {image.patient for image in images}
    return None if None in patients else len(patients)


def counts_table(model: Model, overlap: Overlap) -> Table:
    """Table 3: the counts of each structure, added up over the runs, and their rates."""
    rates = [Column(key, key.capitalize()) for key in ("accuracy", "recall", "precision")]
    columns = [
        STRUCTURE,
        Column("view", "View"),
        *(Column(key, key.upper()) for key in ("tp", "fp", "fn", "tn")),
        *rates,
        Column("f1", "F1"),
    ]
    rows = [_counts_row(model, structure, overlap) for structure in structure_names()]
    note = (
        f"Images of the structure's own view; right place: {OVERLAP_NAMES[overlap]} IoU 0.5 or "
        "more, confidence 0.3 or more, the best-scored instance counts. "
        f"Runs added up: {len(model.runs)}. n/a: not annotated in the test images."
    )
    title = f"Table 3. Right and wrong by {OVERLAP_NAMES[overlap]}"
    return Table(f"table3-{OVERLAP_NAMES[overlap]}", title, note, columns, rows)


def _counts_row(model: Model, structure: str, overlap: Overlap) -> dict[str, Cell]:
    row: dict[str, Cell] = {"structure": title_of(structure), "view": own_view(structure)}
    each = [count_structure(run.images, structure, overlap) for run in model.runs]
    known = [counts for counts in each if counts is not None]
    if not known:
        return row
    sum_of = sum(known, Counts())
    keys = ("tp", "fp", "fn", "tn", "accuracy", "recall", "precision", "f1")
    return row | {key: getattr(sum_of, key) for key in keys}


def precision_rows(table: PrecisionTable) -> Table:
    """Table 4: AP@0.5 by area and by box."""
    columns = [
        STRUCTURE,
        Column("images", "Images"),
        Column("instances", "Instances"),
        *estimate_columns("area", "Area AP"),
        *estimate_columns("box", "Box AP"),
    ]
    rows: list[dict[str, Cell]] = []
    for structure in structure_names():
        row = table.rows.get(structure)
        cells: dict[str, Cell] = {"structure": title_of(structure)}
        if row is not None:
            cells |= {"images": row.images, "instances": row.instances}
            cells |= estimate_cells("area", row.area) | estimate_cells("box", row.box)
        rows.append(cells)
    means = estimate_cells("area", table.mean_area) | estimate_cells("box", table.mean_box)
    rows.append({"structure": "Mean", **means})
    note = (
        "AP@0.5, mean and SD over the runs; 95 % interval by patient bootstrap. A structure "
        "counts over the images that could be labelled with it, area only over those with true "
        "masks. pycocotools and faster-coco-eval agree to 1e-6. n/a: no ground truth, or one run."
    )
    return Table("table4", "Table 4. Average precision", note, columns, rows, total=True)


def view_table(matrix: ViewMatrix) -> Table:
    """The confusion matrix in numbers, true views as rows."""
    columns = [
        Column("true", "True \\ called"),
        *(Column(view, view) for view in view_names()),
        Column("recall", "Recall"),
        Column("f1", "F1"),
    ]
    rows = [
        {
            "true": true,
            **{called: matrix.count(true, called) for called in view_names()},
            "recall": matrix.recall(true),
            "f1": matrix.f1(true),
        }
        for true in view_names()
    ]
    note = "Images by true view (rows) and the view called by the program's rules (columns)."
    return Table("views", "View confusion matrix", note, columns, rows)


def pooled_views(model: Model) -> ViewMatrix:
    """The matrix of all runs, added up."""
    return view_matrix(image for run in model.runs for image in run.images)


def estimate_columns(key: str, title: str) -> list[Column]:
    """Mean, SD and 95 % interval of a figure."""
    return [
        Column(key, title),
        Column(f"{key}_sd", "SD"),
        Column(f"{key}_low", "95 % from"),
        Column(f"{key}_high", "to"),
    ]


def estimate_cells(key: str, estimate: Estimate | None) -> dict[str, Cell]:
    """The cells of `estimate_columns`; none where there is nothing to estimate."""
    if estimate is None:
        return {}
    low, high = estimate.interval or (None, None)
    return {
        key: estimate.mean,
        f"{key}_sd": estimate.sd,
        f"{key}_low": low,
        f"{key}_high": high,
    }


def title_of(structure: str) -> str:
    """What a structure is called in the report."""
    return load_anatomy().structure(structure).names["en"]
