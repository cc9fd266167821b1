"""What `fetalens bench` measures: network, whole loop, window and memory; the phantom; what
is seen at the bedside; or heads of known size."""

from app.bench.bedside import BedsideReport, run_bedside_bench
from app.bench.bedside_tables import print_bedside_report
from app.bench.heads import HeadReport, print_heads_report, run_heads_bench
from app.bench.phantom import PhantomReport, print_phantom_report, run_phantom_bench
from app.bench.report import Report, print_report
from app.bench.run import run_bench

__all__ = [
    "BedsideReport",
    "HeadReport",
    "PhantomReport",
    "Report",
    "print_bedside_report",
    "print_heads_report",
    "print_phantom_report",
    "print_report",
    "run_bedside_bench",
    "run_bench",
    "run_heads_bench",
    "run_phantom_bench",
]
