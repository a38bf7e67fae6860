"""A Chromium for the browser tests: the one that is here, else one that may be installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from linli.cli.errors import StartError

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-cjk")


def find_or_install() -> str:
    """The path of a Chromium; installs one when none is here and we may."""
    found = os.environ.get("LINLI_BROWSER") or _on_path() or _downloaded()
    if found:
        return found
    print("没有找到浏览器，正在安装…… Installing a browser for the tests.", file=sys.stderr)
    found = _from_system_packages() or _from_playwright()
    if found:
        return found
    raise StartError(
        "浏览器测试需要 Chromium，没能自动安装。请先安装，或用 LINLI_BROWSER 指明路径。"
        "The browser tests need Chromium: install it, or name its path in LINLI_BROWSER."
    )


def _on_path() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def _downloaded() -> str | None:
    """The one Playwright downloaded earlier, if any."""
    from playwright.sync_api import sync_playwright  # a development dependency

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _from_system_packages() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", *PACKAGES]):
        if subprocess.run(["apt-get", "-qq", *command], env=quiet, check=False).returncode != 0:
            return None
    return _on_path()


def _from_playwright() -> str | None:
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return _downloaded() if subprocess.run(command, check=False).returncode == 0 else None
