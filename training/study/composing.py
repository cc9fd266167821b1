"""Runs in, the report's sections out: which table and figure stands where."""

from collections.abc import Sequence

from inference.anatomy import load_anatomy
from training.study.comparable import Model
from training.study.comparison import Measured, comparison_table
from training.study.detail_tables import (
    distances_table,
    errors_table,
    subgroup_structures_table,
    subgroups_table,
)
from training.study.examples import Pixels, view_panels
from training.study.figures import heat_map
from training.study.main_tables import (
    counts_table,
    estimate_cells,
    estimate_columns,
    pooled_views,
    precision_rows,
    test_set_table,
    view_table,
)
from training.study.precision import PrecisionTable, precision_table
from training.study.report import Picture, Report, Section
from training.study.subgroups import subgroups
from training.study.tables import Cell, Column, Table
from training.study.video_tables import Clip, clips_table, steadiness_table
from training.study.view_figures import ViewFigures, view_figures

ABSTRACT = (
    "Figures of trained networks on one fixed test set, counted as in the reference study (Hong et "
    "al., Prenatal Diagnosis 2026, doi 10.1002/pd.70156). For research; not for diagnosis. What "
    "each figure means stands in docs/study.md."
)
EXAMPLES = (
    "best, median and worst image by the mean IoU of what is true in it, in the first run. The "
    "truth is above; a dashed box has no true mask. Found: confidence 0.3 or more."
)
NO_CLIPS = "No clip was given, so nothing is said of live pictures."
NO_SUBGROUPS = "No test image says its route, gestational age or scanner."


def compose(
    models: Sequence[Model],
    measured: Sequence[Measured],
    pixels: Pixels | None,
    remark: str = "",
    clips: Sequence[Clip] = (),
) -> Report:
    """The whole report of models that were tested on the same images. Raises DatasetError.

    measured  the paces of some of them
    pixels    pictures of the test images, for examples; None shows none
    remark    what a reader has to know of the data
    clips     what some of them showed over clips
    """
    precisions = {model.name: precision_table(model.runs) for model in models}
    views = {model.name: view_figures(model.runs) for model in models}
    overview = [test_set_table(models[0].images), _runs_table(models)]
    sections = [Section("study", "Overview", overview, text=remark)]
    sections.append(
        Section(
            "study",
            "Models",
            [
                _models_table(models, precisions, views),
                comparison_table(models, precisions, measured),
            ],
        )
    )
    film = [clips_table(clips), steadiness_table(clips)] if clips else []
    sections.append(Section("study", "Video", film, text="" if clips else NO_CLIPS))
    for number, model in enumerate(models, start=1):
        sections += _model_sections(model, f"model{number}", precisions[model.name])
        if pixels is not None:
            sections.append(_examples(model, f"model{number}", pixels))
    return Report("Study report", ABSTRACT, sections)


def _model_sections(model: Model, key: str, precision: PrecisionTable) -> list[Section]:
    matrix = pooled_views(model)
    picture = Picture(
        "Views called; shade: share of the true view", "image/svg+xml", heat_map(matrix)
    )
    groups = list(subgroups(model.runs))
    parts = [subgroups_table(groups), subgroup_structures_table(groups)] if groups else []
    counts = [counts_table(model, "bbox"), counts_table(model, "segm")]
    return [
        Section(key, f"{model.name}: structures", [*counts, precision_rows(precision)]),
        Section(key, f"{model.name}: views", [view_table(matrix)], [picture]),
        Section(key, f"{model.name}: errors", [errors_table(model), distances_table(model)]),
        Section(key, f"{model.name}: subgroups", parts, text="" if parts else NO_SUBGROUPS),
    ]


def _examples(model: Model, key: str, pixels: Pixels) -> Section:
    pictures = [
        Picture(f"{view}: {EXAMPLES}", "image/png", content)
        for view, content in view_panels(model.images, pixels).items()
    ]
    names = ", ".join(
        f"{structure.abbreviation} {structure.names['en'].lower()}"
        for structure in load_anatomy().structures
    )
    return Section(key, f"{model.name}: examples", [], pictures, text=f"{names}.")


def _runs_table(models: Sequence[Model]) -> Table:
    columns = [Column("model", "Model"), Column("seed", "Seed"), Column("hash", "Weights")]
    rows: list[dict[str, Cell]] = [
        {"model": model.name, "seed": run.seed, "hash": run.model_hash[:12]}
        for model in models
        for run in model.runs
    ]
    return Table("runs", "Runs", "Weights: first digits of their SHA-256.", columns, rows)


def _models_table(
    models: Sequence[Model],
    precisions: dict[str, PrecisionTable],
    views: dict[str, ViewFigures],
) -> Table:
    columns = [
        Column("model", "Model"),
        Column("runs", "Runs"),
        *estimate_columns("box", "Box mAP"),
        *estimate_columns("area", "Area mAP"),
        *estimate_columns("view_accuracy", "View accuracy"),
        *estimate_columns("macro_f1", "Macro F1"),
    ]
    rows = [
        {
            "model": model.name,
            "runs": len(model.runs),
            **estimate_cells("box", precisions[model.name].mean_box),
            **estimate_cells("area", precisions[model.name].mean_area),
            **estimate_cells("view_accuracy", views[model.name].accuracy),
            **estimate_cells("macro_f1", views[model.name].macro_f1),
        }
        for model in models
    ]
    note = (
        "Mean AP@0.5 over the structures with ground truth. View accuracy: standard-view images "
        "alone, as the reference study counts; macro F1: the views with images, none included."
    )
    return Table("models", "Means over the runs, with 95 % intervals", note, columns, rows)
