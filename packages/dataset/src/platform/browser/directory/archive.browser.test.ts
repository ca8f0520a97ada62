import { gzipSync, strToU8 } from "fflate";
import { describe, expect, it } from "vitest";
import { tarOf, zip64Of } from "../../../test-support/archives";
import { listArchive } from "./archive";
import { readSourceFile } from "./source-file";

const limits = { maxBytes: 2 ** 30, maxEntries: 100_000 };

async function contents(archive: Blob): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [path, file] of await listArchive(archive, "a", undefined, limits)) {
    if (file !== "folder") found[path] = new TextDecoder().decode(await readSourceFile(file));
  }
  return found;
}

describe("a tar.gz of several members", () => {
  const long = `${"d".repeat(120)}/rosé.jpg`;
  const pax = `path=${long}\n`;
  const tar = tarOf([
    { name: "PaxHeader", type: "x", bytes: strToU8(`${strToU8(pax).length + 4} ${pax}`) },
    { name: "short", bytes: strToU8("pax") },
    { name: "././@LongLink", type: "L", bytes: strToU8(`g${long}\0`) },
    { name: "short", bytes: strToU8("x".repeat(100_000)) },
  ]);
  const cut = (...at: number[]): Uint8Array<ArrayBuffer>[] =>
    [0, ...at].map((from, i) => new Uint8Array(gzipSync(tar.subarray(from, at[i]))));

  it("is read like one of one", async () => {
    const expected = { [long]: "pax", [`g${long}`]: "x".repeat(100_000) };
    for (const members of [cut(), cut(700), cut(100, 100, 50_000, tar.length - 1500)]) {
      expect(await contents(new Blob(members))).toEqual(expected);
    }
  });

  it("is refused where it is damaged, cut short or hostile", async () => {
    const refused = { code: "unsafe-archive" };
    const members = cut(700, 50_000);
    const whole = new Uint8Array(await new Blob(members).arrayBuffer());
    const middle = members[0]!.length + members[1]!.length;
    whole[middle - 6]! ^= 1; // the second member's checksum
    await expect(contents(new Blob([whole]))).rejects.toMatchObject(refused);
    await expect(contents(new Blob(cut(700, 50_000).slice(0, 2)))).rejects.toMatchObject(refused);
    const junk = new Blob([...cut(700).slice(0, 1), strToU8("junk")]);
    await expect(contents(junk)).rejects.toMatchObject(refused);
    const evil = [tar.subarray(0, -1024), tarOf([{ name: "../evil" }])];
    const hostile = new Blob(evil.map((part) => new Uint8Array(gzipSync(part))));
    await expect(contents(hostile)).rejects.toThrow("does not lie inside");
    const bomb = new Blob([
      new Uint8Array(gzipSync(tar.subarray(0, 700))),
      new Uint8Array(gzipSync(new Uint8Array(5e6))),
    ]);
    const small = { maxBytes: 1e6, maxEntries: 10 };
    await expect(listArchive(bomb, "a", undefined, small)).rejects.toMatchObject(refused);
  });
});

it("a hard link of a tar is the file that it names", async () => {
  const tar = tarOf([
    { name: "a/1.jpg", bytes: strToU8("same") },
    { name: "b/2.jpg", type: "1", target: "a/1.jpg" },
  ]);
  expect(await contents(new Blob([tar]))).toEqual({ "a/1.jpg": "same", "b/2.jpg": "same" });
});

it("a zip behind a program is read by its name's ending", async () => {
  const { body, tail } = zip64Of([{ name: "a.jpg", bytes: strToU8("zip") }]);
  const bytes = new Blob([strToU8("#!/bin/sh\n") as Uint8Array<ArrayBuffer>, body, tail]);
  const [[path, file] = ["", "folder" as const]] = await listArchive(bytes, "photos.zip");
  expect(path).toBe("a.jpg");
  expect(file === "folder" ? "" : new TextDecoder().decode(await readSourceFile(file))).toBe("zip");
});

describe("zip64", () => {
  it("is read with its files", async () => {
    const files = Array.from({ length: 100 }, (_, i) => ({ name: `d/${i}` }));
    const { body, tail } = zip64Of([...files, { name: "e/f.txt", bytes: strToU8("zip64") }]);
    const entries = await listArchive(new Blob([body, tail]), "a", undefined, limits);
    expect(entries.length).toBe(101);
    const [path, file] = entries.at(-1)!;
    expect(path).toBe("e/f.txt");
    expect(file !== "folder" && (await readSourceFile(file))).toEqual(strToU8("zip64"));
  });

  it("is refused where it is hostile", async () => {
    for (const file of [
      { name: "../evil" },
      { name: "l", mode: 0o120777 },
      { name: "b", sizeBytes: 2 ** 40 },
    ]) {
      const { body, tail } = zip64Of([file]);
      await expect(contents(new Blob([body, tail]))).rejects.toMatchObject({
        code: "unsafe-archive",
      });
    }
  });
});
