import type { ViteUserConfig } from "vitest/config";

export interface SuiteOptions {
  readonly name: string;
  /** Run `x.test.ts` and `x.browser.test.ts` in Chromium too. Default false. */
  readonly browser?: boolean;
  /**
   * Globs of tests that run in a cross-origin-isolated page as well (SharedArrayBuffer, WebAssembly threads).
   * Default none; needs `browser`.
   */
  readonly isolated?: readonly string[];
  /** Milliseconds that one test may take. Default 60,000. */
  readonly timeoutMs?: number;
}

/** The Vitest configuration of one package. */
export declare function suites(options: SuiteOptions): ViteUserConfig;
