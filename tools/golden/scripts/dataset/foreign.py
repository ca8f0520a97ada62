"""Makes the files of fixtures/foreign: photos of one colour, and archives as other systems pack them.

These are inputs: a zip whose names are of code page 437 without saying so, and tar files compressed in ways that are refused.
"""

import bz2
import io
import lzma
import tarfile
import zipfile

from golden import made
from PIL import Image


def photo(size, color, **options):
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "JPEG", **options)
    return out.getvalue()


def dos_zip(files):
    """Python's zipfile would write these names as UTF-8: names of the same length are written, and replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, data in enumerate(files.values()):
            info = zipfile.ZipInfo(f"photos/caf{number}/a.jpg", (2026, 11, 25, 17, 6, 24))
            archive.writestr(info, data)
    packed = out.getvalue()
    for number, letter in enumerate(files):
        packed = packed.replace(b"photos/caf%d" % number, b"photos/caf" + letter.encode("cp437"))
    return packed


def tar(name, data):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


small = tar("photos/roses/a.jpg", photo((8, 8), (200, 10, 10)))
files = {
    "red.jpg": photo((32, 24), (220, 20, 20), quality=90),
    "blue.jpg": photo((32, 24), (20, 20, 220), quality=90),
    "cp437.zip": dos_zip({"é": photo((8, 8), (200, 0, 0)), "è": photo((8, 8), (0, 0, 200))}),
    "x.tar.xz": lzma.compress(small),
    "b.tar.bz2": bz2.compress(small),
}
for name, data in files.items():
    made(f"packages/dataset/fixtures/foreign/{name}").write_bytes(data)
