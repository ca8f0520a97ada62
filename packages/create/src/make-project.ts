/** Writes the project: the template's files with the user's choices in them, and a package.json. */
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { CreateError } from "./errors";
import { versions } from "./versions";

/** What {@link makeProject} makes. */
export interface ProjectOptions {
  /** The folder of the new project; it is made, or must be empty. */
  readonly folder: string;
  /** The folder of photos, one folder per class inside. Default: `photos` inside the project, to be filled. */
  readonly photos?: string | undefined;
  /** Whether photos are classified in Node alone, or in a page with Vite too. */
  readonly kind: "node" | "page";
}

const templates = new URL("../template/", import.meta.url);

/**
 * Makes a project that trains a classifier on a folder of photos.
 *
 * @returns the files that were written, from the project's folder
 * @throws CreateError `not-empty` when the folder has files; `not-found` when there is no folder of photos
 * @example
 * ```ts
 * const files = await makeProject({ folder: "what-flower", kind: "page", photos: "../my-photos" });
 * ```
 */
export async function makeProject({ folder, photos, kind }: ProjectOptions): Promise<string[]> {
  await checkFolder(folder);
  if (photos !== undefined) await checkPhotos(photos);
  const words: Readonly<Record<string, string>> = {
    PHOTOS: photos === undefined ? "photos" : seenFrom(folder, photos),
    MODEL: kind === "page" ? "public/model" : "model",
    NEXT: kind === "page" ? "dev" : "classify -- photo.jpg",
    TYPES: "node",
  };
  const files = new Map<string, string>();
  for (const template of kind === "page" ? ["common", "page"] : ["common"])
    for (const [path, text] of await readTemplate(template)) files.set(path, filled(text, words));
  files.set("package.json", `${JSON.stringify(manifest(nameOf(folder), kind), null, 2)}\n`);
  files.set("pnpm-workspace.yaml", pnpmSettings);
  files.set("README.md", readme(nameOf(folder), kind, words["PHOTOS"] ?? "photos"));
  if (kind === "page") files.set("vite.config.ts", viteConfig);
  for (const [path, text] of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  if (photos === undefined) await mkdir(join(folder, "photos"), { recursive: true });
  return [...files.keys()].sort();
}

async function checkFolder(folder: string): Promise<void> {
  const found = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new CreateError(
      "invalid-argument",
      `"${folder}" cannot be a project's folder: it is no folder.`,
      {
        remedy: "Name another folder.",
      },
    );
  });
  // Photos that lie there already are welcome.
  if (found.some((name) => name !== "photos" && name !== ".git")) {
    throw new CreateError("not-empty", `The folder "${folder}" is not empty.`, {
      remedy: "Name a new folder.",
    });
  }
}

async function checkPhotos(photos: string): Promise<void> {
  const found = await stat(photos).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new CreateError("not-found", `There is no folder of photos "${photos}".`, {
      remedy:
        "Name a folder that has one folder per class, or leave --photos out and fill the project's own.",
    });
  }
}

/** The path that the project's own programs use: relative where that stays readable. */
function seenFrom(folder: string, photos: string): string {
  const path = relative(resolve(folder), resolve(photos));
  const usual = path.split("\\").join("/");
  return isAbsolute(path) || usual.startsWith("../../../")
    ? resolve(photos).split("\\").join("/")
    : usual;
}

async function readTemplate(name: string): Promise<Map<string, string>> {
  const root = fileURLToPath(new URL(`${name}/`, templates));
  const files = new Map<string, string>();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = relative(root, file).split("\\").join("/");
    // npm leaves a .gitignore out of what it publishes.
    files.set(path.replace(/^_gitignore$/, ".gitignore"), await readFile(file, "utf8"));
  }
  return files;
}

const filled = (text: string, words: Readonly<Record<string, string>>): string =>
  text
    .replace(/"(PHOTOS|MODEL|TYPES)"/g, (_, word: string) => JSON.stringify(words[word]))
    .replace("npm run NEXT", `npm run ${words["NEXT"]}`);

function nameOf(folder: string): string {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return name === "" ? "my-classifier" : name;
}

function manifest(name: string, kind: ProjectOptions["kind"]): object {
  const { packages, tools } = versions;
  const { vite, ...common } = tools;
  return {
    name,
    private: true,
    type: "module",
    scripts: {
      train: "tsx src/train.ts",
      classify: "tsx src/classify.ts",
      ...(kind === "page" && { dev: "vite", build: "vite build", preview: "vite preview" }),
      typecheck: "tsc",
    },
    dependencies: packages,
    devDependencies: kind === "page" ? { ...common, vite } : common,
  };
}

/** Nothing needs its install script: newer pnpm stops at one that nobody has judged. */
const pnpmSettings = `# Their install scripts are not needed.
allowBuilds:
  core-js: false
  esbuild: false
  protobufjs: false
  sharp: false
`;

const viteConfig = `import { defineConfig } from "vite";

export default defineConfig({
  base: "./", // the built folder can lie under any path
  build: { target: "es2022", chunkSizeWarningLimit: 4000 },
  // These bring WebAssembly files that lie beside their modules.
  optimizeDeps: { exclude: ["@flowers/backend", "@flowers/dataset", "@flowers/keras"] },
});
`;

function readme(name: string, kind: ProjectOptions["kind"], photos: string): string {
  const page = `npm run dev                      # the page, which classifies photos without sending them anywhere
npm run build                    # the page as a folder for any file server: dist
`;
  return `# ${name}

Photos are in \`${photos}\`, one folder per class (at least two; twenty photos of each are a start).

\`\`\`sh
npm install
npx flowers-backend install      # optional: native TensorFlow, several times as fast
npm run train                    # minutes at first, seconds when the photos are known
npm run classify -- photo.jpg    # what is on it
${kind === "page" ? page : ""}\`\`\`

\`src/train.ts\` is the whole program; \`curves.png\` shows how training went.
`;
}
