/** Mistakes of a user: each gets one clear line and the right exit code, before any work is lost. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runInside } from "../test-support/run-inside";
import { makeTinyFolder, type TinyFolder } from "../test-support/tiny-folder";

describe("bad input", () => {
  let folder: TinyFolder;
  beforeAll(async () => {
    folder = await makeTinyFolder(["daisy", "roses"], 5);
  });
  afterAll(() => rm(folder.home, { recursive: true, force: true }));

  /** Runs `start` and expects one line that matches, no stack trace, and the exit code. */
  async function refused(args: readonly string[], message: RegExp, code = 2): Promise<void> {
    const result = await runInside([
      "start",
      "--backend",
      "wasm",
      "--image-size",
      "16",
      "--epochs",
      "1",
      "--out",
      join(folder.home, "out"),
      ...args,
    ]);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect(result.stderr.trim().split("\n").length).toBeLessThanOrEqual(2);
    expect(result.code).toBe(code);
  }

  /** A copy of the good folder with one file replaced. */
  async function withFile(name: string, content: Uint8Array | string): Promise<string> {
    const { home, pictures } = await makeTinyFolder(["daisy", "roses"], 5);
    await writeFile(join(pictures, "roses", name), content);
    return join(home, "pictures");
  }

  it("a missing folder", () =>
    refused(["--data", join(folder.home, "nowhere")], /--data: .*nowhere" does not exist/));

  it("a folder without images", async () => {
    await mkdir(join(folder.home, "empty", "a"), { recursive: true });
    await mkdir(join(folder.home, "empty", "b"), { recursive: true });
    await refused(["--data", join(folder.home, "empty")], /[Nn]o .*images found/);
  });

  it("one class only", async () => {
    const { pictures } = await makeTinyFolder(["daisy"], 6);
    await refused(["--data", pictures], /at least two class folders .* found 1 \(daisy\)/);
  });

  it("a truncated JPEG", async () => {
    const whole = await readFile(join(folder.pictures, "roses", "0.jpg"));
    await refused(
      ["--data", await withFile("cut.jpg", whole.subarray(0, whole.length / 2))],
      /cut\.jpg/,
    );
  });

  it("a zero-byte file", async () =>
    refused(["--data", await withFile("nothing.jpg", "")], /nothing\.jpg/));

  it("a text file named .jpg", async () =>
    refused(
      ["--data", await withFile("letter.jpg", "Dear reader, this is no picture.")],
      /letter\.jpg/,
    ));

  it("an unknown backend", () =>
    refused(["--backend", "abacus"], /abacus.*Allowed choices are auto, tensorflow, wasm, cpu/));

  it("an unknown option", () => refused(["--epoch", "3"], /unknown option '--epoch'/));

  it("a number that is none", () =>
    refused(["--batch-size", "many"], /Expected a whole number .* received "many"/));

  it("an output folder that cannot be written", async () => {
    await writeFile(join(folder.home, "in-the-way"), "");
    await refused(
      ["--data", folder.pictures, "--out", join(folder.home, "in-the-way", "run")],
      /--out: cannot write to/,
    );
  });

  it("a picture to classify that is not there, before training", () =>
    refused(
      ["--data", folder.pictures, "--image", join(folder.home, "no.jpg")],
      /--image: .*no\.jpg" does not exist/,
    ));

  describe("a broken download", () => {
    let server: Server;
    let address: string;
    beforeAll(async () => {
      server = createServer((request, response) => {
        if (request.url === "/cut.tgz") {
          response.writeHead(200, { "Content-Length": "100000" });
          response.write(Buffer.alloc(1000));
          setTimeout(() => response.destroy(), 20);
        } else {
          response.writeHead(404).end();
        }
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterAll(() => new Promise((resolve) => server.close(resolve)));

    it("that ends too early", () =>
      refused(["--data", `${address}/cut.tgz`], /--data: .*cut\.tgz/, 1));
    it("that is not found", () => refused(["--data", `${address}/gone.tgz`], /--data: .*404/, 1));
  });
});
