"""A drawn paper made an archive: its facts inside, and a place for the seal.

WeasyPrint writes PDF/A-3 (ISO 19005-3, level A: tagged) and says one standard at a time. Here the
paper also says that it is built to PDF/UA-1 (ISO 14289-1), carries its facts as an associated
file, and gets an empty signature field that is in its structure tree, as PDF/UA asks of widgets.
"""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import orjson
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Pdf

FACTS_NAME = "facts.json"
SEAL_FIELD = "Cachet"
# Print and Locked (ISO 32000-1, table 165): PDF/A wants every annotation printable.
_FLAGS = 4 | 128
_UA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289 the file is built to</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""  # noqa: E501 - one line an element


def as_archive(pdf: bytes, *, facts: dict[str, Any], at: datetime, sealed_by: str) -> bytes:
    """Return the PDF/A-3 `pdf` with its facts inside and an empty field for the seal.

    `facts` become the associated file FACTS_NAME, keys sorted; `at` dates it; `sealed_by` names
    the field to a screen reader. The same arguments give the same bytes.
    """
    with Pdf.open(BytesIO(pdf)) as document:
        _attach(document, orjson.dumps(facts, option=orjson.OPT_SORT_KEYS), at)
        _say_accessible(document)
        _leave_room(document, f"Cachet électronique de {sealed_by}")
        archive = BytesIO()
        document.save(archive, deterministic_id=True)
    return archive.getvalue()


def _attach(document: Pdf, facts: bytes, at: datetime) -> None:
    file = AttachedFileSpec(
        document, facts, filename=FACTS_NAME, description="Les faits que le document énonce",
        mime_type="application/json", relationship=Name.Data,
        creation_date=_pdf_date(at), mod_date=_pdf_date(at),
    )  # fmt: skip
    document.attachments[FACTS_NAME] = file
    document.Root.AF = Array([document.attachments[FACTS_NAME].obj])


def _pdf_date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")


def _say_accessible(document: Pdf) -> None:
    xmp = document.Root.Metadata.read_bytes()
    document.Root.Metadata.write(xmp.replace(b"</rdf:RDF>", _UA.encode(), 1))


def _leave_room(document: Pdf, told: str) -> None:
    """Add an empty signature field of no size, which a screen reader meets last."""
    page, tree = document.pages[0].obj, document.Root.StructTreeRoot
    numbers = tree.ParentTree.Nums
    number = 1 + max(int(numbers[at]) for at in range(0, len(numbers), 2))
    field = document.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=SEAL_FIELD, TU=told,
            Rect=Array([0, 0, 0, 0]), F=_FLAGS, P=page, StructParent=number,
        )
    )  # fmt: skip
    whole = tree.K[0] if isinstance(tree.K, Array) else tree.K
    element = document.make_indirect(
        Dictionary(
            Type=Name.StructElem, S=Name.Form, P=whole, Pg=page, Alt=told,
            K=Dictionary(Type=Name.OBJR, Obj=field, Pg=page),
        )
    )  # fmt: skip
    whole.K.append(element)
    tree.ParentTree.Nums = Array([*numbers, number, element])
    tree.ParentTreeNextKey = number + 1
    if Name.Annots not in page:
        page.Annots = Array()
    page.Annots.append(field)
    document.Root.AcroForm = Dictionary(Fields=Array([field]))
