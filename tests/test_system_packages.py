"""The installer of system packages, on machines made of a few stand-ins for Debian's tools."""

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "packaging" / "install-system-packages.sh"
TOOLS = ("sh", "awk", "dirname", "env")

if not all(shutil.which(tool) for tool in TOOLS):
    pytest.skip("needs a POSIX shell", allow_module_level=True)


class Machine:
    """Debian as the script sees it. What it installs is written down, nothing is installed."""

    def __init__(self, folder: Path) -> None:
        self._bin, self._orders = folder / "bin", folder / "orders"
        self._bin.mkdir()
        self._orders.touch()
        for tool in TOOLS:
            (self._bin / tool).symlink_to(shutil.which(tool))

    def has(self, name: str, script: str) -> None:
        """A command of this name that does this."""
        path = self._bin / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def lacks(self, *packages: str) -> None:
        """Every package is installed but these."""
        self.has(
            "dpkg-query",
            f'for name; do :; done; case " {" ".join(packages)} " in '
            '*" $name "*) exit 1 ;; *) printf "ii " ;; esac',
        )

    def is_used_by(self, user_id: int) -> None:
        self.has("id", f"echo {user_id}")

    def has_apt(self, exit_code: int = 0) -> None:
        self.has("apt-get", f'echo "$@" >> {self._orders}; exit {exit_code}')

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(SCRIPT), *arguments]
        environment = {"PATH": str(self._bin)}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    @property
    def installed(self) -> str:
        """Arguments of the last order to install."""
        orders = [line for line in self._orders.read_text().splitlines() if "install" in line]
        return orders[-1] if orders else ""


@pytest.fixture
def machine(tmp_path):
    """A user without sudo, on a machine that has everything."""
    made = Machine(tmp_path)
    made.lacks()
    made.is_used_by(1000)
    made.has_apt()
    return made


def test_nothing_is_said_or_installed_where_nothing_is_missing(machine):
    result = machine.run("test")
    assert (result.returncode, result.stdout, machine.installed) == (0, "", "")


def test_a_missing_library_that_cannot_be_installed_ends_the_set_up(machine):
    machine.lacks("libegl1", "fonts-noto-cjk")
    result = machine.run()
    assert result.returncode == 1
    assert "Install these as root, then try again: libegl1\n" in result.stdout


def test_a_missing_font_that_cannot_be_installed_is_only_told(machine):
    machine.lacks("fonts-noto-cjk")
    result = machine.run()
    assert result.returncode == 0
    assert "Going on without these" in result.stdout
    assert "fonts-noto-cjk" in result.stdout


def test_a_font_that_the_archive_refuses_is_only_told(machine):
    machine.lacks("fonts-noto-cjk")
    machine.is_used_by(0)
    machine.has_apt(exit_code=100)
    assert machine.run().returncode == 0


def test_a_library_that_the_archive_refuses_ends_the_set_up(machine):
    machine.lacks("libegl1")
    machine.is_used_by(0)
    machine.has_apt(exit_code=100)
    assert machine.run().returncode == 1


def test_root_installs_what_is_missing(machine):
    machine.lacks("libegl1", "libgl1")
    machine.is_used_by(0)
    assert machine.run().returncode == 0
    assert machine.installed.endswith("--no-install-recommends libgl1 libegl1")


def test_another_user_asks_sudo(machine):
    machine.lacks("libegl1")
    machine.has("sudo", 'exec "$@"')
    assert machine.run().returncode == 0
    assert machine.installed.endswith("libegl1")


def test_the_tools_of_the_tests_are_installed_for_the_tests_alone(machine):
    machine.lacks("xvfb")
    machine.is_used_by(0)
    machine.run()
    assert machine.installed == ""
    machine.run("test")
    assert machine.installed.endswith("xvfb")


def test_another_system_is_told_what_is_needed(machine, tmp_path):
    (tmp_path / "bin" / "dpkg-query").unlink()
    result = machine.run()
    assert result.returncode == 0
    assert "debian-packages.txt" in result.stdout
