"""Put a credential inside its picture: the picture alone is then the badge (OB 3.0, 5.3)."""

import struct
from binascii import crc32

KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
NOT_IN_XML = {0xFFFE: "\\ufffe", 0xFFFF: "\\uffff"}
SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Length and type of the header chunk, its thirteen bytes, its checksum.
AFTER_HEADER = len(SIGNATURE) + 8 + 13 + 4


def baked_png(png: bytes, credential: str) -> bytes:
    """Return the PNG with the credential in an iTXt chunk, not compressed, right after its header.

    `credential` is a token, or the JSON of a credential that holds its proof.
    """
    # No compression, no language, no translated keyword.
    content = b"iTXt" + KEYWORD + b"\0\0\0\0\0" + credential.encode()
    chunk = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", crc32(content))
    return png[:AFTER_HEADER] + chunk + png[AFTER_HEADER:]


def baked_svg(svg: str, credential: str) -> str:
    """Return the SVG with the credential: a token as an attribute, JSON as text."""
    opened = f'<openbadges:credential xmlns:openbadges="{NAMESPACE}"'
    if credential.startswith("{"):
        # "]]>" is cut in two, as it would end the CDATA; two characters may stand nowhere in XML.
        text = credential.translate(NOT_IN_XML).replace("]]>", "]]]]><![CDATA[>")
        baked = f"{opened}><![CDATA[{text}]]></openbadges:credential>"
    else:
        baked = f'{opened} verify="{credential}"/>'
    head, opening, rest = svg.partition(">")
    return f"{head}{opening}{baked}{rest}"
