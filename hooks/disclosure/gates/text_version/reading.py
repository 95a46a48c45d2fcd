"""Which reader makes the text version of which file. Runs in the process that looks into files (gates.child)."""

from disclosure.gates.limits import Budget, Limits, RefusedError
from disclosure.gates.text_version.blocks import Collector, TextVersion


def read_text_version(ending: str, data: bytes, limits: Limits) -> TextVersion:
    """The text version of a file that the gates looked into before. Nothing readable gives one without blocks.

    Never raises for content, but for MemoryError and the like, which are the caller's to answer.
    """
    collector = Collector(Budget(limits))
    try:
        _read(ending, data, collector)
    except RefusedError:
        return TextVersion(())
    return collector.result()


def _read(ending: str, data: bytes, collector: Collector) -> None:
    # Each reader is imported when its first file comes.
    if ending == "docx":
        from disclosure.gates.text_version.word import word_blocks  # noqa: PLC0415

        word_blocks(data, collector)
    elif ending == "xlsx":
        from disclosure.gates.text_version.sheet import sheet_blocks  # noqa: PLC0415

        sheet_blocks(data, collector)
    elif ending == "pptx":
        from disclosure.gates.text_version.slides import slide_blocks  # noqa: PLC0415

        slide_blocks(data, collector)
    elif ending == "pdf":
        from disclosure.gates.text_version.pages import pdf_blocks  # noqa: PLC0415

        pdf_blocks(data, collector)
    elif ending == "ofd":
        from disclosure.gates.text_version.pages import ofd_blocks  # noqa: PLC0415

        ofd_blocks(data, collector)
    elif ending in ("txt", "csv"):
        from disclosure.gates.text_version.plain_lines import line_blocks  # noqa: PLC0415

        line_blocks(data, collector, table=ending == "csv")
