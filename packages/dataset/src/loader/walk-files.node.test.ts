import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { walkFiles } from "./walk-files";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "walk-files-"));
  for (const path of ["b/x/1", "b/x-y/1", "b/x/z/1", "a/2.png", "a/.hidden", "LICENSE.txt"]) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), path);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("gives every file in the loader's order, and its bytes when asked", async () => {
  const paths: string[] = [];
  for await (const { path, bytes } of walkFiles(folder)) {
    paths.push(path);
    expect(new TextDecoder().decode(await bytes())).toBe(path);
  }
  expect(paths).toEqual(["LICENSE.txt", "a/.hidden", "a/2.png", "b/x/1", "b/x-y/1", "b/x/z/1"]);
});

it("can be aborted, and says what is missing or not for Node", async () => {
  const stopping = new AbortController();
  const walk = walkFiles(folder, { signal: stopping.signal });
  await walk.next();
  stopping.abort();
  await expect(walk.next()).rejects.toMatchObject({ code: "aborted" });
  await expect(walkFiles(join(folder, "nowhere")).next()).rejects.toMatchObject({
    code: "not-found",
    message: `walkFiles: no such directory: "${join(folder, "nowhere")}".`,
  });
  await expect(walkFiles(new Blob([])).next()).rejects.toThrow(
    "walkFiles: in Node, the directory must be the path of a folder",
  );
});
