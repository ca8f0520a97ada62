/** Paths as the user types them. */
import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";

/** The folder in which the user typed the command: pnpm runs scripts in the package's own folder. */
export const userFolder = process.env["INIT_CWD"] ?? process.cwd();

/** Makes a path that the user typed absolute. */
export function userPath(path: string): string {
  return isAbsolute(path) ? path : resolve(userFolder, path);
}

/** Whether the text is an http(s) or file address and not a path. */
export function isUrl(text: string): boolean {
  return /^(https?|file):\/\//i.test(text);
}

/** The first of `name`, `name-2`, `name-3` ... that does not exist. */
export function freshPath(path: string): string {
  for (let k = 1; ; k++) {
    const candidate = k === 1 ? path : `${path}-${k}`;
    if (!existsSync(candidate)) return candidate;
  }
}
