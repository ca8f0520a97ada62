import { describe, expect, it } from "vitest";
import { crc32 } from "@flowers/files";
import { zipName } from "./zip-names";

const none = new Uint8Array(0);
const utf8 = new TextEncoder();

describe("zipName", () => {
  it("reads code page 437, every letter of it", () => {
    // "café", "Größe", "naïve", "½" and a box, as Windows and DOS write them.
    expect(zipName(Uint8Array.of(0x63, 0x61, 0x66, 0x82), false, none)).toBe("café");
    expect(zipName(Uint8Array.of(0x47, 0x72, 0x94, 0xe1, 0x65), false, none)).toBe("Größe");
    expect(zipName(Uint8Array.of(0xab, 0xc9, 0xff), false, none)).toBe("½╔\u00a0");
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(new Set(zipName(all, false, none)).size).toBe(256);
  });

  it("reads UTF-8 where the entry says so, and where it does not (macOS)", () => {
    for (const name of ["로즈", "rosé", "plain"]) {
      expect(zipName(utf8.encode(name), true, none)).toBe(name);
      expect(zipName(utf8.encode(name), false, none)).toBe(name);
    }
  });

  it("prefers Info-ZIP's Unicode path while it is of this name", () => {
    const name = Uint8Array.of(0x63, 0x82);
    const path = utf8.encode("로즈");
    const extra = new Uint8Array(4 + 5 + path.length);
    const view = new DataView(extra.buffer);
    view.setUint16(0, 0x7075, true);
    view.setUint16(2, 5 + path.length, true);
    extra[4] = 1;
    view.setUint32(5, crc32(name), true);
    extra.set(path, 9);
    expect(zipName(name, false, extra)).toBe("로즈");
    view.setUint32(5, 1, true);
    expect(zipName(name, false, extra)).toBe("cé");
    for (let end = 0; end < extra.length; end++) {
      expect(zipName(name, false, extra.subarray(0, end))).toBe("cé");
    }
  });
});
