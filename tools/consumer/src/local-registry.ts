/** A package registry on this machine that holds our packed packages and passes every other request on. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const packages = fileURLToPath(new URL("../../../packages/", import.meta.url));

/** A running registry. */
export interface LocalRegistry {
  /** Its address, ending in "/". */
  readonly url: string;
  /** Stops it and removes what it kept. */
  close(): Promise<void>;
}

/** A running registry that holds nothing of ours yet. */
export interface EmptyRegistry extends LocalRegistry {
  /** npm's settings for it: its address, and a word that lets anybody publish. */
  readonly settings: string;
  /** Where it keeps its files. */
  readonly folder: string;
}

/**
 * Starts a fresh registry on the loopback address.
 * @throws Error when it does not start.
 */
export async function startEmptyRegistry(): Promise<EmptyRegistry> {
  const folder = await mkdtemp(join(tmpdir(), "flowers-registry-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const server = await startServer(folder, port);
  const close = async (): Promise<void> => {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  };
  const settings = join(folder, "npmrc");
  await writeFile(settings, `registry=${url}\n${url.replace(/^http:/, "")}:_authToken=anyone\n`);
  return { url, settings, folder, close };
}

/**
 * Packs and publishes every package of ours to a fresh registry on the loopback address.
 * @throws Error when the registry does not start or refuses a package.
 */
export async function startLocalRegistry(): Promise<LocalRegistry> {
  const registry = await startEmptyRegistry();
  try {
    await publishAll(registry);
    return registry;
  } catch (error) {
    await registry.close();
    throw error;
  }
}

/** The registry that this machine's clients use. */
export async function usualRegistry(): Promise<string> {
  const { stdout } = await run("npm", ["config", "get", "registry"]);
  return stdout.trim();
}

async function startServer(folder: string, port: number): Promise<ChildProcess> {
  const config = {
    storage: join(folder, "storage"),
    auth: { htpasswd: { file: join(folder, "htpasswd") } },
    uplinks: { usual: { url: await usualRegistry(), maxage: "30m", timeout: "60s" } },
    packages: {
      "@flowers/*": { access: "$all", publish: "$all" },
      "**": { access: "$all", proxy: "usual" },
    },
    log: { type: "stdout", format: "pretty", level: "warn" },
    max_body_size: "100mb",
    web: { enable: false },
  };
  const file = join(folder, "config.yaml"); // JSON is YAML.
  await writeFile(file, JSON.stringify(config));
  const program = join(dirname(require.resolve("verdaccio/package.json")), "bin", "verdaccio");
  const server = spawn(
    process.execPath,
    [program, "--config", file, "--listen", `127.0.0.1:${port}`],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let printed = "";
  server.stdout.on("data", (text: Buffer) => (printed += text.toString()));
  server.stderr.on("data", (text: Buffer) => (printed += text.toString()));
  while (server.exitCode === null) {
    const answered = await fetch(`http://127.0.0.1:${port}/-/ping`).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return server;
    await new Promise((wait) => setTimeout(wait, 100));
  }
  throw new Error(`The local registry did not start: ${printed}`);
}

async function publishAll({ folder, url, settings }: EmptyRegistry): Promise<void> {
  const tarballs = join(folder, "tarballs");
  await mkdir(tarballs);
  for (const name of await readdir(packages)) {
    await run("pnpm", ["pack", "--pack-destination", tarballs], { cwd: join(packages, name) });
  }
  for (const file of await readdir(tarballs)) {
    // The registry is named here and nothing is inherited: one in the environment would win, and be published to.
    const publish = ["publish", join(tarballs, file), "--registry", url, "--userconfig", settings];
    await run("npm", [...publish, "--access=public"], { env: withoutClientSettings() });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((closed) => server.close(() => closed()));
  return port;
}

/** The environment without what the client that runs these tests has put into it. */
export function withoutClientSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_|pnpm_|NODE_OPTIONS$|VITEST|INIT_CWD$)/i.test(name),
    ),
  );
}
