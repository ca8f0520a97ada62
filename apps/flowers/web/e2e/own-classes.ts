/** What a visitor does with classes of their own, in the page's own words. */
import type { Locator, Page } from "playwright";
import { en } from "../text/en";

const { own } = en;

export class OwnClasses {
  constructor(private readonly page: Page) {}

  /** The part of the page that a class has. */
  card(name: string): Locator {
    return this.page.locator(`[data-drop-class="${name}"]`);
  }

  async make(name: string): Promise<void> {
    await this.page.getByLabel(own.newClass).fill(name);
    await this.page.keyboard.press("Enter");
    await this.card(name).waitFor();
  }

  async openCamera(name: string): Promise<void> {
    const button = this.card(name).getByRole("button", { name: own.filmFor(name) });
    if ((await button.getAttribute("aria-expanded")) !== "true") await button.click();
    await this.card(name).locator(".shutter:not([disabled])").waitFor();
  }

  /** Holds the button until a class has so many pictures. */
  async film(name: string, pictures: number): Promise<void> {
    await this.openCamera(name);
    await this.card(name).getByRole("button", { name: own.hold }).hover();
    await this.page.mouse.down();
    await this.seesAtLeast(name, pictures);
    await this.page.mouse.up();
  }

  async give(name: string, files: Parameters<Locator["setInputFiles"]>[0]): Promise<void> {
    await this.card(name).locator("input[type=file]").setInputFiles(files);
  }

  async count(name: string): Promise<number> {
    return Number(/\d+/.exec((await this.card(name).locator(".class-count").textContent()) ?? ""));
  }

  async sees(name: string, pictures: number): Promise<void> {
    const words = own.pictures(String(pictures));
    await this.card(name).getByText(words, { exact: true }).waitFor();
  }

  async seesAtLeast(name: string, pictures: number): Promise<void> {
    await this.page.waitForFunction(
      ([className, least]) => {
        const count = document.querySelector(`[data-drop-class="${className}"] .class-count`);
        return Number(/\d+/.exec(count?.textContent ?? "")?.[0] ?? 0) >= least;
      },
      [name, pictures] as const,
    );
  }
}
