"""PDF files made at run time: Chinese text by a font without glyphs, which every reader of text understands."""

import io

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

BODY = "这是一份公开的通知，请遵照执行。"


def _hex(text):
    return text.encode("utf-16-be").hex()


def show(text, x=60, y=700, size=12, mode=0):
    """Content that shows `text`; mode 3 is invisible."""
    return f"BT /F1 {size} Tf {mode} Tr 1 0 0 1 {x} {y} Tm <{_hex(text)}> Tj ET"


def show_apart(text, x=60, y=700, size=12):
    """Content that shows each character by itself, moved by an offset."""
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm [{' -30 '.join(f'<{_hex(c)}>' for c in text)}] TJ ET"


def black_box(x=55, y=696, width=400, height=16):
    """Content that draws a black box."""
    return f"q 0 g {x} {y} {width} {height} re f Q"


def _cmap(texts):
    used = sorted({unit for text in texts for unit in text})
    lines = "\n".join(f"<{_hex(c)}> <{_hex(c)}>" for c in used)
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange"
    return f"{head}\n{len(used)} beginbfchar\n{lines}\nendbfchar\nendcmap end end".encode("ascii")


def pdf(*pages, letters="", pictures=()):
    """A PDF with a page for each content; `letters` are the characters used, `pictures` JPEG bytes on the first page."""
    writer = PdfWriter()
    stream = StreamObject()
    stream.set_data(_cmap([letters, BODY]))
    below = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/CIDFontType2"),
            NameObject("/BaseFont"): NameObject("/Made"),
        }
    )
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type0"),
            NameObject("/BaseFont"): NameObject("/Made"),
            NameObject("/Encoding"): NameObject("/Identity-H"),
            NameObject("/DescendantFonts"): ArrayObject([below]),
            NameObject("/ToUnicode"): writer._add_object(stream),
        }
    )
    for number, content in enumerate(pages):
        page = writer.add_blank_page(595, 842)
        drawn = StreamObject()
        drawn.set_data(content.encode("ascii"))
        page[NameObject("/Contents")] = writer._add_object(drawn)
        resources = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})
        if pictures and not number:
            resources[NameObject("/XObject")] = DictionaryObject(
                {NameObject(f"/I{n}"): writer._add_object(_picture(data)) for n, data in enumerate(pictures)}
            )
        page[NameObject("/Resources")] = resources
    return _bytes(writer)


def _picture(data, size=1000):
    picture = StreamObject()
    picture._data = data
    for key, value in {
        "/Type": "/XObject",
        "/Subtype": "/Image",
        "/Filter": "/DCTDecode",
        "/ColorSpace": "/DeviceRGB",
    }.items():
        picture[NameObject(key)] = NameObject(value)
    for key in ("/Width", "/Height"):
        picture[NameObject(key)] = NumberObject(size)
    picture[NameObject("/BitsPerComponent")] = NumberObject(8)
    return picture


def with_body(text, content=None):
    """A PDF that shows a plain sentence, and `content` (by default: `text`) below it."""
    return pdf(f"{show(BODY, y=760)}\n{content if content is not None else show(text)}", letters=text)


def changed(data, change):
    """The PDF after `change(writer)`."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    change(writer)
    return _bytes(writer)


def _bytes(writer):
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def remark(text):
    """A change that adds a remark on the first page."""
    return lambda writer: writer.add_annotation(0, FreeText(text=text, rect=(50, 500, 300, 550)))


def redaction():
    """A change that marks a part of the first page for blackening, which nobody has carried out."""

    def change(writer):
        remark("请隐去")(writer)
        note = writer.pages[0]["/Annots"][0].get_object()
        note[NameObject("/Subtype")] = NameObject("/Redact")

    return change


def without_pages(writer):
    """A change that takes all pages away."""
    pages = writer.root_object["/Pages"]
    pages[NameObject("/Kids")] = ArrayObject()
    pages[NameObject("/Count")] = NumberObject(0)


def metadata(key, text):
    """A change that sets a property."""
    return lambda writer: writer.add_metadata({key: text})


def attached(name, data):
    """A change that embeds a file."""
    return lambda writer: writer.add_attachment(name, data)


def outline(text):
    """A change that adds a bookmark."""
    return lambda writer: writer.add_outline_item(title=text, page_number=0)


def field(text):
    """A change that adds a form field with a value."""

    def change(writer):
        held = DictionaryObject(
            {
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/T"): TextStringObject("经办"),
                NameObject("/V"): TextStringObject(text),
            }
        )
        form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(held)])})
        writer.root_object[NameObject("/AcroForm")] = form

    return change


def script():
    """A change that adds a script which runs on opening."""

    def change(writer):
        action = {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert(1)"),
        }
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)

    return change


def locked(password):
    """A change that encrypts."""
    return lambda writer: writer.encrypt(password, algorithm="RC4-128")
