/** Ctrl-C and SIGTERM in the phases in which nothing is trained: the process ends soon, and says what it leaves behind. */
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CliResult, runCli } from "../test-support/run-cli";
import { makeTinyFolder, type TinyFolder } from "../test-support/tiny-folder";

const codes = { SIGINT: 130, SIGTERM: 143 } as const;

describe.each(["SIGINT", "SIGTERM"] as const)("%s", (signal) => {
  let home: string;
  let folder: TinyFolder;
  let server: Server;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "flowers-stop-"));
    folder = await makeTinyFolder(["daisy", "roses"], 12);
    server = createServer((_request, response) => {
      response.writeHead(200, { "Content-Length": "1000000" });
      response.write(Buffer.alloc(200_000)); // and never the rest
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    for (const path of [home, folder.home]) await rm(path, { recursive: true, force: true });
  });

  async function stopped(
    args: readonly string[],
    interruptAt: RegExp,
    kept: RegExp,
  ): Promise<CliResult> {
    const env = { FLOWERS_CACHE_DIR: join(home, "cache"), XDG_CACHE_HOME: join(home, "cache") };
    const result = await runCli(args, { interruptAt, signal, env });
    expect(result.stderr).toContain("flowers: Interrupted.");
    expect(result.stderr).toMatch(kept);
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect(result.code).toBe(codes[signal]);
    return result;
  }
  const start = (data: string, out: string): string[] => [
    ...["start", "--data", data, "--epochs", "1,2", "--image-size", "24", "--batch-size", "8"],
    ...["--backend", "wasm", "--no-transfer", "--out", join(home, out)],
  ];

  it("ends a download", async () => {
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/photos.tgz`;
    await stopped(start(url, "download"), /Downloading: /, /Nothing was written yet/);
    expect(await readdir(join(home, "download"))).toEqual([]);
  });

  it("ends painting, and leaves no half-painted set", async () => {
    await stopped(start("sample", "paint"), /Painting the sample set: /, /Nothing was written yet/);
    const cache = (await readdir(join(home, "cache"), { recursive: true })).filter((name) =>
      name.includes("sample-set"),
    );
    expect(cache).toEqual([]);
  });

  it("ends loading", () =>
    stopped(start(folder.pictures, "load"), /2\. Load it/, /Nothing was written yet|is kept in/));

  it("ends after training, in judging or drawing, and the run can be continued", async () => {
    const out = `judge-${signal}`;
    const atTheEnd = /Epoch 2\/2[^]*val_loss/;
    await stopped(start(folder.pictures, out), atTheEnd, /is kept in .*\n.*--resume/);
    expect(existsSync(join(home, out, "report.html"))).toBe(false);
    const { code } = await runCli(["start", "--resume", "--out", join(home, out)]);
    expect(code).toBe(0);
    expect(existsSync(join(home, out, "report.html"))).toBe(true);
  });

  it("ends predicting", async () => {
    const out = join(home, `judge-${signal}`);
    const photos = new Array<string>(200).fill(folder.pictures);
    const args = ["predict", ...photos, "--model", out, "--backend", "wasm"];
    const { stdout } = await stopped(args, /belongs to/, /Interrupted/);
    expect(stdout.match(/belongs to/g)?.length).toBeLessThan(200 * 24);
  });
});
