/**
 * `pnpm check:code` in a package's folder: strict types and lint rules, over the same programs, so that every file is read, bound and
 * inferred once. Other packages are seen by the declarations that they ship: build them before, as turbo does.
 */
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ESLint } from "eslint";
import ts from "typescript";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Each environment of a package has a configuration of its own: Node, pages, what runs in both. */
const configurations = [".", ...foldersIn(".")].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /^tsconfig.*\.json$/.test(name))
    .map((name) => resolve(folder, name)),
);

function foldersIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$|dist)/.test(entry.name))
    .map(({ name }) => join(folder, name));
}

/** Files that several programs need, by path: declarations of TypeScript, Node and tfjs are large. */
const files = new Map();

function programOf(configuration) {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: report };
  const { fileNames, options, errors } = ts.getParsedCommandLineOfConfigFile(
    configuration,
    { customConditions: [], noEmit: true },
    host,
  );
  errors.forEach(report);
  const compiler = ts.createCompilerHost(options, true);
  const read = compiler.getSourceFile;
  compiler.getSourceFile = (path, ...rest) => {
    if (!files.has(path)) files.set(path, read(path, ...rest));
    return files.get(path);
  };
  return ts.createProgram(fileNames, options, compiler);
}

let faults = 0;

function report(diagnostic) {
  faults += 1;
  process.stdout.write(
    ts.formatDiagnosticsWithColorAndContext([diagnostic], {
      getCurrentDirectory: () => root,
      getCanonicalFileName: (name) => name,
      getNewLine: () => "\n",
    }),
  );
}

const programs = configurations.map(programOf);
for (const program of programs) ts.getPreEmitDiagnostics(program).forEach(report);

const eslint = new ESLint({
  cwd: root,
  errorOnUnmatchedPattern: false,
  overrideConfig: {
    files: ["**/*.ts", "**/*.tsx"],
    languageOptions: { parserOptions: { programs, project: null } },
  },
});
const results = await eslint.lintFiles([process.cwd()]);
const formatter = await eslint.loadFormatter("stylish");
process.stdout.write(await formatter.format(results));
faults += results.reduce((sum, result) => sum + result.errorCount + result.warningCount, 0);
process.exit(faults === 0 ? 0 : 1);
