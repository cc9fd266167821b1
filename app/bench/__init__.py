"""What `fetalens bench` measures: network, whole loop, window and memory; or the phantom."""

from app.bench.phantom import PhantomReport, print_phantom_report, run_phantom_bench
from app.bench.report import Report, print_report
from app.bench.run import run_bench

__all__ = [
    "PhantomReport",
    "Report",
    "print_phantom_report",
    "print_report",
    "run_bench",
    "run_phantom_bench",
]
