import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { userCacheFolder } from "./cache-folder";

it.each([
  ["linux", { FLOWERS_CACHE_DIR: "/mine", XDG_CACHE_HOME: "/c" }, resolve("/mine")],
  ["darwin", { FLOWERS_CACHE_DIR: "/mine" }, resolve("/mine")],
  ["win32", { FLOWERS_CACHE_DIR: "here", LOCALAPPDATA: "/l" }, resolve("here")],
  ["linux", { XDG_CACHE_HOME: "/c" }, join("/c", "flowers")],
  ["darwin", { XDG_CACHE_HOME: "/c" }, join("/c", "flowers")],
  ["win32", { XDG_CACHE_HOME: "/c", LOCALAPPDATA: "/l" }, join("/c", "flowers")],
  ["linux", { FLOWERS_CACHE_DIR: "", XDG_CACHE_HOME: "" }, join(homedir(), ".cache", "flowers")],
  ["darwin", {}, join(homedir(), "Library", "Caches", "flowers")],
  ["win32", { LOCALAPPDATA: "/l" }, join("/l", "flowers")],
  ["win32", {}, join(homedir(), "AppData", "Local", "flowers")],
])("is of this user, on %s with %j", (platform, environment, expected) => {
  expect(userCacheFolder(environment, platform)).toBe(expected);
});
