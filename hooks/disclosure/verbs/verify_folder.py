"""`disclosure verify FOLDER`: what lies in a folder, and whether its pages' links lead somewhere."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from disclosure.publish.writer import Written
from disclosure.read.mkdocs_file import read_site_address
from disclosure.verify.files import compare
from disclosure.verify.host import HostReport
from disclosure.verify.judge import Finding
from disclosure.verify.pages import check_pages


def verify_folder(
    root: Path,
    folder: Path,
    files: Mapping[str, Written],
    optional: Mapping[str, Written],
    excepted: tuple[str, ...],
) -> HostReport:
    """Compare `folder` with `files`; `optional` may lie there too, what matches `excepted` is passed over."""
    report = HostReport()
    present = {name: row for name, row in optional.items() if (folder / name).is_file()}
    for difference in compare(folder, {**files, **present}):
        if any(fnmatchcase(difference.address, glob) for glob in excepted):
            report.excepted += 1
        else:
            report.findings.append(Finding(difference.address, difference.kind))
    report.findings += [
        Finding(fault.page, fault.kind, (), fault.target)
        for fault in check_pages(folder, read_site_address(root)[0])
    ]
    return report
