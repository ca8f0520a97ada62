/** What a script needs beside Keras, pinned to one version: files that a program or a package writes change with it. */
import { spawnSync } from "node:child_process";

/**
 * @typedef {object} Program
 * @property {string} version the version it must be
 * @property {string} from where it comes from: Debian's package, or the file of requirements
 */

/**
 * The version that a program says of itself; undefined if it is not there.
 *
 * @param {string} name
 * @returns {string | undefined}
 */
export function versionOf(name) {
  const asked = spawnSync(name, ["-version"], { encoding: "utf8" });
  if (asked.error) return undefined;
  return /\d+(\.\d+)+/u.exec(`${asked.stdout}${asked.stderr}`)?.[0] ?? "unknown";
}

/**
 * Why a script that needs `names` cannot run here; undefined if it can.
 *
 * @param {readonly string[]} names
 * @param {ReadonlyMap<string, Program>} pins
 * @param {(name: string) => string | undefined} ask which version is installed
 * @returns {string | undefined}
 */
export function lacking(names, pins, ask) {
  for (const name of names) {
    const pin = pins.get(name);
    if (pin === undefined) throw new Error(`golden: nothing pins "${name}".`);
    const found = ask(name);
    if (found === pin.version) continue;
    const wanted = `needs ${name} ${pin.version} (from ${pin.from})`;
    return `${wanted}, ${found === undefined ? "which is not installed" : `here is ${found}`}`;
  }
  return undefined;
}
