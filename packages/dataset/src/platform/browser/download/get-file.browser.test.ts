import { gzipSync, strToU8, zipSync } from "fflate";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { getFile } from "../../../files/get-file";
import { Sha256 } from "../../../files/sha256";
import { walkFiles } from "../../../loader/walk-files";
import { tarOf } from "../../../test-support/archives";
import { privateFolder } from "../../../test-support/folders";
import { privateEntryAt } from "../private-files";

const body = Uint8Array.from({ length: 50_000 }, (_, i) => i % 251);
const sha256 = new Sha256().update(body).hex();
const url = "https://example.org/files/data.bin";
const cacheFolder = "opfs:/get-file-test";
let ranges: (string | null)[] = [];
beforeEach(async () => {
  await privateFolder("get-file-test");
  ranges = [];
});

/** A server that knows ranges, and may break off after some bytes. */
function serving(bytes: Uint8Array<ArrayBuffer>, breakAfter = Infinity): typeof fetch {
  return (_, init) => {
    init?.signal?.throwIfAborted();
    const range = new Headers(init?.headers).get("range");
    ranges.push(range);
    const from = Number(/bytes=(\d+)-/.exec(range ?? "")?.[1] ?? 0);
    if (from >= bytes.length) return Promise.resolve(new Response(null, { status: 416 }));
    const part = bytes.subarray(from);
    const stream = new ReadableStream({
      async pull(controller) {
        controller.enqueue(part.subarray(0, Math.min(breakAfter, part.length)));
        await new Promise((done) => setTimeout(done, 20));
        if (part.length > breakAfter) controller.error(new TypeError("network error"));
        else controller.close();
      },
    });
    const headers = new Headers({ "content-length": String(part.length) });
    if (from > 0) headers.set("content-range", `bytes ${from}-${bytes.length - 1}/${bytes.length}`);
    return Promise.resolve(new Response(stream, { status: from > 0 ? 206 : 200, headers }));
  };
}

async function bytesAt(path: string): Promise<Uint8Array> {
  const entry = (await privateEntryAt(path)) as FileSystemFileHandle;
  return new Uint8Array(await (await entry.getFile()).arrayBuffer());
}

async function namesIn(path: string): Promise<string[]> {
  const folder = (await privateEntryAt(path)) as FileSystemDirectoryHandle;
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names.sort();
}

describe("getFile in the page", () => {
  it("goes on where a broken download ended, checks, and downloads once", async () => {
    const options = { sizeBytes: body.length, sha256, cacheFolder };
    await expect(getFile(url, { ...options, fetch: serving(body, 20_000) })).rejects.toMatchObject({
      code: "download",
    });
    const progress: number[] = [];
    const file = await getFile(url, {
      ...options,
      fetch: serving(body),
      onProgress: ({ receivedBytes, totalBytes }) => {
        progress.push(receivedBytes);
        expect(totalBytes).toBe(body.length);
      },
    });
    expect(file).toBe("opfs:/get-file-test/datasets/data.bin");
    expect(await bytesAt(file)).toEqual(body);
    expect(ranges).toEqual([null, "bytes=20000-"]);
    expect(progress.at(-1)).toBe(body.length);
    expect(await getFile(url, { ...options, fetch: serving(body) })).toBe(file);
    expect(ranges.length).toBe(2);
    expect(await namesIn("opfs:/get-file-test/datasets")).toEqual(["data.bin"]);
  });

  it("refuses another checksum or a longer file, and keeps neither", async () => {
    const bad = { name: "bad.bin", cacheFolder, fetch: serving(body) };
    await expect(getFile(url, { ...bad, sha256: "0".repeat(64) })).rejects.toMatchObject({
      code: "checksum",
    });
    await expect(getFile(url, { ...bad, sizeBytes: 10 })).rejects.toMatchObject({
      code: "checksum",
    });
    expect(await namesIn("opfs:/get-file-test/datasets")).toEqual([]);
  });

  it("can be aborted, and refuses names that are paths", async () => {
    const options = { cacheFolder, fetch: serving(body) };
    await expect(getFile(url, { ...options, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "aborted",
    });
    for (const rest of [{ name: "../y" }, { cacheFolder: "opfs:/../x" }]) {
      await expect(getFile(url, { ...options, ...rest })).rejects.toMatchObject({
        code: "invalid-argument",
      });
    }
  });

  it.each([
    [
      "zip",
      new Uint8Array(zipSync({ "top/a/1.txt": strToU8("one"), "top/b/2.txt": strToU8("two") })),
    ],
    [
      "tgz",
      new Uint8Array(
        gzipSync(
          tarOf([
            { name: "top/a/1.txt", bytes: strToU8("one") },
            { name: "top/b/2.txt", bytes: strToU8("two") },
          ]),
        ),
      ),
    ],
  ])("unpacks a %s once", async (extension, archive) => {
    const options = { cacheFolder, fetch: serving(archive), extract: true };
    const folder = await getFile(`https://example.org/x.${extension}`, options);
    const walked: string[] = [];
    for await (const { path, bytes } of walkFiles(folder)) {
      walked.push(`${path}: ${new TextDecoder().decode(await bytes())}`);
    }
    expect(walked).toEqual(["top/a/1.txt: one", "top/b/2.txt: two"]);
    expect(await getFile(`https://example.org/x.${extension}`, options)).toBe(folder);
    expect(ranges.length).toBe(1);
  });

  it("says when no room is left, and leaves nothing behind", async () => {
    const data = new Uint8Array(zipSync({ "a/1.bin": body, "b/2.bin": [body, { level: 0 }] }));
    const full = (): Promise<never> =>
      Promise.reject(new DOMException("The quota has been exceeded.", "QuotaExceededError"));
    const options = { cacheFolder, fetch: serving(data), name: "d.zip", extract: true };
    const write = vi.spyOn(FileSystemWritableFileStream.prototype, "write");
    try {
      write.mockImplementationOnce(full);
      await expect(getFile(url, options)).rejects.toMatchObject({
        code: "disk-full",
        message: `getFile: ${url} could not be downloaded: no room is left on the disk (QuotaExceededError).`,
      });
      expect(await namesIn("opfs:/get-file-test/datasets")).toEqual([]);
      await getFile(url, { ...options, extract: false });
      write.mockImplementationOnce(() => Promise.resolve()).mockImplementationOnce(full); // the second file
      await expect(getFile(url, options)).rejects.toMatchObject({
        code: "disk-full",
        message:
          'getFile: "d.zip" could not be unpacked: no room is left on the disk (QuotaExceededError).',
      });
      expect(await namesIn("opfs:/get-file-test/datasets")).toEqual(["d.zip"]);
    } finally {
      write.mockRestore();
    }
    const folder = await getFile(url, options);
    expect(await bytesAt(`${folder}/b/2.bin`)).toEqual(body);
  });

  it("refuses hostile archives, and leaves nothing of them", async () => {
    const zeros = new Uint8Array(zipSync({ z: new Uint8Array(1e6) }));
    for (const [archive, limits] of [
      [tarOf([{ name: "a.txt", bytes: strToU8("x") }, { name: "../evil" }]), undefined],
      [tarOf([{ name: "l", type: "2" }]), undefined],
      [zeros, { maxBytes: 1000, maxEntries: 10 }],
    ] as const) {
      await expect(
        getFile(url, { cacheFolder, fetch: serving(archive), extract: true, limits, force: true }),
      ).rejects.toMatchObject({ code: "unsafe-archive" });
      expect(await namesIn("opfs:/get-file-test/datasets")).toEqual(["data.bin"]);
    }
  });
});
