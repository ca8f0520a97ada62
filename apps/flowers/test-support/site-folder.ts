/** A folder for the built page, which the first test that needs it fills for all; removed when the tests are over. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    readonly siteFolder: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "flowers-site-"));
  project.provide("siteFolder", folder);
  return () => rm(folder, { recursive: true, force: true });
}
