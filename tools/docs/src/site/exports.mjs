/** What each published package exports, read from its `index.ts`, and the page of the reference where each name stands. */
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";

export const root = new URL("../../../../", import.meta.url);

/**
 * @typedef {object} Export
 * @property {string} name
 * @property {boolean} type whether it is exported as a type alone
 * @property {string} from the module that gives it, as `index.ts` writes it
 */

/** Packages whose exports have pages in the reference of their own: `keras` names those of the others, `create` is a command. */
const elsewhere = new Set(["keras", "create"]);

/** @returns {string[]} the packages' folders, by name */
export function documentedPackages() {
  return readdirSync(new URL("packages/", root))
    .filter((name) => !elsewhere.has(name))
    .sort();
}

/** Packages with a page of their own, in the order of the table of contents. */
export const packagePages = ["keras", ...documentedPackages(), "create"];

/**
 * @param {string} packageName its folder under `packages`
 * @returns {Export[]} in the order of `index.ts`
 */
export function exportsOf(packageName) {
  const file = new URL(`packages/${packageName}/src/index.ts`, root);
  const source = ts.createSourceFile(
    "index.ts",
    readFileSync(file, "utf8"),
    ts.ScriptTarget.ES2022,
  );
  /** @type {Export[]} */
  const found = [];
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement) && statement.exportClause) {
      if (!ts.isNamedExports(statement.exportClause) || !statement.moduleSpecifier) continue;
      const from = /** @type {ts.StringLiteral} */ (statement.moduleSpecifier).text;
      for (const { name, isTypeOnly } of statement.exportClause.elements)
        found.push({ name: name.text, type: isTypeOnly || statement.isTypeOnly, from });
    } else if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations)
        found.push({ name: name.getText(source), type: false, from: "./index" });
    }
  }
  return found;
}

/** A package with more exports than this has a page for each of its source folders. */
const mostOnOnePage = 45;
const fewestOnAPage = 4;

/**
 * @param {string} packageName
 * @returns {Map<string, Export[]>} by page: `index`, or the name of a source folder
 */
export function pagesOf(packageName) {
  const exports = exportsOf(packageName);
  if (exports.length <= mostOnOnePage) return new Map([["index", exports]]);
  /** @type {Map<string, Export[]>} */
  const byFolder = new Map();
  for (const one of exports)
    byFolder.set(folderOf(one), [...(byFolder.get(folderOf(one)) ?? []), one]);
  /** @type {Map<string, Export[]>} */
  const pages = new Map([["index", []]]);
  for (const [folder, own] of byFolder) {
    if (own.length < fewestOnAPage) pages.get("index")?.push(...own);
    else pages.set(folder, [...(pages.get(folder) ?? []), ...own]);
  }
  return pages;
}

/** A folder whose page would have the name of an export of the package's first page. */
/** @type {Record<string, string>} */
const renamed = { trainer: "fit" };

/** @param {Export} one */
function folderOf({ from }) {
  const folder = /^\.\/([^/]+)\//.exec(from)?.[1] ?? "index";
  return renamed[folder] ?? folder;
}
