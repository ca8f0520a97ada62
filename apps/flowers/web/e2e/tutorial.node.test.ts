/**
 * The tutorial on the built page, in headless Chromium, as a visitor goes through it; and beside Node, which must come to
 * the same numbers.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { strFromU8, unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, expect, it } from "vitest";
import { paintPng } from "../../cli/data/sample-set";
import { runCli } from "../../test-support/run-cli";
import { makeTinyFolder, type TinyFolder } from "../../test-support/tiny-folder";
import type { ModelKind } from "../engine/contract";
import { en } from "../text/en";
import { axeFaults } from "./axe-faults";
import { type ArchiveServer, serveArchive } from "./archive-server";
import type { Visitor, VisitorSettings } from "./visitor";
import { describePage } from "./describe-page";
import { paintedZip } from "./painted-zip";

const classNames = ["daisy", "roses", "tulips"];
const perClass = 16;
const small: VisitorSettings = {
  imageSize: 32,
  batchSize: 8,
  seed: 7,
  plain: 12,
  augmented: 2,
  backend: "wasm",
};

type Histories = Partial<Record<ModelKind, Record<string, number[]>>>;

describePage("the page", (arrive) => {
  let folder: TinyFolder;
  let zip: Buffer;

  beforeAll(async () => {
    folder = await makeTinyFolder(classNames, perClass, "png");
    const entries: Record<string, Uint8Array> = {};
    for (const name of classNames) {
      for (let index = 0; index < perClass; index++) {
        entries[`pictures/${name}/${index}.png`] = await readFile(
          join(folder.pictures, name, `${index}.png`),
        );
      }
    }
    zip = Buffer.from(zipSync(entries, { level: 0 }));
  });

  afterAll(async () => {
    if (folder) await rm(folder.home, { recursive: true, force: true });
  });

  const giveZip = async (visitor: Visitor): Promise<void> => {
    await visitor.give(en.data.archive, {
      name: "pictures.zip",
      mimeType: "application/zip",
      buffer: zip,
    });
    await visitor.seesPictures("48 pictures in 3 classes");
  };

  it("trains to Node's own history, also when it is reloaded in the middle; classifies; saves for Node", async () => {
    const visitor = await arrive();
    await giveZip(visitor);
    await visitor.sets(small);

    await visitor.button(en.train.plain).click();
    await visitor.pressesAt("Epoch 3 of 12", en.train.pause);
    await visitor.button(en.train.continue).waitFor();
    await visitor.comesBack();
    await visitor.button(en.resume.go).click();
    await visitor.reloadsAt("Epoch 6 of 12"); // in the middle of a batch, without a word
    await visitor.button(en.resume.go).click();
    await visitor.seesTrained("baseline");
    await visitor.button(en.train.augmented).click();
    await visitor.seesTrained("augmented");
    await visitor.button(en.train.pretrained).click();
    await visitor.seesTrained("efficientnet-lite0");

    const run = join(folder.home, "run");
    const node = await runCli([
      "start",
      ...["--data", folder.pictures, "--backend", "wasm", "--image-size", "32"],
      ...["--batch-size", "8", "--epochs", "12,2", "--seed", "7", "--out", run],
      "--no-transfer",
    ]);
    expect(node.stderr).toBe("");
    const pretrained = join(folder.home, "pretrained");
    const head = await runCli([
      ...["train", "--data", folder.pictures, "--model", "efficientnet-lite0"],
      ...["--backend", "wasm", "--batch-size", "8", "--seed", "7", "--out", pretrained],
    ]);
    expect(head.stderr).toBe("");
    const shared = unzipSync(await visitor.saves(en.keep.share));
    const card = JSON.parse(strFromU8(shared["run.json"] ?? new Uint8Array())) as {
      runs: Record<ModelKind, { record: { history: Record<string, number[]> } }>;
    };
    const historyIn = async (...names: string[]): Promise<Record<string, number[]>> =>
      JSON.parse(await readFile(join(...names, "history.json"), "utf8")) as never;
    const histories = async (): Promise<Histories> => ({
      baseline: await historyIn(run, "baseline"),
      augmented: await historyIn(run, "augmented"),
      "efficientnet-lite0": await historyIn(pretrained, "efficientnet-lite0"),
    });
    expect({
      baseline: card.runs.baseline.record.history,
      augmented: card.runs.augmented.record.history,
      "efficientnet-lite0": card.runs["efficientnet-lite0"].record.history,
    }).toEqual(await histories());

    const photo = join(folder.home, "new.png");
    await writeFile(photo, await paintPng("roses", 77));
    await visitor.give(en.use.photo, photo);
    const sentence = await visitor.sees(".answer-sentence");
    expect(sentence).toMatch(/^This image most likely belongs to (daisy|roses|tulips) with a /);
    const model = join(folder.home, "model");
    await mkdir(model);
    const files = unzipSync(await visitor.saves(en.keep.saveTfjs));
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(model, name), bytes);
    const predicted = await runCli(["predict", photo, "--model", model, "--backend", "wasm"]);
    expect(predicted.stdout).toContain(sentence);
    // The model that answers first is the pretrained one; Node's own says the same.
    const own = await runCli(["predict", photo, "--model", pretrained, "--backend", "wasm"]);
    expect(own.stdout).toContain(sentence);
    visitor.expectNoFaults();
    await visitor.leave();
  });

  it("takes a folder in, and lists the files that it cannot read", async () => {
    await writeFile(
      join(folder.pictures, "daisy", "letter.jpg"),
      "Dear reader, this is no picture.",
    );
    const visitor = await arrive();
    await visitor.give(en.data.folder, folder.pictures);
    await visitor.seesPictures("48 pictures in 3 classes");
    await visitor.page
      .getByText("1 files could not be read")
      .or(visitor.page.getByText(/One file could not be read/))
      .first()
      .waitFor();
    await rm(join(folder.pictures, "daisy", "letter.jpg"));
    visitor.expectNoFaults();
    await visitor.leave();
  });

  it("says in one sentence what is wrong with an archive, and keeps the pictures it has: a later visit opens with them, and nothing moves", async () => {
    const visitor = await arrive();
    await giveZip(visitor);
    await visitor.give(en.data.archive, {
      name: "broken.zip",
      mimeType: "application/zip",
      buffer: zip.subarray(0, 2000),
    });
    await visitor.page.getByRole("alert").first().waitFor();
    await visitor.page.getByText("48 pictures in 3 classes").waitFor();
    await visitor.watchesForShifts();
    await visitor.comesBack();
    await visitor.seesPictures("48 pictures in 3 classes");
    await visitor.page.locator(".small-pictures canvas").nth(17).waitFor();
    expect(await visitor.shifts()).toEqual([]);
    await visitor.leave();
  });

  it("works on a second visit without network", async () => {
    const visitor = await arrive();
    const { page } = visitor;
    const buffer = await paintedZip(["daisy", "roses"], 6);
    await visitor.give(en.data.archive, { name: "x.zip", mimeType: "application/zip", buffer });
    await visitor.seesPictures("12 pictures in 2 classes");
    await visitor.sets({ ...small, plain: 1, augmented: 1 });
    await visitor.button(en.train.plain).click();
    await visitor.seesTrained("baseline");
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await visitor.goOffline();
    await visitor.comesBack();
    await visitor.seesPictures("12 pictures in 2 classes");
    await visitor.button(en.train.augmented).click();
    await visitor.seesTrained("augmented");
    await visitor.button(en.train.pretrained).click();
    await visitor.seesTrained("efficientnet-lite0");
    await visitor.leave();
  });

  it("fetches an archive, films, keeps and takes back what it saved, and forgets everything", async () => {
    const archive: ArchiveServer = await serveArchive(zip);
    const visitor = await arrive();
    const { page } = visitor;
    await visitor.fetches(archive.closed);
    await visitor.complains(/flowers\.zip could not be downloaded.*CORS/);
    await visitor.fetches(archive.open);
    await visitor.seesPictures("48 pictures in 3 classes");
    await archive.close();
    await visitor.sets({ ...small, augmented: 1 });
    await visitor.button(en.train.augmented).click();
    await visitor.seesTrained("augmented");
    const [run, model] = [
      await visitor.saves(en.keep.share),
      await visitor.saves(en.keep.saveKeras),
    ];
    await page.getByLabel(en.keep.withPictures).check();
    const all = await visitor.saves(en.keep.share);
    const filmed = await visitor.films();

    await visitor.forgetsEverything();
    expect(await visitor.stored()).toEqual([]);
    await visitor.comesBack();
    await visitor.button(en.data.sample).waitFor();
    expect(await page.locator('li[data-status="none"]').count()).toBe(3);

    await visitor.give(en.keep.loadRun, { name: "run.zip", mimeType: "", buffer: run });
    await visitor.notices(en.keep.loadedRun);
    await visitor.seesTrained("augmented");
    // The camera's picture moves, and with it the second half of the sentence.
    expect((await visitor.films()).split(" with ")[0]).toBe(filmed.split(" with ")[0]);
    await visitor.forgetsEverything();
    await visitor.give(en.keep.load, {
      name: "x.keras",
      mimeType: "",
      buffer: model.subarray(9),
    });
    await visitor.complains(/^Expected a whole \.keras file/);
    await visitor.give(en.keep.load, { name: "x.keras", mimeType: "", buffer: model });
    await visitor.notices(en.keep.loaded);
    await visitor.seesTrained("augmented");
    // With its pictures the run is as it was.
    await visitor.forgetsEverything();
    await visitor.give(en.keep.loadRun, { name: "all.zip", mimeType: "", buffer: all });
    await visitor.notices(en.keep.loadedRun);
    await visitor.seesPictures("48 pictures in 3 classes");
    await visitor.comesBack();
    await visitor.seesPictures("48 pictures in 3 classes");
    await visitor.seesTrained("augmented");
    const giveRoom = await visitor.hasRoomFor(20_000);
    await visitor.give(en.keep.load, { name: "x.keras", mimeType: "", buffer: model });
    await visitor.complains(/^The browser's storage for this page is full/);
    await giveRoom();
    await visitor.comesBack(); // the model of before is still there
    await visitor.seesTrained("augmented");
    // The file brings its class names along; the pictures that had them are gone.
    expect((await visitor.films()).split(" with ")[0]).toBe(filmed.split(" with ")[0]);
    await visitor.leave();
  });

  it("answers a photo given while its model is trained anew; all where files can only be written in place", async () => {
    const visitor = await arrive(
      "delete FileSystemFileHandle.prototype.createWritable;", // as Safari before 26
    );
    await giveZip(visitor);
    await visitor.sets({ ...small, plain: 1 });
    await visitor.button(en.train.plain).click();
    await visitor.seesTrained("baseline");
    await visitor.comesBack();
    await visitor.seesTrained("baseline");
    const photo = { name: "new.png", mimeType: "image/png", buffer: await paintPng("roses", 77) };
    await visitor.give(en.use.photo, photo);
    await visitor.sees(".answer-sentence");

    await visitor.sets({ ...small, plain: 200 });
    await visitor.button(en.train.plain).click();
    await visitor.give(en.use.photo, photo);
    await visitor.sees(`text=${en.use.later}`);
    await visitor.button(en.train.stop).click();
    await visitor.seesTrained("baseline");
    await visitor.sees(".answer-sentence");
    expect(
      await visitor.page.evaluate(() => "createWritable" in FileSystemFileHandle.prototype),
    ).toBe(false);
    visitor.expectNoFaults();
    await visitor.leave();
  });

  it("has no fault that axe finds: every step, light and dark, English and Korean", async () => {
    const visitor = await arrive();
    const { page } = visitor;
    await giveZip(visitor);
    await visitor.sets({ ...small, plain: 1, augmented: 1 });
    await visitor.button(en.train.both).click();
    await visitor.seesTrained("augmented");
    expect(await axeFaults(page)).toEqual([]);
    await visitor.leave();
  });
});
