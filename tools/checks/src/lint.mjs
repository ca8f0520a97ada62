/**
 * `pnpm check:lint`: ESLint with type information over the whole repository, a process per package, two at a time. In one
 * process the programs of all packages do not fit into Node's memory.
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const rooms = ["packages", "apps", "tools", "examples"].flatMap((floor) =>
  readdirSync(floor, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(floor, name)),
);
const eslint = join("node_modules", "eslint", "bin", "eslint.js");

/** Lints `paths` with the TypeScript projects of one room; resolves to whether nothing was found. */
function lint(room, paths) {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [eslint, "--max-warnings", "0", "--no-error-on-unmatched-pattern", ...paths],
      { stdio: "inherit", env: { ...process.env, FLOWERS_LINT_ROOM: room } },
    );
    child.on("close", (code) => resolve(code === 0));
  });
}

const waiting = rooms.map((room) => [room, [room]]);
waiting.push(["", ["*.js", "*.cjs", "*.mjs"]]);
let clean = true;
await Promise.all(
  [0, 1].map(async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      clean = (await lint(...next)) && clean;
    }
  }),
);
process.exit(clean ? 0 : 1);
