/** The fields of a published package that follow from its name and from where the project lives. */
import { readdirSync, readFileSync } from "node:fs";
import { root } from "./address.mjs";

/**
 * @param {string} folder of the package under `packages`
 * @param {import("./address.mjs").Address} address
 */
export function fieldsOf(folder, { repository, site }) {
  return {
    license: "Apache-2.0",
    homepage: `${site}packages/${folder}`,
    repository: {
      type: "git",
      url: `git+${repository}.git`,
      directory: `packages/${folder}`,
    },
    bugs: `${repository}/issues`,
    engines: { node: ">=20.19" },
    publishConfig: { access: "public" },
  };
}

/** The folders under `packages` whose package is published. */
export function publishedFolders() {
  return readdirSync(new URL("packages/", root))
    .filter((folder) => !readManifest(folder).private)
    .sort();
}

/**
 * @param {string} folder under `packages`
 * @returns {Record<string, any>} its package.json
 */
export function readManifest(folder) {
  return JSON.parse(readFileSync(new URL(`packages/${folder}/package.json`, root), "utf8"));
}
