/** The page's end of its service worker: isolation, offline use, updates. */
import type { HostReply, HostRequest } from "./messages";

/** Why a page is not cross-origin isolated, and WebAssembly has one thread. */
export type NotIsolated =
  /** Served over plain http from another machine, or a browser without service workers (some private windows). */
  | "no-service-worker"
  /** The service worker file is missing or did not install. */
  | "not-installed"
  /** The service worker works, and the page has to be loaded once more: {@link Host.reload}. */
  | "after-reload"
  /** The page came from the service worker, and the browser still does not isolate it. */
  | "refused"
  /** While the page is developed its server sends the headers, and this one did not. */
  | "development";

/** What the page knows of its host. */
export interface Host {
  /** undefined when the page is isolated and WebAssembly has its threads. */
  readonly notIsolated: NotIsolated | undefined;
  /** Whether a service worker keeps the page's files. */
  readonly keepsFiles: boolean;
  /**
   * Keeps every file of the page, also those that only training needs, so that all works without network from now on.
   * False when that failed (no service worker, no network, no space); ask again later.
   */
  keepAll(): Promise<boolean>;
  /** Calls `listener` when a newer build lies ready, at once if it does already. */
  onUpdate(listener: () => void): void;
  /** Loads the newer build. False, and nothing happens, while other tabs use the present one. */
  update(): Promise<boolean>;
  /** Loads the page again. */
  reload(): void;
}

const triedMark = "flowers: reloaded for isolation";

/** A host without a service worker. */
function plainHost(notIsolated: NotIsolated): Host {
  return {
    notIsolated: crossOriginIsolated ? undefined : notIsolated,
    keepsFiles: false,
    keepAll: () => Promise.resolve(false),
    onUpdate: () => undefined,
    update: () => Promise.resolve(false),
    reload: () => location.reload(),
  };
}

function ask(worker: ServiceWorker, request: HostRequest): Promise<HostReply> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<HostReply>) => resolve(data);
    worker.postMessage(request, [port2]);
  });
}

/** Resolves when the page has loaded: its own files go first. */
function loaded(): Promise<void> {
  if (document.readyState === "complete") return Promise.resolve();
  return new Promise((resolve) => addEventListener("load", () => resolve(), { once: true }));
}

/** The tab's own memory; a page that may keep nothing acts as one that has reloaded. */
function hasReloaded(): boolean {
  try {
    return sessionStorage.getItem(triedMark) !== null;
  } catch {
    return true;
  }
}

function markReloaded(reloaded: boolean): void {
  try {
    if (reloaded) sessionStorage.setItem(triedMark, "yes");
    else sessionStorage.removeItem(triedMark);
  } catch {
    // Nothing to remember it by; hasReloaded() says so.
  }
}

/**
 * Registers the service worker beside the page once the page has loaded, and waits until it works. Where the host sends no
 * isolation headers the page is then loaded once more, through the service worker, which adds them; if the visitor has
 * clicked or typed by then the reload is left to the page (`notIsolated` is "after-reload"). Never rejects.
 *
 * @example
 * ```ts
 * const host = await registerHost();
 * if (host.notIsolated !== undefined) say(`WebAssembly has one thread: ${host.notIsolated}`);
 * host.onUpdate(() => offer("A new version is ready", () => host.update()));
 * ```
 */
export async function registerHost(): Promise<Host> {
  if (import.meta.env.DEV) return plainHost("development");
  if (!("serviceWorker" in navigator)) return plainHost("no-service-worker");
  await loaded();
  let registration: ServiceWorkerRegistration;
  try {
    registration = await navigator.serviceWorker.register(
      new URL("service-worker.js", document.baseURI),
    );
    await active(registration);
  } catch {
    return plainHost("not-installed");
  }
  const notIsolated = whyNotIsolated();
  if (notIsolated === undefined) markReloaded(false);
  if (notIsolated === "after-reload" && !navigator.userActivation?.hasBeenActive) {
    reloadForIsolation();
    return new Promise(() => undefined); // the page is on its way out
  }
  return workerHost(registration, notIsolated);
}

function whyNotIsolated(): NotIsolated | undefined {
  if (crossOriginIsolated) return undefined;
  return hasReloaded() ? "refused" : "after-reload";
}

function reloadForIsolation(): void {
  markReloaded(true);
  location.reload();
}

/** Waits for a service worker that is past its activation. Rejects when the first one fails to install. */
async function active(registration: ServiceWorkerRegistration): Promise<void> {
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  if (worker === null) throw new Error("No service worker.");
  await new Promise<void>((resolve, reject) => {
    const look = (): void => {
      if (worker.state === "activated") resolve();
      if (worker.state === "redundant") reject(new Error("The service worker did not install."));
    };
    worker.addEventListener("statechange", look);
    look();
  });
}

function workerHost(
  registration: ServiceWorkerRegistration,
  notIsolated: NotIsolated | undefined,
): Host {
  return {
    notIsolated,
    keepsFiles: true,
    keepAll: async () => {
      const worker = registration.active;
      return worker !== null && (await ask(worker, { type: "keep" })).done;
    },
    onUpdate: (listener) => {
      const watch = (worker: ServiceWorker | null): void => {
        if (worker?.state === "installed") listener();
        else
          worker?.addEventListener("statechange", () => {
            if (worker.state === "installed") listener();
          });
      };
      if (registration.waiting) listener();
      else watch(registration.installing);
      registration.addEventListener("updatefound", () => watch(registration.installing));
    },
    update: async () => {
      const worker = registration.waiting;
      if (worker === null) return false;
      const changed = new Promise<void>((resolve) =>
        navigator.serviceWorker.addEventListener("controllerchange", () => resolve(), {
          once: true,
        }),
      );
      if (!(await ask(worker, { type: "activate" })).done) return false;
      await changed;
      location.reload();
      return true;
    },
    reload: () => (notIsolated === "after-reload" ? reloadForIsolation() : location.reload()),
  };
}
