/** The page in Firefox: it trains, answers, and gives its model away in a page that Firefox opens from the disk. */
import { mkdir, mkdtemp, readFile, rm, watch, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { paintPng } from "../../cli/data/sample-set";
import { en } from "../text/en";
import { takenAwayEn } from "../text/parts/taken-away-en";
import { findFirefox } from "./firefox/find-firefox";
import { type Firefox, startFirefox } from "./firefox/start-firefox";
import { type PageServer, servePage } from "./page-server";

const executable = findFirefox();
const classNames = ["daisy", "roses", "tulips"];
const answered = `document.querySelector('.answer[aria-busy="false"] .bars')?.textContent.includes("%")`;

describe.skipIf(!executable)("the page in Firefox", () => {
  let server: PageServer;
  let firefox: Firefox;
  let home: string;
  let photo: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "flowers in firefox-"));
    photo = join(home, "photo.png");
    await writeFile(photo, await paintPng("roses", 77));
    const entries: Record<string, Uint8Array> = {};
    for (const name of classNames)
      for (let index = 0; index < 8; index++)
        entries[`pictures/${name}/${index}.png`] = await paintPng(name, index);
    await writeFile(join(home, "pictures.zip"), zipSync(entries, { level: 0 }));
    server = await servePage();
    firefox = await startFirefox(executable ?? "");
  });

  afterAll(async () => {
    await firefox?.close();
    await server?.close();
    if (home) await rm(home, { recursive: true, force: true });
  });

  const press = (name: string): Promise<void> =>
    firefox.remote.run(
      `const button = [...document.querySelectorAll("button")].find((each) => each.textContent.trim() === args[0]);
       if (!button || button.disabled) throw new Error("no button " + args[0]);
       button.click();`,
      [name],
    );
  const give = (name: string, path: string): Promise<void> =>
    firefox.remote.giveFile(
      `//label[contains(@class, "file-button")][contains(., "${name}")]//input`,
      path,
    );
  const bars = (): Promise<Record<string, string>> =>
    firefox.remote.run(
      `return Object.fromEntries([...document.querySelectorAll(".answer .bars li")].map((row) =>
         [row.querySelector(".bar-name").textContent, row.querySelector(".bar-value").textContent]))`,
    );

  it("trains, answers, and opens the page taken away with the same answer", async () => {
    const { remote, downloads } = firefox;
    await remote.goTo(
      `${server.url}#lesson=language:en,size:32,batch:8,seed:7,plain:2,backend:wasm`,
    );
    await remote.until(`!document.querySelector("#data button.primary")?.disabled`);
    await give(en.data.archive, join(home, "pictures.zip"));
    await remote.until(
      `document.body.textContent.includes(${JSON.stringify(en.data.summary("24", "3"))})`,
    );
    await press(en.train.plain);
    await remote.until(
      `document.querySelector('li[data-kind="baseline"][data-status="finished"], [role=alert]')`,
    );
    expect(
      await remote.run(`return document.querySelector("[role=alert]")?.textContent`),
    ).toBeNull();
    await give(en.use.photo, photo);
    await remote.until(answered);
    const told = await bars();
    expect(Object.keys(told).sort()).toEqual(classNames);

    await press(en.keep.page.save);
    const zip = join(downloads, "flowers-baseline-page.zip");
    await appears(zip, downloads);
    const page = unzipSync(await readFile(zip))["index.html"];
    await mkdir(join(home, "elsewhere"));
    await writeFile(join(home, "elsewhere", "index.html"), page ?? "");
    await remote.goTo(pathToFileURL(join(home, "elsewhere", "index.html")).href);
    await remote.until(`document.querySelector(".sources, .failure")`);
    expect(await remote.run(`return document.querySelector(".failure")?.textContent`)).toBeNull();
    await give(takenAwayEn.photo, photo);
    await remote.until(answered);
    expect(await bars()).toEqual(told);
  });
});

/** Waits until a download is whole: Firefox writes it under another name beside an empty file of its own. */
async function appears(path: string, folder: string): Promise<void> {
  const over = new AbortController();
  const changes = watch(folder, { signal: over.signal });
  const isWhole = (): boolean => existsSync(path) && !existsSync(`${path}.part`);
  if (isWhole()) return over.abort();
  for await (const _ of changes) if (isWhole() && (await readFile(path)).length > 0) break;
  over.abort();
}
