"""What `fetalens bench` measures: network, whole loop, window and memory."""

from app.bench.report import Report, print_report
from app.bench.run import run_bench

__all__ = ["Report", "print_report", "run_bench"]
