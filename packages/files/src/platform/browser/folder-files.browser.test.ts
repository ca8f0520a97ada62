/** Files of the origin's private file system: their contract, and what a write that was cut off leaves. */
import { files } from "#platform";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FilesError } from "../../errors";
import { folderStore } from "../../folder-store";
import { sealOf } from "../../seal";
import { FolderFiles } from "./folder-files";

const name = `folder-files-${Math.floor(Math.random() * 1e9)}`;
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
let folder: FileSystemDirectoryHandle;
let store: FolderFiles;

async function namesIn(handle: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const each of handle.keys()) names.push(each);
  return names.sort();
}

/** Writes a file without the store. */
async function put(file: string, content: Uint8Array): Promise<void> {
  const handle = await folder.getFileHandle(file, { create: true });
  const stream = await handle.createWritable();
  await stream.write(content as Uint8Array<ArrayBuffer>);
  await stream.close();
}

describe("files in the page", () => {
  beforeAll(async () => {
    const root = await navigator.storage.getDirectory();
    folder = await root.getDirectoryHandle(name, { create: true });
    store = new FolderFiles(() => Promise.resolve(folder));
  });

  afterAll(async () => {
    await (await navigator.storage.getDirectory()).removeEntry(name, { recursive: true });
  });

  it("writes, replaces, appends and removes, making folders on the way", async () => {
    expect(await store.read("a/b/c.bin")).toBeNull();
    await store.writeAtomic("a/b/c.bin", bytes(1, 2, 3));
    await store.writeAtomic("a/b/c.bin", bytes(4));
    await store.append("a/b/c.bin", bytes(5, 6));
    expect(await store.read("./a//b/c.bin")).toEqual(bytes(4, 5, 6));
    expect(
      await namesIn(await (await folder.getDirectoryHandle("a")).getDirectoryHandle("b")),
    ).toEqual(
      ["c.bin"], // nothing else is left
    );
    await store.removeEmptyFolder("a/b"); // is not empty: stays
    expect(await store.read("a/b/c.bin")).not.toBeNull();
    await store.remove("a/b/c.bin");
    await store.remove("a/b/c.bin");
    await store.remove("no/such/file");
    await store.removeEmptyFolder("a/b");
    await store.removeEmptyFolder("no/such/folder");
    expect(await namesIn(await folder.getDirectoryHandle("a"))).toEqual([]);
    await store.append("new.txt", bytes(7));
    expect(await store.read("new.txt")).toEqual(bytes(7));
  });

  it("is the same folder by a handle, by a path and by whole paths", async () => {
    await folderStore(folder).writeAtomic("x/y.bin", bytes(1));
    expect(await folderStore(name).read("x/y.bin")).toEqual(bytes(1));
    expect(await folderStore(`${name}/x`).read("y.bin")).toEqual(bytes(1));
    expect(await files.read(`${name}/x/y.bin`)).toEqual(bytes(1));
  });

  it("keeps the former content when a write never ends", async () => {
    await store.writeAtomic("open.bin", bytes(1, 2));
    const stream = await (await folder.getFileHandle("open.bin")).createWritable();
    await stream.write(new Uint8Array(1000));
    expect(await store.read("open.bin")).toEqual(bytes(1, 2));
    await stream.abort();
    expect(await store.read("open.bin")).toEqual(bytes(1, 2));
  });

  it("takes a whole .part for the newest content, and a torn one for nothing", async () => {
    const next = bytes(9, 8, 7);
    const whole = bytes(...next, ...sealOf(next));
    // Ended before the copy: no file, an empty one, half of one.
    for (const copied of [null, bytes(), bytes(9)]) {
      await store.remove("two.bin");
      if (copied) await put("two.bin", copied);
      await put("two.bin.part", whole);
      expect(await store.read("two.bin")).toEqual(next);
      await store.append("two.bin", bytes(6));
      expect(await store.read("two.bin")).toEqual(bytes(9, 8, 7, 6));
    }
    for (let length = 0; length < whole.length; length++) {
      await put("two.bin.part", whole.subarray(0, length));
      expect(await store.read("two.bin")).toEqual(bytes(9, 8, 7, 6));
    }
    await put("two.bin.part", whole);
    await store.writeAtomic("two.bin", bytes(1));
    expect(await store.read("two.bin")).toEqual(bytes(1));
    await put("two.bin.part", whole);
    await store.remove("two.bin");
    expect(await store.read("two.bin")).toBeNull();
  });

  it("gives one clear error for what it cannot do", async () => {
    await store.writeAtomic("file", bytes(1));
    const refusals: [() => Promise<unknown>, string, string][] = [
      [() => store.read("../up"), "invalid-argument", 'received "../up"'],
      [() => store.read("a/.."), "invalid-argument", 'received "a/.."'],
      [() => store.writeAtomic("", bytes()), "invalid-argument", 'received ""'],
      [() => store.writeAtomic("a", bytes()), "file", 'cannot write "a": '], // a folder
      [() => store.append("file/x", bytes()), "file", 'cannot append to "file/x": '],
      [() => store.read("file/x"), "file", 'cannot read "file/x": '],
    ];
    for (const [work, code, message] of refusals) {
      const error: unknown = await work().catch((reason: unknown) => reason);
      expect(FilesError.is(error) ? [error.code, error.message] : error).toEqual([
        code,
        expect.stringContaining(message),
      ]);
    }
    expect(() => folderStore("../x")).toThrow('received "../x"');
  });
});
