/** Golden files for tests that run in Node and in the page. */

const folder = import.meta.url.replace(/src\/test-support\/.*$/, "fixtures/");

/** The bytes of `fixtures/<path>`. */
export async function readFixture(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL(path, folder);
  if (url.protocol === "file:") {
    const name = "node:fs/promises"; // in a variable: bundlers and the page's types have no such module
    const files = (await import(/* @vite-ignore */ name)) as {
      readFile(url: URL): Promise<Uint8Array>;
    };
    return new Uint8Array(await files.readFile(url));
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** `fixtures/<path>`, parsed. */
export async function readJsonFixture<T>(path: string): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await readFixture(path))) as T;
}

/** What real Keras gave for `fixtures/parity`, with seed 123 and a split of 0.2. */
export interface Parity {
  readonly train_files: string[];
  readonly val_files: string[];
  readonly class_names: string[];
}

/** Every image of `fixtures/parity` by its path below it, and what Keras made of the folder. */
export async function readParity(): Promise<{
  parity: Parity;
  images: Map<string, Uint8Array<ArrayBuffer>>;
}> {
  const parity = await readJsonFixture<Parity>("parity.json");
  const paths = [...parity.train_files, ...parity.val_files].sort();
  const all = paths.map(async (path) => [path, await readFixture(`parity/${path}`)] as const);
  return { parity, images: new Map(await Promise.all(all)) };
}
