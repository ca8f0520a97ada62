import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { ArchiveRules } from "./archive-rules";
import { crc32 } from "./crc32";
import { findBody, readZipDirectory, type ZipDirectory } from "./zip-directory";

const limits = { maxBytes: 100_000, maxEntries: 3 };
const access = (bytes: Uint8Array): Parameters<typeof readZipDirectory>[0] => ({
  size: bytes.length,
  read: (start, end) => Promise.resolve(bytes.slice(start, end)),
});
const list = (bytes: Uint8Array): Promise<ZipDirectory> =>
  readZipDirectory(access(bytes), new ArchiveRules("a.zip", limits));

describe("readZipDirectory", () => {
  it("gives files with size, checksum and place", async () => {
    const bytes = zipSync({ "a/b.txt": strToU8("hello hello"), c: [strToU8("hi"), { level: 0 }] });
    const { files } = await list(bytes);
    expect(files.map(({ path, method, sizeBytes }) => [path, method, sizeBytes])).toEqual([
      ["a/b.txt", "deflate", 11],
      ["c", "store", 2],
    ]);
    expect(files[0]!.crc32).toBe(crc32(strToU8("hello hello")));
    const start = await findBody(access(bytes), files[1]!);
    expect(bytes.subarray(start, start + 2)).toEqual(strToU8("hi"));
  });

  it("reads zip64", async () => {
    const bytes = zip64(zipSync({ c: [strToU8("hi"), { level: 0 }] }));
    const { files } = await list(bytes);
    expect(files).toMatchObject([{ path: "c", packedBytes: 2, sizeBytes: 2, localAt: 0 }]);
  });

  it.each([
    ["../evil", "does not lie inside"],
    ["/evil", "does not lie inside"],
    ["a/../../evil", "does not lie inside"],
    ["C:\\evil", "does not lie inside"],
    ["..\\evil", "does not lie inside"],
  ])("refuses the name %s", async (name, reason) => {
    await expect(list(zipSync({ [name]: strToU8("x") }))).rejects.toThrow(reason);
  });

  it("refuses links, bombs, and too many entries", async () => {
    const link = zipSync({ l: [strToU8("/etc"), { os: 3, attrs: (0o120777 << 16) >>> 0 }] });
    await expect(list(link)).rejects.toThrow("symbolic link");
    await expect(list(zipSync({ z: new Uint8Array(1e6) }))).rejects.toThrow("maxBytes");
    const x = strToU8("x");
    await expect(list(zipSync({ a: x, b: x, c: x, d: x }))).rejects.toThrow("maxEntries");
  });

  it("refuses what is damaged or cut short, wherever it is cut", async () => {
    const bytes = zipSync({ "a/b.txt": strToU8("hello hello"), c: strToU8("hi") });
    for (let end = 0; end < bytes.length; end++) {
      await expect(list(bytes.subarray(0, end)), `${end} bytes`).rejects.toThrow(RangeError);
    }
  });
});

/** Says the one file's sizes and place, and the directory's, the zip64 way. */
function zip64(plain: Uint8Array): Uint8Array {
  const view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
  const end = plain.length - 22;
  const start = view.getUint32(end + 16, true);
  const entry = plain.slice(start, end);
  const extra = new DataView(new ArrayBuffer(28));
  extra.setUint16(0, 1, true);
  extra.setUint16(2, 24, true);
  extra.setBigUint64(4, 2n, true);
  extra.setBigUint64(12, 2n, true);
  extra.setBigUint64(20, 0n, true);
  const entryView = new DataView(entry.buffer);
  for (const at of [20, 24, 42]) entryView.setUint32(at, 0xffffffff, true);
  entryView.setUint16(30, 28, true);
  const end64 = new DataView(new ArrayBuffer(56));
  end64.setUint32(0, 0x06064b50, true);
  end64.setBigUint64(4, 44n, true);
  end64.setBigUint64(32, 1n, true);
  end64.setBigUint64(40, BigInt(entry.length + 28), true);
  end64.setBigUint64(48, BigInt(start), true);
  const locator = new DataView(new ArrayBuffer(20));
  locator.setUint32(0, 0x07064b50, true);
  locator.setBigUint64(8, BigInt(start + entry.length + 28), true);
  const tail = plain.slice(end);
  new DataView(tail.buffer).setUint32(16, 0xffffffff, true);
  const parts = [plain.slice(0, start), entry, extra, end64, locator, tail].map((part) =>
    part instanceof DataView ? new Uint8Array(part.buffer) : part,
  );
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
