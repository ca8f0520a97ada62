import { expect, it } from "vitest";
import { privateFolder, writeFrom, writeNew } from "../../private-paths";

it("writes from a place on, and drops what lay beyond", async () => {
  const folder = await privateFolder("private-writer", { create: true });
  const file = await folder.getFileHandle("a", { create: true });
  await writeNew(file, Uint8Array.of(1, 2, 3, 4));
  const writer = await writeFrom(file, 2);
  await writer.write(Uint8Array.of(9));
  await writer.close();
  expect([...new Uint8Array(await (await file.getFile()).arrayBuffer())]).toEqual([1, 2, 9]);
});

it("says so when a worker's file takes only a part, and closes it", async () => {
  let closed = 0;
  // Workers alone have such handles; this one has room for two bytes.
  const access = {
    write: (bytes: Uint8Array, { at }: { at: number }) =>
      Math.min(bytes.length, Math.max(0, 2 - at)),
    truncate: () => undefined,
    flush: () => undefined,
    close: () => closed++,
  };
  const file = { createSyncAccessHandle: () => Promise.resolve(access) };
  const handle = file as unknown as FileSystemFileHandle;
  await writeNew(handle, Uint8Array.of(1, 2));
  await expect(writeNew(handle, Uint8Array.of(1, 2, 3))).rejects.toMatchObject({
    name: "QuotaExceededError",
  });
  expect(closed).toBe(2);
});
