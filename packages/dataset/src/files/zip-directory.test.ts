import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { zip64Of, type ZipParts } from "../test-support/archives";
import { ArchiveRules } from "./archive-rules";
import { crc32 } from "@flowers/files";
import { findBody, readZipDirectory, type ZipDirectory } from "./zip-directory";

const limits = { maxBytes: 100_000, maxEntries: 3 };
const huge = { maxBytes: 2 ** 40, maxEntries: 100_000 };
const joined = ({ body, tail }: ZipParts): Uint8Array => {
  const whole = new Uint8Array(body.length + tail.length);
  whole.set(body);
  whole.set(tail, body.length);
  return whole;
};
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

  it("reads zip64: more than 65,535 entries, with or without its end record", async () => {
    const files = Array.from({ length: 66_000 }, (_, i) => ({ name: `d/${i}` }));
    for (const zip64 of [true, false]) {
      const bytes = joined(zip64Of(files, { zip64 }));
      const found = await readZipDirectory(access(bytes), new ArchiveRules("a.zip", huge));
      expect(found.files.length).toBe(66_000);
      expect(found.files[65_999]).toMatchObject({ path: "d/65999", sizeBytes: 0 });
      await expect(list(bytes)).rejects.toThrow("maxEntries");
    }
  });

  it("reads zip64: sizes and places beyond 4 GB", async () => {
    const far = 5 * 2 ** 30;
    const content = strToU8("beyond");
    const { body, tail } = zip64Of(
      [
        { name: "near", localAt: 0, sizeBytes: far, packedBytes: far - 99 },
        { name: "far", bytes: content, localAt: far },
      ],
      { at: 2 * far },
    );
    // As if there were nothing between its parts.
    const parts: [number, Uint8Array][] = [
      [0, body],
      [far, body.subarray(34)],
      [2 * far, tail],
    ];
    const archive = {
      size: 2 * far + tail.length,
      read: (start: number, end: number) => {
        const part = new Uint8Array(end - start);
        for (const [at, bytes] of parts) {
          const from = Math.max(start, at);
          const to = Math.min(end, at + bytes.length);
          if (from < to) part.set(bytes.subarray(from - at, to - at), from - start);
        }
        return Promise.resolve(part);
      },
    };
    const { files } = await readZipDirectory(archive, new ArchiveRules("a.zip", huge));
    expect(files).toMatchObject([
      { path: "near", sizeBytes: far, packedBytes: far - 99, localAt: 0 },
      { path: "far", sizeBytes: 6, packedBytes: 6, localAt: far },
    ]);
    expect(await findBody(archive, files[1]!)).toBe(far + 30 + 3);
    await expect(readZipDirectory(archive, new ArchiveRules("a.zip", limits))).rejects.toThrow(
      "maxBytes",
    );
  });

  it.each([
    ["a path that leads out", { name: "../evil" }, "does not lie inside"],
    ["a link", { name: "l", mode: 0o120777 }, "symbolic link"],
    ["a bomb", { name: "b", sizeBytes: 6 * 2 ** 30 }, "maxBytes"],
    ["a bomb that no number holds", { name: "b", sizeBytes: 2 ** 63 }, "maxBytes"],
    ["a file that lies elsewhere", { name: "f", localAt: 2 ** 60 }, "cut short"],
    ["more bytes than there are", { name: "f", packedBytes: 2 ** 62 }, "cut short"],
  ])("refuses zip64 with %s", async (_, file, reason) => {
    await expect(list(joined(zip64Of([file])))).rejects.toThrow(reason);
  });

  it("refuses zip64 whose count or end is not the truth", async () => {
    const one = [{ name: "a", bytes: strToU8("x") }];
    for (const count of [0, 2, 65_537, 2 ** 52]) {
      await expect(list(joined(zip64Of(one, { count })))).rejects.toThrow(RangeError);
    }
    const bytes = joined(zip64Of(one));
    for (const at of [20 + 22, 8 + 20 + 22 + 56]) {
      const wrong = bytes.slice();
      wrong.fill(0xff, wrong.length - at + 8, wrong.length - at + 16);
      await expect(list(wrong)).rejects.toThrow(RangeError);
    }
    for (let end = 0; end < bytes.length; end++) {
      await expect(list(bytes.subarray(0, end)), `${end} bytes`).rejects.toThrow(RangeError);
    }
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

  const two = { "a/b.txt": strToU8("hello hello"), c: strToU8("hi") };
  const behind = (before: number, bytes: Uint8Array, after = 0): Uint8Array => {
    const whole = new Uint8Array(before + bytes.length + after);
    whole.set(bytes, before);
    return whole;
  };

  it("reads what stands behind a program or before a few more bytes, and a comment that looks like an end", async () => {
    const zips = [
      zipSync(two),
      joined(zip64Of(Object.entries(two).map(([name, bytes]) => ({ name, bytes })))),
    ];
    for (const zip of zips) {
      for (const [before, after] of [
        [100, 0],
        [90_000, 0],
        [0, 500],
        [77, 9],
      ] as const) {
        const bytes = behind(before, zip, after);
        const { files } = await list(bytes);
        expect(files.map(({ path }) => path)).toEqual(["a/b.txt", "c"]);
        for (const file of files)
          expect(await findBody(access(bytes), file)).toBeGreaterThan(before);
      }
    }
    const comment = [...strToU8("see PK\x05\x06"), ...new Uint8Array(30)];
    const commented = Uint8Array.from([...zipSync(two), ...comment]);
    commented[commented.length - comment.length - 2] = comment.length;
    expect((await list(commented)).files.length).toBe(2);
  });

  it("takes folders without a slash, the folder itself, and empty files that are called deflated", async () => {
    const folders = zipSync({
      "./": new Uint8Array(0),
      dos: [new Uint8Array(0), { os: 0, attrs: 0x10 }],
      unix: [new Uint8Array(0), { os: 3, attrs: (0o040755 << 16) >>> 0 }],
    });
    expect(await list(folders)).toEqual({ files: [], folders: ["dos", "unix"] });
    const empty = zipSync({ a: [new Uint8Array(0), { level: 0 }] });
    const at = empty.findIndex(
      (_, i) => empty[i] === 0x50 && empty[i + 2] === 1 && empty[i + 3] === 2,
    );
    empty[at + 10] = 8;
    expect((await list(empty)).files).toMatchObject([{ path: "a", method: "store", sizeBytes: 0 }]);
  });

  it.each([
    [9, 0, 'the entry "a/b.txt" is compressed by Deflate64, which is not supported'],
    [12, 0, "is compressed by bzip2"],
    [14, 0, "is compressed by LZMA"],
    [93, 0, "is compressed by Zstandard"],
    [50, 0, "is compressed by method 50"],
    [8, 1, "is encrypted (unpack it yourself, or pack it again)"],
    [99, 0, "is encrypted"],
  ])(
    "says of method %i with flags %i that it is not unpacked, not that it is damaged",
    async (method, flags, reason) => {
      const bytes = zipSync(two);
      const at = bytes.findIndex(
        (_, i) => bytes[i] === 0x50 && bytes[i + 2] === 1 && bytes[i + 3] === 2,
      );
      bytes[at + 10] = method;
      bytes[at + 8] = flags;
      const failed = list(bytes);
      await expect(failed).rejects.toMatchObject({ code: "unsafe-archive" });
      await expect(failed).rejects.toThrow(reason);
    },
  );

  it("says that the last part of several is one", async () => {
    const bytes = zipSync(two);
    bytes[bytes.length - 22 + 4] = 2;
    await expect(list(bytes)).rejects.toThrow("it is the last of several parts; join them first");
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
