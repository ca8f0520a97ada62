import { gzipSync, strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { tarOf } from "../test-support/archives";
import { pickedFiles, privateFolder, writeFiles } from "../test-support/folders";
import type { DirectorySource } from "./directory-source";
import { walkFiles } from "./walk-files";

const names = ["b/x/1", "b/x-y/1", "b/x/z/1", "a/2.png", "a/.hidden", "LICENSE.txt"];
const contents = new Map(names.map((name) => [name, new Uint8Array(strToU8(name))]));
const zip = new Uint8Array(
  zipSync(Object.fromEntries([...contents].map(([name, bytes]) => [`top/${name}`, bytes]))),
);
const tgz = new Uint8Array(
  gzipSync(tarOf([...contents].map(([name, bytes]) => ({ name: `top/${name}`, bytes })))),
);

const sources: Record<string, () => Promise<DirectorySource>> = {
  "a handle": async () => {
    const folder = await privateFolder("walked");
    await writeFiles(folder, contents);
    return folder;
  },
  "a private path": async () => {
    await writeFiles(await privateFolder("walked"), contents);
    return "opfs:/walked";
  },
  files: () => Promise.resolve(pickedFiles("top", contents)),
  "a zip": () => Promise.resolve(new Blob([zip])),
  "a tar.gz": () => Promise.resolve(new Blob([tgz])),
};

it.each(Object.entries(sources))("walks %s in the loader's order", async (_, open) => {
  const paths: string[] = [];
  for await (const { path, bytes } of walkFiles(await open())) {
    paths.push(path);
    expect(new TextDecoder().decode(await bytes())).toBe(path);
  }
  expect(paths).toEqual(["LICENSE.txt", "a/.hidden", "a/2.png", "b/x/1", "b/x-y/1", "b/x/z/1"]);
});

describe("an archive's address", () => {
  it("is downloaded with progress", async () => {
    const progress: { loaded: number; total: number | undefined }[] = [];
    const url = URL.createObjectURL(new Blob([tgz]));
    const paths: string[] = [];
    for await (const { path } of walkFiles(url, { onProgress: (now) => progress.push(now) })) {
      paths.push(path);
    }
    expect(paths.length).toBe(6);
    expect(progress.at(-1)).toEqual({ loaded: tgz.length, total: tgz.length });
  });

  it("is not when aborted", async () => {
    const url = URL.createObjectURL(new Blob([tgz]));
    const stopping = new AbortController();
    const walk = walkFiles(url, { signal: stopping.signal, onProgress: () => stopping.abort() });
    await expect(walk.next()).rejects.toMatchObject({ code: "aborted" });
  });
});

it("refuses a file that does not unpack to what the zip announces", async () => {
  const zeros = new Uint8Array(zipSync({ "a/1": new Uint8Array(100_000), "b/2": strToU8("x") }));
  const entry = zeros.findIndex((_, i) => zeros[i] === 0x50 && zeros[i + 2] === 1);
  new DataView(zeros.buffer).setUint32(entry + 24, 10, true); // says 10 bytes
  const walk = walkFiles(new Blob([zeros]));
  const { value } = await walk.next();
  await expect(value!.bytes()).rejects.toMatchObject({
    code: "not-found",
    message: 'walkFiles: cannot read "a/1": it does not unpack to what the zip announces.',
  });
});
