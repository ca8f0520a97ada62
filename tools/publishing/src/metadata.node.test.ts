/** Every published package says what it is, where it lives and what it carries. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { addressOf, projectAddress, root } from "./address.mjs";
import { fieldsOf, publishedFolders, readManifest } from "./metadata.mjs";

const address = projectAddress();
const folders = publishedFolders();
const textOf = (path: string): string => readFileSync(new URL(path, root), "utf8");

describe("the address", () => {
  it("is read from the root's package.json, and the site's follows from it", () => {
    expect(addressOf("git+https://github.com/Some/flowers.git")).toEqual({
      owner: "Some",
      name: "flowers",
      repository: "https://github.com/Some/flowers",
      site: "https://some.github.io/flowers/",
      placeholder: false,
    });
    expect(() => addressOf("https://github.com/some/flowers")).toThrow("repository.url must be");
  });
});

describe.each(folders)("%s", (folder) => {
  const manifest = readManifest(folder);

  it("has the fields that follow from where it lives", () => {
    expect(manifest).toMatchObject(fieldsOf(folder, address));
    expect(manifest["name"]).toMatch(folder === "create" ? /^@flowers\/create$/ : /^@flowers\//);
  });

  it("says in a sentence and in words for a search what it is", () => {
    const { description, keywords } = manifest as { description: string; keywords: string[] };
    expect(description.length).toBeGreaterThan(30);
    expect(description.length).toBeLessThan(140);
    expect(keywords.length).toBeGreaterThanOrEqual(5);
    expect(new Set(keywords).size).toBe(keywords.length);
  });

  it("publishes its notices with what it carries of others", () => {
    const { files } = manifest as { files: string[] };
    expect(files).toEqual(expect.arrayContaining(["README.md", "CHANGELOG.md"]));
    for (const name of ["THIRD-PARTY-NOTICES.md", "NOTICE"])
      if (existsSync(new URL(`packages/${folder}/${name}`, root))) expect(files).toContain(name);
  });

  it("has a README whose links work on a registry's page", () => {
    const links = [...textOf(`packages/${folder}/README.md`).matchAll(/\]\(([^)]+)\)/g)].map(
      ([, link = ""]) => link,
    );
    expect(links.filter((link) => !/^(https:\/\/|#)/.test(link))).toEqual([]);
  });
});
