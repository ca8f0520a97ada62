/**
 * The files of one build, kept in a cache of their own. A file enters only when its digest is the manifest's: a host that
 * is being updated, or answers with some other page, never leaves half a build behind.
 */
import type { Manifest } from "./manifest";

/** A file of the build that could not be kept. */
export class KeepError extends Error {
  override readonly name = "KeepError";
}

/** The kept files of `manifest`, of the page in the folder `scope` (a URL ending in "/"). */
export class KeptFiles {
  readonly #manifest: Manifest;
  readonly #scope: string;
  readonly #prefix: string;

  constructor(manifest: Manifest, scope: string) {
    this.#manifest = manifest;
    this.#scope = scope;
    // Caches belong to the origin, which may hold other pages, and this one under other paths.
    this.#prefix = `flowers ${new URL(scope).pathname} `;
  }

  /** The name of the build's file at `url`, or undefined for any other address. The folder itself is its index.html. */
  nameOf(url: string): string | undefined {
    const { origin, pathname } = new URL(url);
    const address = origin + pathname;
    if (!address.startsWith(this.#scope)) return undefined;
    const name = decodeURI(address.slice(this.#scope.length)) || "index.html";
    return Object.hasOwn(this.#manifest.files, name) ? name : undefined;
  }

  /** The kept file, if it is. */
  async match(name: string): Promise<Response | undefined> {
    return (await this.#open()).match(this.#url(name));
  }

  /** Keeps the shell, and the rest too where an earlier build was kept in whole. */
  async install(): Promise<void> {
    await this.#keep(this.#manifest.shell);
    for (const older of await this.#older()) {
      if (await (await caches.open(older)).match(this.#wholeMark())) return this.keepAll();
    }
  }

  /** Keeps every file of the build. */
  async keepAll(): Promise<void> {
    await this.#keep(Object.keys(this.#manifest.files));
    await (await this.#open()).put(this.#wholeMark(), new Response(""));
  }

  /** Keeps `response`, which the network gave for the file `name`, if it is what the manifest says. */
  async offer(name: string, response: Response): Promise<void> {
    if (await this.#isFile(name, response))
      await (await this.#open()).put(this.#url(name), response);
  }

  /** Removes the files of all other builds of this page. */
  async removeOlder(): Promise<void> {
    await Promise.all((await this.#older()).map((name) => caches.delete(name)));
  }

  #open(): Promise<Cache> {
    return caches.open(this.#prefix + this.#manifest.build);
  }

  async #older(): Promise<string[]> {
    const own = this.#prefix + this.#manifest.build;
    return (await caches.keys()).filter((name) => name.startsWith(this.#prefix) && name !== own);
  }

  #url(name: string): string {
    return this.#scope + encodeURI(name);
  }

  /** An address that no file has. */
  #wholeMark(): string {
    return `${this.#scope}?whole`;
  }

  async #keep(names: readonly string[]): Promise<void> {
    const cache = await this.#open();
    await Promise.all(
      names.map(async (name) => {
        if (await cache.match(this.#url(name))) return;
        const response = (await this.#fromOlder(name)) ?? (await this.#fromNetwork(name));
        await cache.put(this.#url(name), response);
      }),
    );
  }

  async #fromOlder(name: string): Promise<Response | undefined> {
    for (const older of await this.#older()) {
      const response = await (await caches.open(older)).match(this.#url(name));
      if (response && (await this.#isFile(name, response))) return response;
    }
    return undefined;
  }

  async #fromNetwork(name: string): Promise<Response> {
    // Names with a hash in them never change, so that what the page has just loaded is not loaded again.
    const fresh = await fetch(this.#url(name), {
      cache: name.startsWith("assets/") ? "default" : "no-cache",
    });
    if (!(await this.#isFile(name, fresh))) {
      throw new KeepError(
        `${name} is not what build ${this.#manifest.build} has (${fresh.status}).`,
      );
    }
    return fresh;
  }

  async #isFile(name: string, response: Response): Promise<boolean> {
    if (!response.ok) return false;
    const digest = await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer());
    return btoa(String.fromCharCode(...new Uint8Array(digest))) === this.#manifest.files[name];
  }
}
