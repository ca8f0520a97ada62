// The installed tfjs-backend-wasm has every file that the page is told of.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";

const name = "@tensorflow/tfjs-backend-wasm";

it("names files that exist", () => {
  const source = readFileSync(new URL("./browser/wasm-files.ts", import.meta.url), "utf8");
  const files = Array.from(
    source.matchAll(new RegExp(`"${name}/([^"]+)"`, "g")),
    ([, file]) => file!,
  );
  expect(files).toHaveLength(3);
  const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  expect(files.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
});
