"""The study: runs of models on test images, and the report on them. See docs/study.md."""
