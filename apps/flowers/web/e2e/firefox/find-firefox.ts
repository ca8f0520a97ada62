/** Where Firefox is: `FIREFOX_PATH`, else the first of its usual names on `PATH`, else undefined. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

export function findFirefox(): string | undefined {
  const named = process.env["FIREFOX_PATH"];
  if (named) return existsSync(named) ? named : undefined;
  for (const folder of (process.env["PATH"] ?? "").split(delimiter))
    for (const name of ["firefox-esr", "firefox"])
      if (existsSync(join(folder, name))) return join(folder, name);
  return undefined;
}
