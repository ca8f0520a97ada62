import { describe, expect, it } from "vitest";
import { tarOf } from "../test-support/archives";
import { ArchiveRules } from "./archive-rules";
import { readTar } from "./tar-reader";

const text = new TextEncoder();
const limits = { maxBytes: 1e6, maxEntries: 100 };

/** In pieces of `step` bytes, as a network may bring them. */
async function* inPieces(bytes: Uint8Array, step: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) {
    yield await Promise.resolve(bytes.subarray(at, at + step));
  }
}

async function list(bytes: Uint8Array, step = 700): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { kind, path, from, body } of readTar(
    inPieces(bytes, step),
    new ArchiveRules("a.tar", limits),
  )) {
    let content = "";
    for await (const part of body) content += new TextDecoder().decode(part);
    if (from !== undefined) content = `as ${from}`;
    found[kind === "folder" ? `${path}/` : path] = content;
  }
  return found;
}

describe("readTar", () => {
  it("gives files and folders, however the bytes come in", async () => {
    const big = text.encode("x".repeat(1500));
    const tar = tarOf([
      { name: "./", type: "5" },
      { name: "a/", type: "5" },
      { name: "a/b.txt", bytes: text.encode("hello") },
      { name: "./c.txt", bytes: big },
      { name: "empty" },
    ]);
    const expected = { "a/": "", "a/b.txt": "hello", "c.txt": "x".repeat(1500), empty: "" };
    for (const step of [1, 511, 512, 513, 100_000]) expect(await list(tar, step)).toEqual(expected);
  });

  it("passes over what is not taken", async () => {
    const tar = tarOf([
      { name: "a", bytes: text.encode("x".repeat(2000)) },
      { name: "b", bytes: text.encode("y".repeat(2000)) },
      { name: "c" },
    ]);
    const names: string[] = [];
    for await (const { path, body } of readTar(inPieces(tar, 100), new ArchiveRules("a", limits))) {
      names.push(path);
      if (path === "b") for await (const _ of body) break;
    }
    expect(names).toEqual(["a", "b", "c"]);
  });

  it("reads pax and GNU long names", async () => {
    const long = `${"d".repeat(120)}/rosé.jpg`;
    const record = `path=${long}\n`;
    const length = text.encode(record).length + 4;
    const pax = text.encode(`${length} ${record}`);
    const tar = tarOf([
      { name: "PaxHeader", type: "x", bytes: pax },
      { name: "short", bytes: text.encode("pax") },
      { name: "././@LongLink", type: "L", bytes: text.encode(`${long}2\0`) },
      { name: "short", bytes: text.encode("gnu") },
      { name: "plain", bytes: text.encode("ustar") },
    ]);
    expect(await list(tar)).toEqual({ [long]: "pax", [`${long}2`]: "gnu", plain: "ustar" });
  });

  it("reads sizes that take more than eleven octal digits, and holds them to the rules", async () => {
    const bytes = text.encode("x");
    const record = (size: string): Uint8Array => text.encode(`${9 + size.length} size=${size}\n`);
    const pax = [
      { name: "PaxHeader", type: "x", bytes: record("01") },
      { name: "small", bytes, sizeBytes: 7 },
      { name: "PaxHeader", type: "x", bytes: record("99999999999") },
      { name: "large", bytes },
    ];
    await expect(list(tarOf(pax.slice(0, 2)))).resolves.toEqual({ small: "x" });
    await expect(list(tarOf(pax))).rejects.toThrow("maxBytes");
    const tar = tarOf([{ name: "large", bytes }]);
    const sum = tar.slice(124, 136).reduce((all, byte) => all + byte, 0);
    tar.set([0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0], 124); // 8 GB as GNU tar writes them
    const checked = parseInt(new TextDecoder().decode(tar.slice(148, 154)), 8) - sum + 0x82;
    tar.set(text.encode(checked.toString(8).padStart(6, "0")), 148);
    await expect(list(tar)).rejects.toThrow("maxBytes");
  });

  it("refuses sparse files, of either kind, by their own name", async () => {
    const bytes = text.encode("1\n0\n1\n");
    const sparse = text.encode("22 GNU.sparse.major=1\n26 GNU.sparse.name=big.gz\n");
    const pax = [
      { name: "PaxHeader", type: "x", bytes: sparse },
      { name: "GNUSparseFile.0/big.gz", bytes },
    ];
    await expect(list(tarOf(pax))).rejects.toThrow('the entry "big.gz" is a sparse file');
    const old = [{ name: "big.gz", type: "S", bytes }];
    await expect(list(tarOf(old))).rejects.toThrow('the entry "big.gz" is a sparse file');
  });

  it.each([
    ["a path of a pax header that leads out", "path=../evil", "does not lie inside"],
    ["a pax header's absolute path", "path=/etc/evil", "does not lie inside"],
    ["a pax header that is damaged", "path", "pax header is damaged"],
  ])("refuses %s", async (_, record, reason) => {
    const body = `${record.includes("=") ? record.length + 4 : 99} ${record}\n`;
    const pax = [{ name: "PaxHeader", type: "x", bytes: text.encode(body) }, { name: "a" }];
    await expect(list(tarOf(pax))).rejects.toThrow(reason);
  });

  it("keeps names apart that are no UTF-8: they are taken for Latin-1", async () => {
    const named = (...bytes: number[]): Uint8Array =>
      Uint8Array.from([...text.encode("caf"), ...bytes]);
    const tar = tarOf([
      { name: named(0xe9) },
      { name: named(0xe8) },
      { name: named(0xc3, 0xa9, 0x32) },
    ]);
    expect(Object.keys(await list(tar))).toEqual(["café", "cafè", "café2"]);
    const record = Uint8Array.from([...text.encode("13 path=caf"), 0xea, 10]);
    const pax = { name: "PaxHeader", type: "x", bytes: record };
    expect(Object.keys(await list(tarOf([pax, { name: "short" }])))).toEqual(["cafê"]);
  });

  it("reads what other systems write: signed checksums, Solaris's pax, a volume's name, folders of a backup", async () => {
    const path = "16 path=s/a.jpg\n";
    const tar = tarOf([
      { name: "my photos", type: "V" },
      { name: "d/", type: "D", bytes: text.encode("Ya.jpg\0\0") },
      { name: "d/é.jpg", bytes: text.encode("a"), signed: true },
      { name: "PaxHeader", type: "X", bytes: text.encode(path) },
      { name: "short", bytes: text.encode("b") },
    ]);
    expect(await list(tar)).toEqual({ "d/": "", "d/é.jpg": "a", "s/a.jpg": "b" });
  });

  it("gives a hard link to a file before it as a copy, which counts as one", async () => {
    const bytes = text.encode("x".repeat(600));
    const tar = tarOf([
      { name: "a/1.jpg", bytes },
      { name: "b/2.jpg", type: "1", target: "./a/1.jpg" },
      { name: "././@LongLink", type: "K", bytes: text.encode("b/2.jpg\0") },
      { name: "c/3.jpg", type: "1", target: "cut" },
      { name: "d", bytes: text.encode("end") },
    ]);
    expect(await list(tar)).toEqual({
      ...{ "a/1.jpg": "x".repeat(600), "b/2.jpg": "as a/1.jpg", "c/3.jpg": "as b/2.jpg" },
      d: "end",
    });
    const many = Array.from({ length: 90 }, (_, i) => ({ name: `${i}`, type: "1", target: "a" }));
    const bomb = tarOf([{ name: "a", bytes: new Uint8Array(20_000) }, ...many]);
    await expect(list(bomb)).rejects.toThrow("maxBytes");
    for (const target of ["later", "../a", "/etc/passwd"]) {
      const link = { name: "l", type: "1", target };
      await expect(list(tarOf([link, { name: "later" }]))).rejects.toMatchObject({
        code: "unsafe-archive",
      });
    }
  });

  it("refuses a GNU long name that leads out, and one that is too long to be one", async () => {
    const out = { name: "././@LongLink", type: "L", bytes: text.encode("../evil\0") };
    await expect(list(tarOf([out, { name: "a" }]))).rejects.toThrow("does not lie inside");
    const long = { name: "././@LongLink", type: "L", sizeBytes: 2 ** 21 };
    await expect(list(tarOf([long]))).rejects.toThrow("too long");
  });

  it.each([
    ["a path that leads out", [{ name: "../evil" }], "does not lie inside"],
    ["a path that leads out later", [{ name: "a/../../evil" }], "does not lie inside"],
    ["an absolute path", [{ name: "/evil" }], "does not lie inside"],
    ["a drive", [{ name: "C:\\evil" }], "does not lie inside"],
    ["a symbolic link", [{ name: "l", type: "2" }], "symlink"],
    ["a hard link", [{ name: "l", type: "1" }], "hard link"],
    ["a device", [{ name: "d", type: "3" }], "character device"],
    ["one name twice", [{ name: "a" }, { name: "./a" }], "are named"],
    ["a bomb", [{ name: "a", sizeBytes: 1e7 }], "maxBytes"],
    ["too many entries", Array.from({ length: 101 }, (_, i) => ({ name: `${i}` })), "maxEntries"],
  ])("refuses %s", async (_, files, reason) => {
    await expect(list(tarOf(files))).rejects.toMatchObject({ code: "unsafe-archive" });
    await expect(list(tarOf(files))).rejects.toThrow(reason);
  });

  it("refuses what is damaged or cut short", async () => {
    const tar = tarOf([{ name: "a", bytes: text.encode("x".repeat(2000)) }]);
    await expect(list(tar.subarray(0, 1500))).rejects.toThrow("cut short");
    await expect(list(tar.subarray(0, 300))).rejects.toThrow("cut short");
    await expect(list(tar.subarray(0, 0))).rejects.toThrow("it is empty");
    expect(await list(new Uint8Array(1024))).toEqual({});
    tar[0] = 0;
    await expect(list(tar)).rejects.toThrow("damaged");
    await expect(list(text.encode("<!doctype html>".repeat(100)))).rejects.toThrow(RangeError);
  });
});
