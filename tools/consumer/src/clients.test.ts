/**
 * Every package client installs our packages from a registry, and `flowers-backend install` then gives native TensorFlow.
 * The clients come from the registry themselves; one that cannot be had or does not run here is skipped by name.
 */
import { execFile, type ExecFileOptions } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findNative } from "@flowers/backend";
import {
  type LocalRegistry,
  startLocalRegistry,
  usualRegistry,
  withoutClientSettings,
} from "./local-registry";

const execute = promisify(execFile);

/** Runs a program; an error carries what it printed, as some clients explain themselves on their output. */
async function run(
  program: string,
  words: readonly string[],
  options: ExecFileOptions = {},
): Promise<{ stdout: string }> {
  try {
    const { stdout } = await execute(program, words, options);
    return { stdout: String(stdout) };
  } catch (error) {
    const { message, stdout = "" } = error as Error & { stdout?: string };
    throw new Error(`${message}\n${stdout.slice(-2000)}`, { cause: error });
  }
}

interface Client {
  readonly name: string;
  /** The package that brings it. */
  readonly from: string;
  /** Its program within `node_modules`. */
  readonly program: string;
  readonly add: readonly string[];
}

const clients: readonly Client[] = [
  { name: "npm", from: "npm@11", program: ".bin/npm", add: ["install"] },
  { name: "pnpm 10", from: "pnpm@10", program: ".bin/pnpm", add: ["add"] },
  // TensorFlow.js itself needs the word: newer pnpm ends with an error when core-js's greeting is not allowed to run.
  {
    name: "newest pnpm",
    from: "pnpm@latest",
    program: ".bin/pnpm",
    add: ["add", "--allow-build=core-js"],
  },
  { name: "Yarn 1", from: "yarn@1", program: ".bin/yarn", add: ["add"] },
  { name: "newest Yarn", from: "@yarnpkg/cli-dist@latest", program: ".bin/yarn", add: ["add"] },
  { name: "Bun", from: "bun@latest", program: ".bin/bun", add: ["add"] },
];

/** Whether the registry that this machine uses answers. */
const reachable = await usualRegistry()
  .then((url) => fetch(url, { signal: AbortSignal.timeout(10_000) }))
  .then(
    ({ status }) => status < 500,
    () => false,
  );
const native = findNative();
const reason =
  process.env["FLOWERS_CLIENTS"] !== "on"
    ? ": it takes minutes and a network (FLOWERS_CLIENTS=on)"
    : !reachable
      ? ": no package registry can be reached"
      : native === undefined
        ? ": native TensorFlow is not installed"
        : "";

describe.skipIf(reason !== "")(`installing with every client${reason}`, () => {
  let registry: LocalRegistry | undefined;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "flowers-clients-"));
    registry = await startLocalRegistry();
  });
  afterAll(async () => {
    await registry?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(clients)(
    "$name: after `flowers-backend install`, auto is native TensorFlow",
    // Clients and packages come over the network: what fails once may have been the network.
    { retry: 1 },
    async ({ name, from, program, add }) => {
      const url = registry?.url ?? "";
      const home = await mkdtemp(join(folder, `${from.replaceAll(/[^a-z0-9]/g, "-")}-`));
      const tool = join(home, "tool");
      await mkdir(tool, { recursive: true });
      await run("npm", ["install", "--no-audit", "--no-fund", "--prefix", tool, from]);
      const project = join(home, "project");
      await mkdir(project);
      await writeFile(
        join(project, "package.json"),
        `{ "name": "mine", "type": "module", "private": true }`,
      );
      await writeFile(join(project, "use.mjs"), script);
      await writeFile(join(project, ".npmrc"), `registry=${url}\n`);
      const environment = {
        ...withoutClientSettings(),
        npm_config_registry: url,
        YARN_REGISTRY: url,
        YARN_NPM_REGISTRY_SERVER: url.replace(/\/$/, ""),
        YARN_UNSAFE_HTTP_WHITELIST: "127.0.0.1",
        YARN_NODE_LINKER: "node-modules",
        YARN_ENABLE_TELEMETRY: "0",
        YARN_ENABLE_IMMUTABLE_INSTALLS: "0",
        YARN_NPM_MINIMAL_AGE_GATE: "0",
        // Yarn remembers what a registry said by its host alone: an earlier registry's port would be asked for tarballs.
        YARN_GLOBAL_FOLDER: join(home, "yarn"),
        YARN_CACHE_FOLDER: join(home, "cache"),
        BUN_CONFIG_REGISTRY: url,
      };
      const inProject = { cwd: project, env: environment, maxBuffer: 1 << 26 };
      const client = join(tool, "node_modules", program);
      await run(
        client,
        [...add, "@flowers/backend", "@flowers/dataset", "@tensorflow/tfjs"],
        inProject,
      );
      const flowersBackend = join(project, "node_modules", ".bin", "flowers-backend");
      const { stdout: installed } = await run(flowersBackend, ["install"], inProject);
      expect(installed, name).toContain("TensorFlow");
      const { stdout } = await run(process.execPath, ["use.mjs"], inProject);
      expect(stdout.trim().split("\n").at(-1), name).toBe("tensorflow 2 0.5");
    },
  );
});

const script = `import * as tf from "@tensorflow/tfjs";
import { useBackend } from "@flowers/backend";
import { imageDatasetFromDirectory } from "@flowers/dataset";
const { name } = await useBackend("auto");
const [half] = await tf.relu(tf.tensor1d([0.5])).data();
console.log(name, imageDatasetFromDirectory.length, half);
`;
