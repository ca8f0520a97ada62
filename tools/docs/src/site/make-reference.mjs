/** Writes the reference of every package, one page per source folder, from the doc comments of its sources. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Application, Converter, ReflectionKind } from "typedoc";
import { documentedPackages, pagesOf, root } from "./exports.mjs";

const home = fileURLToPath(root);
const made = join(home, "tools/docs/.site/entries");

/**
 * A module for each page, with the exports that stand on it: TypeDoc makes a page of each module.
 * @returns {Promise<string[]>} their files
 */
async function writeEntries() {
  await rm(made, { recursive: true, force: true });
  const files = [];
  for (const name of documentedPackages()) {
    for (const [page, exports] of pagesOf(name)) {
      const file = join(made, name, `${page}.ts`);
      const lines = exports.map((one) => {
        const from = one.from.startsWith(".")
          ? relative(dirname(file), join(home, "packages", name, "src", one.from))
          : one.from;
        return `export { ${one.type ? "type " : ""}${one.name} } from ${JSON.stringify(from)};`;
      });
      await mkdir(dirname(file), { recursive: true });
      await writeFile(
        file,
        `/** @module ${page === "index" ? name : `${name}/${page}`} */\n${lines.join("\n")}\n`,
      );
      files.push(file);
    }
  }
  await writeFile(
    join(made, "tsconfig.json"),
    JSON.stringify({
      extends: relative(made, join(home, "tsconfig.base.json")),
      compilerOptions: {
        customConditions: ["@flowers/source"],
        lib: ["ES2022", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
        types: [],
        skipLibCheck: true,
        noEmit: true,
      },
      include: ["**/*.ts"],
    }),
  );
  return files;
}

/** @param {string} out the folder of the pages */
export async function makeReference(out) {
  const entryPoints = await writeEntries();
  const app = await Application.bootstrapWithPlugins({
    entryPoints,
    outputs: [{ name: "markdown", path: out }],
    tsconfig: join(made, "tsconfig.json"),
    basePath: home,
    displayBasePath: home,
    skipErrorChecking: true, // the packages' own type checks do that
    plugin: [fileURLToPath(import.meta.resolve("typedoc-plugin-markdown"))],
    readme: "none",
    excludeExternals: true,
    excludePrivate: true,
    excludeProtected: true,
    excludeInternal: true,
    disableSources: true,
    disableGit: true,
    githubPages: false,
    logLevel: "Error",
    sort: ["source-order"],
    router: "module",
    entryFileName: "index",
    hideBreadcrumbs: true,
    hidePageHeader: true,
    pageTitleTemplates: { module: ({ name }) => titleOf(name) },
    useCodeBlocks: true,
    useCustomAnchors: true, // VitePress would number headings of one name in its own way
    customAnchorsFormat: "curlyBrace",
    expandParameters: false,
    parametersFormat: "table",
    interfacePropertiesFormat: "table",
    classPropertiesFormat: "table",
    typeDeclarationFormat: "table",
    propertyMembersFormat: "table",
    tableColumnSettings: { hideInherited: true, hideOverrides: true, hideSources: true },
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => plainly(project));
  const project = await app.convert();
  if (!project) throw new Error("TypeDoc could not read the sources.");
  await rm(out, { recursive: true, force: true });
  await app.generateOutputs(project);
  for (const file of await readdir(out, { recursive: true })) {
    if (!file.endsWith(".md")) continue;
    const text = await readFile(join(out, file), "utf8");
    await writeFile(join(out, file), tidied(text));
  }
}

/** @param {string} module `training/losses` */
const titleOf = (module) => {
  const [name, page] = module.split("/");
  return page ? `@flowers/${name}: ${page}` : `@flowers/${name}`;
};

/**
 * Leaves out what a reader finds at the class above: members that a class only inherits. Options keep what they inherit.
 * @param {import("typedoc").ProjectReflection} project
 */
function plainly(project) {
  for (const one of Object.values(project.reflections)) {
    if (one.kindOf(ReflectionKind.Parameter) && one.name === "__namedParameters")
      one.name = "options";
    if (
      one.isDeclaration() &&
      one.parent?.kindOf(ReflectionKind.Class) &&
      (one.inheritedFrom || one.flags.isInherited)
    )
      project.removeReflection(one);
  }
}

/** @param {string} page without empty columns' `undefined` and the notes on what overrides what */
const tidied = (page) =>
  page
    .replaceAll("| `undefined` |", "| |")
    .replaceAll(/\n#{3,6} (Overrides|Inherited from|Implementation of)\n\n[^\n]*\n/g, "\n");
