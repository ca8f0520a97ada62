/** What a visitor does on the page, in the page's own words. */
import { expect } from "vitest";
import type { Browser, BrowserContext, Locator, Page } from "playwright";
import type { ModelKind } from "../engine/contract";
import { en } from "../text/en";
import { choose } from "./choose";

export interface VisitorSettings {
  readonly imageSize: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly plain: number;
  readonly augmented: number;
  readonly backend: "wasm" | "webgl";
}

/** How long a visitor waits for anything, on a machine that may be busy with much else. */
const patienceMs = 240_000;

export class Visitor {
  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    /** What went wrong on the page's own thread. */
    readonly faults: string[],
  ) {}

  /** A first visit, with storage of its own. `scripts` runs before each of the page's own, in its workers, too. */
  static async arrive(browser: Browser, url: string, scripts = ""): Promise<Visitor> {
    const context = await browser.newContext({
      locale: "en-US",
      acceptDownloads: true,
      ...(scripts === "" ? {} : { serviceWorkers: "block" }), // it would keep the files as they were built
    });
    if (scripts !== "") {
      await context.route("**/assets/*.js", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `${scripts}\n${await response.text()}` });
      });
    }
    // Folders are chosen through an input, which a test can fill.
    await context.addInitScript(() => Reflect.deleteProperty(window, "showDirectoryPicker"));
    return Visitor.#open(context, url);
  }

  /** Another tab of the same visitor. */
  secondTab(): Promise<Visitor> {
    return Visitor.#open(this.context, this.page.url());
  }

  static async #open(context: BrowserContext, url: string): Promise<Visitor> {
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
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

  button(name: string): Locator {
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
    await select
      .locator(`option[value="${backend}"]:not([disabled])`)
      .waitFor({ state: "attached" });
    await select.selectOption(backend);
  }

  /** Waits until a model is trained. */
  async seesTrained(kind: ModelKind): Promise<void> {
    await this.sees(`li[data-kind="${kind}"][data-status="finished"]`);
  }

  /** Loads the page anew and waits until it has read what is stored. */
  async comesBack(): Promise<void> {
    await this.page.reload();
    await this.page.locator('main:not([aria-busy="true"])').waitFor();
  }

  /** Presses a key on what can be pressed; waits until it can. */
  async presses(button: Locator, key = "Enter"): Promise<void> {
    await button.and(this.page.locator(":enabled")).press(key);
  }

  /** Scrolls to a part of the page until it shows what is wanted, as somebody does whose page still grows. */
  async scrollsTo(place: Locator, wanted: Locator): Promise<void> {
    const isShown = async (): Promise<boolean> => {
      await place.scrollIntoViewIfNeeded();
      return wanted.isVisible();
    };
    await expect.poll(isShown, { timeout: patienceMs }).toBe(true);
  }

  /** Waits for what a selector names; the text of what shows first. Fails with the page's own words when it complains. */
  async sees(selector: string): Promise<string> {
    const wanted = this.page.locator(selector).first();
    const complaint = this.page.getByRole("alert").first();
    await wanted.or(complaint).first().waitFor();
    // Either may go again before it is read, as the answer about a photo does when another is asked about.
    const words = (await complaint.allTextContents())[0];
    if (words !== undefined && !(await wanted.isVisible()))
      throw new Error(`The page says: ${words}`);
    return (await wanted.textContent()) ?? "";
  }

  /** Presses a button at the very moment when the page shows the text, however late this process hears of it. */
  async pressesAt(words: string, name: string): Promise<void> {
    await this.#at(words, name);
    await this.page.getByText(words).first().waitFor();
  }

  /** Reloads the page at the very moment when it shows the text. */
  async reloadsAt(words: string): Promise<void> {
    await Promise.all([this.page.waitForEvent("load"), this.#at(words, null)]);
  }

  /** Presses a button of the name, or reloads. */
  async #at(words: string, name: string | null): Promise<void> {
    await this.page.evaluate(
      ([text, label]) => {
        const observer = new MutationObserver(() => {
          if (!document.body.textContent?.includes(text)) return;
          if (label === null) {
            observer.disconnect();
            location.reload();
            return;
          }
          const button = [...document.querySelectorAll("button")].find(
            ({ textContent, disabled }) => !disabled && textContent?.trim() === label,
          );
          if (!button) return;
          observer.disconnect();
          button.click();
        });
        observer.observe(document.body, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        });
      },
      [words, name] as const,
    );
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

  /** The ten lines for Node and for a page, as the page shows them. */
  async readsPrograms(): Promise<readonly [node: string, page: string]> {
    const { title, page } = en.keep.code;
    await this.page.getByText(title).click();
    const code = this.page.locator(".code pre");
    const node = (await code.textContent()) ?? "";
    await choose(this.page.locator(".code"), page);
    return [node, (await code.textContent()) ?? ""];
  }

  async fetches(address: string): Promise<void> {
    await this.page.getByLabel(en.data.address).fill(address);
    await this.button(en.data.fetch).click();
  }

  /** Waits for the page to say what is wrong. */
  async complains(words: RegExp): Promise<void> {
    await this.page.getByRole("alert").filter({ hasText: words }).first().waitFor();
  }

  /** Waits for the page to say what it has done with files. */
  async notices(words: string): Promise<void> {
    await this.sees(`.notice:has-text("${words}")`);
  }

  /** Takes a picture with the camera; what the model says of it. */
  async films(): Promise<string> {
    await this.button(en.use.camera).click();
    await this.button(en.use.shoot).click(); // waits for the camera's first picture
    const sentence = await this.sees(".answer-sentence");
    await this.button(en.use.cameraOff).click();
    return sentence;
  }

  /** Leaves the page that many bytes of storage beside what it holds, until the function that this gives is called. */
  async hasRoomFor(bytes: number): Promise<() => Promise<void>> {
    const used = await this.page.evaluate(
      async () => (await navigator.storage.estimate()).usage ?? 0,
    );
    const session = await this.context.newCDPSession(this.page);
    await session.send("Storage.overrideQuotaForOrigin", {
      origin: new URL(this.page.url()).origin,
      quotaSize: used + bytes,
    });
    return () => session.detach();
  }

  async forgetsEverything(): Promise<void> {
    await this.button(en.keep.forget).click();
    await this.page
      .getByRole("dialog")
      .getByRole("button", { name: en.keep.forgetConfirm.yes })
      .click();
    await this.notices(en.keep.forgotten);
  }

  /** What the page has stored beside its own code. */
  async stored(): Promise<string[]> {
    return this.page.evaluate(async () => {
      const root = (await navigator.storage.getDirectory()) as unknown as {
        keys(): AsyncIterable<string>;
      };
      const names = Object.keys(localStorage);
      for await (const name of root.keys()) names.push(name);
      return names;
    });
  }

  /** From the next load of the page on. */
  async watchesForShifts(): Promise<void> {
    await this.page.addInitScript(() => {
      const seen: number[] = [];
      Object.assign(window, { seenShifts: seen });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          seen.push((entry as PerformanceEntry & { value: number }).value);
      }).observe({ type: "layout-shift", buffered: true });
    });
  }

  /** How far things have moved on the page by themselves, each time that they did; Chromium's own measure. */
  async shifts(): Promise<number[]> {
    return this.page.evaluate(() => (window as unknown as { seenShifts: number[] }).seenShifts);
  }

  expectNoFaults(): void {
    expect(this.faults).toEqual([]);
  }
}
