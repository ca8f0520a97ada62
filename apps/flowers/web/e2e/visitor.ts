/** What a visitor does on the page, in the page's own words. */
import { expect } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright";
import { en } from "../text/en";

export interface VisitorSettings {
  readonly imageSize: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly plain: number;
  readonly augmented: number;
  readonly backend: "wasm" | "webgl";
}

export class Visitor {
  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    /** What went wrong on the page's own thread. */
    readonly faults: string[],
  ) {}

  /** A first visit, with storage of its own. */
  static async arrive(browser: Browser, url: string): Promise<Visitor> {
    const context = await browser.newContext({ locale: "en-US", acceptDownloads: true });
    // Folders are chosen through an input, which a test can fill.
    await context.addInitScript(() => Reflect.deleteProperty(window, "showDirectoryPicker"));
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
    await page.goto(url);
    await page.getByRole("heading", { level: 1 }).waitFor();
    return new Visitor(page, context, faults);
  }

  async leave(): Promise<void> {
    await this.context.close();
  }

  async goOffline(): Promise<void> {
    await this.context.setOffline(true);
  }

  button(name: string): ReturnType<Page["getByRole"]> {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** A button that takes files. */
  async give(name: string, files: Parameters<Page["setInputFiles"]>[1]): Promise<void> {
    await this.page
      .locator("label.file-button", { hasText: name })
      .locator("input")
      .setInputFiles(files);
  }

  /** Waits for the pictures to be taken in. */
  async seesPictures(summary: string): Promise<void> {
    await this.sees(`text=${summary}`);
  }

  async sets({
    imageSize,
    batchSize,
    seed,
    plain,
    augmented,
    backend,
  }: VisitorSettings): Promise<void> {
    const { train } = en;
    for (const [name, value] of [
      [train.epochs.baseline, plain],
      [train.epochs.augmented, augmented],
      [train.imageSize, imageSize],
      [train.batchSize, batchSize],
      [train.seed, seed],
    ] as const) {
      const field = this.page.getByLabel(name).first();
      await field.fill(String(value));
      await field.blur();
    }
    const select = this.page.getByLabel(train.backend);
    await select.locator(`option[value="${backend}"]:not([disabled])`).waitFor({
      state: "attached",
      timeout: 120_000,
    });
    await select.selectOption(backend);
  }

  /** Waits until a model is trained. */
  async seesTrained(kind: "baseline" | "augmented"): Promise<void> {
    await this.sees(`li[data-kind="${kind}"][data-status="finished"]`);
  }

  /** Waits for what a selector names; the text of what shows first. Fails with the page's own words when it complains. */
  async sees(selector: string, timeout = 180_000): Promise<string> {
    const wanted = this.page.locator(selector).first();
    const complaint = this.page.getByRole("alert").first();
    await wanted.or(complaint).first().waitFor({ timeout });
    if (!(await wanted.isVisible()))
      throw new Error(`The page says: ${await complaint.textContent()}`);
    return (await wanted.textContent()) ?? "";
  }

  /** The bytes that a button saves. */
  async saves(name: string): Promise<Buffer> {
    const [download] = await Promise.all([
      this.page.waitForEvent("download"),
      this.button(name).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  expectNoFaults(): void {
    expect(this.faults).toEqual([]);
  }
}
