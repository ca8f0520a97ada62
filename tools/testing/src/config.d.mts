import type { ViteUserConfig } from "vitest/config";

export interface SuiteOptions {
  readonly name: string;
  /** Run `x.test.ts` and `x.browser.test.ts` in Chromium too; `"named"`: only the latter. Default false. */
  readonly browser?: boolean | "named";
  /**
   * Globs of tests that run in a cross-origin-isolated page as well (SharedArrayBuffer, WebAssembly threads).
   * Default none; needs `browser`.
   */
  readonly isolated?: readonly string[];
  /** Whether the test files share a process and a page; else each has its own. Default false. */
  readonly shared?: boolean;
  /**
   * Where files share: those that need a process or a page of their own, for they lose the graphics device, register things for
   * good, or look at what a program finds that has done nothing yet. Default none.
   */
  readonly alone?: readonly string[];
  /** Folders with tests. Default `["src"]`. */
  readonly folders?: readonly string[];
}

/** The Vitest configuration of one package. */
export declare function suites(options: SuiteOptions): ViteUserConfig;

/** Where Chromium is: `CHROMIUM_PATH`, else the first of its usual names on `PATH`, else undefined. */
export declare function findChromium(): string | undefined;

/** Flags for a headless Chromium in a container. It has neither WebGL nor WebGPU. */
export declare const chromiumFlags: readonly string[];

/** Flags for one with software WebGL and WebGPU, so that both run on a machine without a GPU. */
export declare const graphicsFlags: readonly string[];
