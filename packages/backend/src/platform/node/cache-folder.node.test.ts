import { join, resolve } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { nativeCacheFolder } from "./cache-folder";

afterEach(() => vi.unstubAllEnvs());

it("is where everything of this family is cached", () => {
  vi.stubEnv("FLOWERS_CACHE_DIR", "");
  vi.stubEnv("XDG_CACHE_HOME", "/c");
  expect(nativeCacheFolder()).toBe(join("/c", "flowers", "native"));
  vi.stubEnv("FLOWERS_CACHE_DIR", "/mine");
  expect(nativeCacheFolder()).toBe(join(resolve("/mine"), "native"));
});
