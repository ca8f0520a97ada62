/** The code that a package's README shows, as it stands there. */
import { readFile } from "node:fs/promises";

/** A README's example and what it is said to print. */
export interface ReadmeExample {
  readonly code: string;
  readonly output: string;
}

/** The first TypeScript block of a package's README, and the plain block after it. */
export async function readExample(packageName: string): Promise<ReadmeExample> {
  const file = new URL(`../../../packages/${packageName}/README.md`, import.meta.url);
  const text = await readFile(file, "utf8");
  const [, code, output] = /```ts\n([\s\S]*?)```[\s\S]*?```\n([\s\S]*?)```/.exec(text) ?? [];
  if (code === undefined || output === undefined)
    throw new Error(`The README of ${packageName} shows no example with its output.`);
  return { code, output };
}
