/** Programs beside Python that a script runs, pinned in `fixtures.json`: files that they write change with their versions. */
import { spawnSync } from "node:child_process";

/**
 * @typedef {object} Program
 * @property {string} version the version it must be
 * @property {string} package Debian's package that holds it
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
 * @param {Readonly<Record<string, Program>>} pins
 * @param {(name: string) => string | undefined} ask
 * @returns {string | undefined}
 */
export function lacking(names, pins, ask = versionOf) {
  for (const name of names) {
    const pin = pins[name];
    if (pin === undefined) throw new Error(`golden: fixtures.json does not pin "${name}".`);
    const found = ask(name);
    if (found === pin.version) continue;
    const wanted = `needs ${name} ${pin.version} (Debian's ${pin.package})`;
    return `${wanted}, ${found === undefined ? "which is not installed" : `here is ${found}`}`;
  }
  return undefined;
}
