/**
 * Where the project lives. The one place is `repository.url` of the root's package.json; the site's address follows from it
 * as GitHub Pages makes it. `OWNER` stands there until the project has a home, and a release stops while it does.
 */
import { readFileSync } from "node:fs";

export const root = new URL("../../../", import.meta.url);

const github = /^git\+https:\/\/github\.com\/([\w.-]+)\/([\w.-]+)\.git$/;

/**
 * @typedef {object} Address
 * @property {string} owner
 * @property {string} name of the repository
 * @property {string} repository what a browser opens, without a "/" at its end
 * @property {string} site where the documentation is served, with a "/" at its end
 * @property {boolean} placeholder whether the project has no home yet
 */

/**
 * @param {string} url as in package.json: `git+https://github.com/OWNER/NAME.git`
 * @returns {Address}
 * @throws Error when the url has another form
 */
export function addressOf(url) {
  const [, owner, name] = github.exec(url) ?? [];
  if (!owner || !name) {
    throw new Error(
      `repository.url must be git+https://github.com/OWNER/NAME.git. Received: ${url}`,
    );
  }
  return {
    owner,
    name,
    repository: `https://github.com/${owner}/${name}`,
    site: `https://${owner.toLowerCase()}.github.io/${name}/`,
    placeholder: owner === "OWNER",
  };
}

/** @returns {Address} the one in the root's package.json */
export function projectAddress() {
  const text = readFileSync(new URL("package.json", root), "utf8");
  return addressOf(JSON.parse(text).repository.url);
}
