import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { pack } from "tar-stream";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { tarOf, zip64Of } from "../../../test-support/archives";
import { unpack } from "./archive";
import { getFile } from "./get-file";

const body = Buffer.from(Array.from({ length: 50_000 }, (_, i) => i % 251));
const sha256 = createHash("sha256").update(body).digest("hex");
let folder: string;
let server: Server;
let origin: string;
const ranges: (string | undefined)[] = [];
let breakAfter = Infinity;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "get-file-"));
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const part = body.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      "content-length": part.length,
      ...(from > 0 ? { "content-range": `bytes ${from}-${body.length - 1}/${body.length}` } : {}),
    });
    if (part.length > breakAfter) {
      response.write(part.subarray(0, breakAfter), () => setTimeout(() => response.destroy(), 500));
      breakAfter = Infinity;
    } else response.end(part);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

const tar = async (add: (p: ReturnType<typeof pack>) => void, name: string): Promise<string> => {
  const archive = pack();
  add(archive);
  archive.finalize();
  const parts: Buffer[] = [];
  for await (const part of archive) parts.push(part as Buffer);
  const file = join(folder, name);
  writeFileSync(file, gzipSync(Buffer.concat(parts)));
  return file;
};

describe("getFile", () => {
  it("goes on where a broken download ended, checks, and downloads once", async () => {
    breakAfter = 20_000;
    const options = { sizeBytes: body.length, sha256, cacheFolder: folder };
    await expect(getFile(`${origin}/data.bin`, options)).rejects.toMatchObject({
      code: "download",
    });
    const progress: number[] = [];
    const file = await getFile(`${origin}/data.bin`, {
      ...options,
      onProgress: ({ receivedBytes, totalBytes }) => {
        progress.push(receivedBytes);
        expect(totalBytes).toBe(body.length);
      },
    });
    expect(readFileSync(file).equals(body)).toBe(true);
    expect(ranges.at(-1)).toBe("bytes=20000-");
    expect(progress.at(-1)).toBe(body.length);
    const before = ranges.length;
    expect(await getFile(`${origin}/data.bin`, options)).toBe(file);
    expect(ranges.length).toBe(before);
  });

  it("refuses another checksum or a longer file, and keeps neither", async () => {
    const bad = { name: "bad.bin", cacheFolder: folder };
    await expect(getFile(`${origin}/x`, { ...bad, sha256: "0".repeat(64) })).rejects.toMatchObject({
      code: "checksum",
    });
    await expect(getFile(`${origin}/x`, { ...bad, sizeBytes: 10 })).rejects.toMatchObject({
      code: "checksum",
    });
    expect(readdirSync(join(folder, "datasets")).filter((name) => name.startsWith("bad"))).toEqual(
      [],
    );
  });

  it("can be aborted, and refuses names that are paths", async () => {
    const signal = AbortSignal.abort();
    await expect(getFile(`${origin}/y`, { cacheFolder: folder, signal })).rejects.toMatchObject({
      code: "aborted",
    });
    await expect(
      getFile(`${origin}/y`, { cacheFolder: folder, name: "../y" }),
    ).rejects.toMatchObject({ code: "invalid-argument" });
  });

  it("asks again from the start when what it has is not of the file, but not for ever", async () => {
    const asked: (string | null)[] = [];
    const refusing: typeof fetch = (_, init) => {
      asked.push(new Headers(init?.headers).get("range"));
      return Promise.resolve(new Response("no", { status: 416 }));
    };
    writeFileSync(join(folder, "datasets", "z.partial"), "beginning of another file");
    const options = { cacheFolder: folder, fetch: refusing };
    await expect(getFile(`${origin}/z`, options)).rejects.toThrow("answered 416");
    expect(asked).toEqual(["bytes=25-", null]);
  });

  it("caches where FLOWERS_CACHE_DIR and XDG_CACHE_HOME say", async () => {
    vi.stubEnv("XDG_CACHE_HOME", join(folder, "xdg"));
    expect(await getFile(`${origin}/x`)).toBe(join(folder, "xdg", "flowers", "datasets", "x"));
    vi.stubEnv("FLOWERS_CACHE_DIR", join(folder, "named"));
    expect(await getFile(`${origin}/x`)).toBe(join(folder, "named", "datasets", "x"));
    vi.unstubAllEnvs();
  });
});

describe("unpacking", () => {
  const target = (): string => mkdtempSync(join(folder, "out-"));
  const zip = (files: Parameters<typeof zipSync>[0], name: string): string => {
    const file = join(folder, name);
    writeFileSync(file, zipSync(files));
    return file;
  };

  it("gives the files of zip and tar.gz", async () => {
    const files = {
      "a/b.txt": strToU8("hello"),
      "c.txt": [strToU8("stored"), { level: 0 }],
    } as const;
    const out = target();
    await unpack(
      zip({ ...files, "c.txt": [strToU8("stored"), { level: 0 }] }, "ok.zip"),
      "zip",
      out,
    );
    expect(
      readFileSync(join(out, "a/b.txt"), "utf8") + readFileSync(join(out, "c.txt"), "utf8"),
    ).toBe("hellostored");
    const out2 = target();
    await unpack(await tar((p) => p.entry({ name: "d/e.txt" }, "tar"), "ok.tgz"), "tar", out2);
    expect(readFileSync(join(out2, "d/e.txt"), "utf8")).toBe("tar");
    const out3 = target();
    const linked = await tar((p) => {
      p.entry({ name: "d/e.txt" }, "tar");
      p.entry({ name: "f/g.txt", type: "link", linkname: "d/e.txt" });
    }, "linked.tgz");
    await unpack(linked, "tar", out3);
    expect(readFileSync(join(out3, "f/g.txt"), "utf8")).toBe("tar");
  });

  it("gives the files of a tar.gz of several members, with long names of either kind", async () => {
    const long = `${"d".repeat(90)}/${"e".repeat(90)}/rosé.jpg`;
    const file = await tar((p) => p.entry({ name: long }, "pax"), "long.tgz");
    const plain = gunzipSync(readFileSync(file)).subarray(0, -1024); // without its end
    const gnu = tarOf([
      { name: "././@LongLink", type: "L", bytes: strToU8(`g${long}\0`) },
      { name: "short", bytes: strToU8("gnu") },
    ]);
    const members = [plain.subarray(0, 700), plain.subarray(700), Buffer.alloc(0), gnu];
    writeFileSync(file, Buffer.concat(members.map((member) => gzipSync(member))));
    const out = target();
    await unpack(file, "tar", out);
    expect(readFileSync(join(out, long), "utf8")).toBe("pax");
    expect(readFileSync(join(out, `g${long}`), "utf8")).toBe("gnu");
    const bad = [gnu.subarray(0, -1024), tarOf([{ name: "../evil" }])];
    writeFileSync(file, Buffer.concat(bad.map((member) => gzipSync(member))));
    await expect(unpack(file, "tar", target())).rejects.toMatchObject({ code: "unsafe-archive" });
    const damaged = Buffer.concat(members.map((member) => gzipSync(member)));
    damaged[damaged.length - 6]! ^= 1; // the last member's checksum
    writeFileSync(file, damaged);
    await expect(unpack(file, "tar", target())).rejects.toMatchObject({ code: "unsafe-archive" });
  });

  it("reads zip64: a file that lies beyond 4 GB", async () => {
    const far = 4.5 * 2 ** 30;
    const content = strToU8("beyond");
    const parts = zip64Of([{ name: "a/far.txt", bytes: content, localAt: far }], {
      at: far + 100,
    });
    const file = join(folder, "far.zip");
    const handle = await open(file, "w");
    await handle.write(parts.body, 0, parts.body.length, far); // a hole before it, which takes no room
    await handle.write(parts.tail, 0, parts.tail.length, far + 100);
    await handle.close();
    const out = target();
    await unpack(file, "zip", out);
    expect(readFileSync(join(out, "a/far.txt"), "utf8")).toBe("beyond");
    rmSync(file);
  });

  it("refuses entries that lead out, links, and bombs", async () => {
    const refused = { code: "unsafe-archive" };
    for (const name of ["../evil", "/evil", "a/../../evil", "C:\\evil", "..\\evil"]) {
      await expect(
        unpack(zip({ [name]: strToU8("x") }, "e.zip"), "zip", target()),
      ).rejects.toMatchObject(refused);
      const bad = await tar((p) => p.entry({ name }, "x"), "e.tgz");
      await expect(unpack(bad, "tar", target())).rejects.toMatchObject(refused);
    }
    const link = await tar(
      (p) => p.entry({ name: "l", type: "symlink", linkname: "/etc" }),
      "l.tgz",
    );
    await expect(unpack(link, "tar", target())).rejects.toThrow("symlink");
    const zipLink = zip(
      { l: [strToU8("/etc"), { os: 3, attrs: (0o120777 << 16) >>> 0 }] },
      "l.zip",
    );
    await expect(unpack(zipLink, "zip", target())).rejects.toThrow("link");
    const zeros = new Uint8Array(1_000_000);
    const small = { maxBytes: 100_000, maxEntries: 2 };
    await expect(unpack(zip({ z: zeros }, "z.zip"), "zip", target(), small)).rejects.toThrow(
      "maxBytes",
    );
    const many = zip(
      { a: zeros.subarray(0, 1), b: zeros.subarray(0, 1), c: zeros.subarray(0, 1) },
      "m.zip",
    );
    await expect(unpack(many, "zip", target(), small)).rejects.toThrow("maxEntries");
    writeFileSync(join(folder, "junk.zip"), "not a zip");
    await expect(unpack(join(folder, "junk.zip"), "zip", target())).rejects.toMatchObject(refused);
    expect(readdirSync(folder)).not.toContain("evil");
  });
});
