import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BackendError, type BackendErrorCode } from "../../errors";
import type { NativeProgress } from "../../native-types";
import { useBackend } from "../../use-backend";
import { installNative } from "./install-native";

// Tests of failures only, on a machine made of fake programs: the real installation takes 270 MB and is what
// `npx flowers-backend install` runs.

let folder: string;
let server: Server | undefined;

/** A program of the given name on PATH. `body` is sh; `$*` are its arguments. */
function program(name: string, body: string): void {
  const path = join(folder, "bin", name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
}

/** A host that answers every request with `answer`; returns its URL. */
async function host(answer: (response: ServerResponse) => void): Promise<string> {
  server = createServer((_request, response) => answer(response));
  await new Promise<void>((listening) => server!.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function failure(options: Parameters<typeof installNative>[0] = {}): Promise<BackendError> {
  const error = await installNative(options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!BackendError.is(error))
    throw new Error(`expected a BackendError; received ${String(error)}`);
  return error;
}

/** What stays in the cache: nothing half-made. */
function leftovers(): string[] {
  const cache = join(folder, "cache", "native");
  return existsSync(cache) ? readdirSync(cache) : [];
}

const compiles =
  'case "$*" in *--version*) exit 0;; esac; echo "fatal error: no such file" >&2; exit 1';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "flowers-native-"));
  mkdirSync(join(folder, "bin"));
  // Only programs that a test makes: /bin and /usr/bin hold compilers and Pythons.
  vi.stubEnv("PATH", join(folder, "bin"));
  vi.stubEnv("CXX", "");
  vi.stubEnv("FLOWERS_NATIVE", "");
  vi.stubEnv("FLOWERS_CACHE_DIR", join(folder, "cache"));
  const refusing = await host((response) => response.writeHead(403).end("no"));
  vi.stubEnv("TFJS_NODE_BASE_URI", `${refusing}libtensorflow-`);
  vi.stubEnv("TFJS_NODE_CDN_STORAGE", refusing);
});

afterEach(() => {
  vi.unstubAllEnvs();
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

function expectFailure(
  error: BackendError,
  code: BackendErrorCode,
  message: RegExp,
  remedy: RegExp,
): void {
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
  expect(error.message).not.toContain("\n");
  expect(error.remedy).toMatch(remedy);
  expect(leftovers()).toEqual([]);
}

describe.runIf(process.platform === "linux")("installing native TensorFlow", () => {
  it("says so when there is no compiler", async () => {
    expectFailure(
      await failure(),
      "no-compiler",
      /C\+\+ compiler.*c\+\+, g\+\+, clang\+\+/,
      /apt-get install g\+\+/,
    );
  });

  it("says so when there is no Python, and why the host failed", async () => {
    program("c++", compiles);
    expectFailure(
      await failure(),
      "no-python",
      /neither pip nor uv.*HTTP 403/,
      /Python 3 with pip/,
    );
  });

  it("passes on what pip says when the wheel cannot be downloaded", async () => {
    program("g++", compiles);
    program(
      "python3",
      'case "$*" in *--version*) exit 0;; esac; echo "WARNING: retrying"; echo "ERROR: No matching distribution found for tensorflow-cpu==2.21.0" >&2; exit 1',
    );
    expectFailure(
      await failure(),
      "no-network",
      /`python3 -m pip` says: ERROR: No matching distribution/,
      /--wheel FILE/,
    );
  });

  it("asks uv when there is no pip", async () => {
    program("c++", compiles);
    program(
      "uv",
      `echo "$*" >> "${join(folder, "uv.log")}"; case "$*" in *--version*) exit 0;; esac; echo "ERROR: offline"; exit 1`,
    );
    expectFailure(
      await failure(),
      "no-network",
      /`uv tool run pip` says: ERROR: offline/,
      /network/,
    );
    expect(readFileSync(join(folder, "uv.log"), "utf8")).toContain(
      "tool run pip download --no-deps --only-binary=:all:",
    );
  });

  it("refuses a file that is not a wheel", async () => {
    program("c++", compiles);
    const wheel = join(folder, "tensorflow_cpu.whl");
    writeFileSync(wheel, "not a zip");
    expectFailure(
      await failure({ wheelPath: wheel }),
      "invalid-file",
      /not a complete zip/,
      /again/,
    );
  });

  it("survives a host that stops in the middle", async () => {
    program("c++", compiles);
    const half = await host((response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write(Buffer.alloc(500));
      setTimeout(() => response.destroy(), 50);
    });
    vi.stubEnv("TFJS_NODE_BASE_URI", half);
    vi.stubEnv("TFJS_NODE_CDN_STORAGE", half);
    const seen: NativeProgress[] = [];
    const error = await failure({ onProgress: (progress) => seen.push(progress) });
    expectFailure(error, "no-python", /127\.0\.0\.1:\d+ cannot be reached/, /Python/);
    expect(seen[0]).toMatchObject({ phase: "download", totalBytes: 1000, receivedBytes: 500 });
  });

  it("clears away what a killed process left", async () => {
    program("c++", compiles);
    mkdirSync(join(folder, "cache", "native", "unfinished-1-abc"), { recursive: true });
    writeFileSync(join(folder, "cache", "native", "install.lock"), "999999999"); // No such process.
    expectFailure(await failure(), "no-python", /neither pip nor uv/, /Python/);
  });

  it("stops when asked to, and leaves nothing", async () => {
    program("c++", compiles);
    const silent = await host(() => undefined);
    vi.stubEnv("TFJS_NODE_BASE_URI", silent);
    vi.stubEnv("TFJS_NODE_CDN_STORAGE", silent);
    const signal = AbortSignal.timeout(200);
    expectFailure(await failure({ signal }), "aborted", /stopped/, /^$/);
  });

  it("does nothing with FLOWERS_NATIVE=off, and auto passes native over", async () => {
    vi.stubEnv("FLOWERS_NATIVE", "off");
    expectFailure(await failure(), "native-off", /FLOWERS_NATIVE=off/, /Unset/);
    const { name, refusals } = await useBackend("auto");
    expect(name).toBe("wasm");
    expect(refusals).toMatchObject([{ backend: "tensorflow", remedy: "Unset FLOWERS_NATIVE." }]);
  });

  it("is asked for by auto where it is missing", async () => {
    const { name, refusals } = await useBackend("auto");
    expect(name).toBe("wasm");
    expect(refusals).toEqual([
      {
        backend: "tensorflow",
        reason: "Native TensorFlow is not installed.",
        remedy: "Run `npx flowers-backend install`.",
      },
    ]);
  });
});
