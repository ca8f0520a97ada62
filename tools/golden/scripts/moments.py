"""Files that carry the time when they were written, with a time that stays."""

import struct


def dated_avif(data, seconds):
    """An AVIF sequence written at that time, in seconds since 1904: in the headers of its movie, its tracks and their media."""
    data = bytearray(data)

    def walk(at, end):
        while at + 8 <= end:
            size, kind = struct.unpack_from(">I4s", data, at)
            if kind in (b"mvhd", b"tkhd", b"mdhd"):
                long = data[at + 8] == 1
                struct.pack_into(">2Q" if long else ">2I", data, at + 12, seconds, seconds)
            if kind in (b"moov", b"trak", b"mdia"):
                walk(at + 8, at + size)
            at += size or end - at

    walk(0, len(data))
    return bytes(data)


def dated_profile(data, *moment):
    """A colour profile made at that year, month, day, hour, minute and second."""
    return data[:24] + struct.pack(">6H", *moment) + data[36:]
