"""`./linli test`: all tests by pytest, or those named."""

import os
import subprocess
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from linli.cli import browser

ROOT = Path(__file__).parents[5]


class Command(BaseCommand):
    help = "运行全部测试；其余参数交给 pytest。All tests; further arguments go to pytest."

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand every argument to pytest untouched, and its exit code back."""
        os.environ["LINLI_BROWSER"] = browser.find_or_install()
        arguments = argv[2:] or ["-n", "auto", "--dist", "worksteal"]
        command = [sys.executable, "-m", "pytest", *arguments]
        sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)
