import { afterEach, describe, expect, it } from "vitest";
import { loadImages } from "../../../decode/decode-into";
import type { ImageSpec } from "../../../decode/image-spec";
import { readFixture } from "../../../test-support/fixtures";
import { startDecodeWorker } from "../../browser-start-worker";
import { fileDecoding } from "./decoders";
import { DecodePool } from "./decode-pool";
import type { SourceFile } from "../directory/source-file";

const spec: ImageSpec = {
  height: 12,
  width: 10,
  interpolation: "bilinear",
  fit: "stretch",
  channels: 3,
  pixels: "float32",
  exifOrientation: false,
  extraFormats: false,
};
const file = (bytes: Uint8Array<ArrayBuffer>): SourceFile => ({
  kind: "blob",
  blob: new Blob([bytes]),
  changedMs: 0,
});
const names = ["rgb.png", "rgb420_q75.jpg", "rgb.gif", "rgb24.bmp", "gray16.png"];
const files = await Promise.all(
  names.map(async (name) => file(await readFixture(`images/${name}`))),
);
const going = new AbortController().signal;

let pool: DecodePool;
afterEach(() => pool.close());

describe("decoding workers", () => {
  it("give what this thread gives, and name the files that fail", async () => {
    pool = new DecodePool(startDecodeWorker, 2);
    const mixed = [files[0]!, file(Uint8Array.of(1, 2, 3, 4)), ...files.slice(1)];
    const expected = await loadImages(mixed, spec, fileDecoding);
    const loaded = await Promise.all([1, 2, 3].map(() => pool.load(mixed, spec, going)));
    for (const one of loaded) expect(one).toEqual(expected);
    expect(expected.failures).toEqual([
      {
        index: 1,
        reason: "not an image (first bytes 01 02 03 04); expected JPEG, PNG, GIF or BMP",
      },
    ]);
    expect(pool.workers).toBe(2);
  });

  it("drop what has not begun when aborted", async () => {
    pool = new DecodePool(startDecodeWorker, 1);
    const stopping = new AbortController();
    const all = Array.from({ length: 5 }, () => pool.load(files, spec, stopping.signal));
    stopping.abort();
    const outcomes = await Promise.allSettled(all);
    const dropped = outcomes.filter(({ status }) => status === "rejected");
    expect(dropped.length).toBe(3); // one at work, one waiting in the worker
    for (const one of dropped) expect(one).toMatchObject({ reason: { code: "aborted" } });
  });
});

describe("where handles cannot be sent", () => {
  /** As in WebKit: a message with a handle in it is refused. */
  const start = (): Worker => {
    const worker = startDecodeWorker();
    const post = worker.postMessage.bind(worker);
    worker.postMessage = (request: { files: readonly SourceFile[] }) => {
      if (request.files.some(({ kind }) => kind === "handle")) {
        throw new DOMException("The object can not be cloned.", "DataCloneError");
      }
      post(request);
    };
    return worker;
  };
  const handles = async (): Promise<SourceFile[]> => {
    const root = await navigator.storage.getDirectory();
    return Promise.all(
      names.map(async (name) => {
        const handle = await root.getFileHandle(name, { create: true });
        const stream = await handle.createWritable();
        await stream.write(await readFixture(`images/${name}`));
        await stream.close();
        return { kind: "handle", handle };
      }),
    );
  };

  it("workers decode the files", async () => {
    pool = new DecodePool(start, 2);
    const stored = await handles();
    const expected = await loadImages(files, spec, fileDecoding);
    const loaded = await Promise.all([1, 2, 3].map(() => pool.load(stored, spec, going)));
    for (const one of loaded) expect(one).toEqual(expected);
    expect(pool.workers).toBe(2);
  });

  it("a file that is gone is named", async () => {
    pool = new DecodePool(start, 1);
    const stored = await handles();
    await (await navigator.storage.getDirectory()).removeEntry(names[2]!);
    const { failures, pixels } = await pool.load(stored, spec, going);
    expect(failures.map(({ index }) => index)).toEqual([2]);
    expect(pixels.length).toBe((names.length - 1) * 12 * 10 * 3);
    expect((await pool.load(files, spec, going)).failures).toEqual([]);
  });
});

describe("without workers", () => {
  it.each([
    [
      "forbidden",
      (): Worker => {
        throw new DOMException("no workers here", "SecurityError");
      },
    ],
    ["missing", (): Worker => new Worker(new URL("./missing-worker.mjs", location.href))],
  ])("(%s) this thread decodes", async (_, start) => {
    pool = new DecodePool(start, 2);
    const loaded = await Promise.all([1, 2, 3].map(() => pool.load(files, spec, going)));
    const expected = await loadImages(files, spec, fileDecoding);
    for (const one of loaded) expect(one).toEqual(expected);
    expect(pool.workers).toBe(0);
    expect(await pool.load(files, spec, going)).toEqual(expected);
  });
});
