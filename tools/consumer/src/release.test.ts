/**
 * The release as the workflow does it, into a registry on this machine, and then a new user's first hour with what it serves: an
 * empty folder, `npm create @flowers`, a folder of photos, an answer in Node and one in a page.
 */
import { execFile, type ExecFileOptions } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findChromium } from "@flowers-tools/testing/config";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withBuiltPage } from "./chromium";
import { type EmptyRegistry, startEmptyRegistry, withoutClientSettings } from "./local-registry";

const execute = promisify(execFile);
const home = fileURLToPath(new URL("../../../", import.meta.url));
const chromiumPath = findChromium();

/** Runs a program; an error carries what it printed. */
async function run(
  program: string,
  words: readonly string[],
  options: ExecFileOptions,
): Promise<string> {
  try {
    const { stdout } = await execute(program, words, { ...options, maxBuffer: 1 << 26 });
    return String(stdout);
  } catch (error) {
    const { message, stdout = "" } = error as Error & { stdout?: string };
    throw new Error(`${message}\n${stdout.slice(-2000)}`, { cause: error });
  }
}

const reason =
  process.env["FLOWERS_RELEASE"] === "on"
    ? ""
    : ": it takes minutes and a network (FLOWERS_RELEASE=on)";

describe("a release", () => {
  let registry: EmptyRegistry;
  let folder: string;
  let environment: NodeJS.ProcessEnv;
  const project = (): string => join(folder, "user", "what-colour");
  const inProject = (): ExecFileOptions => ({ cwd: project(), env: environment });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "flowers-release-"));
    registry = await startEmptyRegistry();
    environment = {
      ...withoutClientSettings(),
      npm_config_registry: registry.url,
      npm_config_userconfig: registry.settings,
      npm_config_cache: join(folder, "npm-cache"),
      npm_config_yes: "true",
      CI: "true",
    };
  });
  afterAll(async () => {
    await registry?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("publishes every package with a changelog, from a clean copy", async () => {
    const copy = join(folder, "copy");
    const listed = await run(
      "git",
      ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
      { cwd: home },
    );
    const wanted = listed
      .split("\0")
      .filter((file) =>
        /^(packages|\.changeset)\/|^(LICENSE|pnpm-[^/]+\.yaml|package\.json|\.gitignore)$|\/package\.json$/.test(
          file,
        ),
      );
    for (const file of wanted.filter(
      (name) => !/\/(fixtures|test-support)\/|\.test\.ts$/.test(name),
    ))
      await cp(join(home, file), join(copy, file));
    for (const name of await readdir(join(home, "packages")))
      await cp(join(home, "packages", name, "dist"), join(copy, "packages", name, "dist"), {
        recursive: true,
      });
    await linkWorkspace(copy);
    const git = (...words: string[]): Promise<string> =>
      run("git", ["-c", "user.name=flowers", "-c", "user.email=flowers@localhost", ...words], {
        cwd: copy,
      });
    await git("init", "-q", "-b", "main");
    await git("add", "-A");
    await git("commit", "-qm", "clean");
    const changeset = join(home, "node_modules/@changesets/cli/bin.js");
    await run(process.execPath, [changeset, "version"], { cwd: copy });
    await git("commit", "-qam", "versions");
    // The build writes the versions into what new projects ask for.
    const cli = join(copy, "packages/create/dist/cli.js");
    for (const file of [
      cli,
      join(copy, "packages/create/dist/index.js"),
      ...(await chunks(join(copy, "packages/create/dist"))),
    ])
      await rewrite(file, (text) => text.replaceAll('"0.0.0"', '"0.1.0"'));
    await run(process.execPath, [changeset, "publish", "--no-git-tag"], {
      cwd: copy,
      env: environment,
    });
    for (const name of await readdir(join(copy, "packages"))) {
      const { "dist-tags": tags, versions } = (await (
        await fetch(`${registry.url}@flowers%2f${name}`)
      ).json()) as {
        "dist-tags": Record<string, string>;
        versions: Record<string, { repository: { directory: string } }>;
      };
      expect(tags).toEqual({ latest: "0.1.0" });
      expect(versions["0.1.0"]?.repository.directory).toBe(`packages/${name}`);
      expect(await readdir(join(copy, "packages", name))).toContain("CHANGELOG.md");
    }
  });

  describe.skipIf(reason !== "")(`and a first hour with it${reason}`, () => {
    it("makes a project with npm create, and installs it", async () => {
      const user = join(folder, "user");
      for (const [name, background] of [
        ["blue", "#2030d0"],
        ["green", "#20a030"],
        ["red", "#d03020"],
      ] as const) {
        await mkdir(join(user, "my-photos", name), { recursive: true });
        for (let i = 0; i < 10; i++) {
          const file = join(user, "my-photos", name, `${i}.jpg`);
          await sharp({ create: { width: 60 + i, height: 50, channels: 3, background } })
            .jpeg()
            .toFile(file);
        }
      }
      const made = await run(
        "npm",
        ["create", "@flowers", "what-colour", "--", "--photos", "my-photos", "--for", "page"],
        { cwd: user, env: environment },
      );
      expect(made).toContain("npm run train");
      await run("npm", ["install", "--no-audit", "--no-fund"], inProject());
      await run("npm", ["run", "typecheck"], inProject());
    });

    it("trains on the photos, and answers in Node", async () => {
      expect(await run("npm", ["run", "train"], inProject())).toMatch(/Right on \d/);
      const photo = join(folder, "user/my-photos/red/3.jpg");
      expect(await run("npm", ["run", "classify", "--", photo], inProject())).toMatch(
        /3\.jpg: red \d/,
      );
    });

    it.skipIf(!chromiumPath)("answers in the page that it builds", async () => {
      await run("npm", ["run", "build"], inProject());
      await withBuiltPage(
        project(),
        async (page, open) => {
          await open();
          await page
            .locator("#photo:enabled")
            .setInputFiles(join(folder, "user/my-photos/green/4.jpg"));
          const said = page.locator("#said", { hasText: "Most likely" });
          await said.waitFor();
          expect(await said.innerText()).toBe("Most likely green.");
        },
        { executablePath: chromiumPath ?? "" },
      );
    });
  });
});

const chunks = async (dist: string): Promise<string[]> =>
  (await readdir(dist))
    .filter((name) => /^chunk-.*\.js$/.test(name))
    .map((name) => join(dist, name));

/** The links that an installation makes between the packages: publishing reads their versions through them. */
async function linkWorkspace(copy: string): Promise<void> {
  const floors = await Promise.all(
    ["packages", "tools"].map(async (floor) =>
      (await readdir(join(copy, floor))).map((name) => join(copy, floor, name)),
    ),
  );
  const manifests = await Promise.all(
    floors.flat().map(async (at) => ({
      at,
      manifest: JSON.parse(await readFile(join(at, "package.json"), "utf8")) as {
        name: string;
        dependencies?: Record<string, string>;
        devDependencies?: Record<string, string>;
      },
    })),
  );
  const places = new Map(manifests.map(({ at, manifest }) => [manifest.name, at]));
  for (const { at, manifest } of manifests) {
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })) {
      const place = places.get(name);
      if (place === undefined) continue;
      const link = join(at, "node_modules", name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(place, link);
    }
  }
}

async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, "utf8")));
}
