"""What `fetalens bench` measures: network, whole loop, window and memory; the phantom; or
what is seen at the bedside."""

from app.bench.bedside import BedsideReport, run_bedside_bench
from app.bench.bedside_tables import print_bedside_report
from app.bench.phantom import PhantomReport, print_phantom_report, run_phantom_bench
from app.bench.report import Report, print_report
from app.bench.run import run_bench

__all__ = [
    "BedsideReport",
    "PhantomReport",
    "Report",
    "print_bedside_report",
    "print_phantom_report",
    "print_report",
    "run_bedside_bench",
    "run_bench",
    "run_phantom_bench",
]
