/** What a build consists of, as its service worker knows it. Names are relative to the page's folder. */
export interface Manifest {
  /** Changes with any file. */
  readonly build: string;
  /** Each file's SHA-256 in base64. */
  readonly files: Readonly<Record<string, string>>;
  /** Those of a first load, before a backend is chosen. */
  readonly shell: readonly string[];
}
