/** Chooses among radio buttons as a visitor does: by the label, for the button itself is not seen. */
import type { Locator, Page } from "playwright";

/** @param name of the radio button, whole */
export async function choose(within: Page | Locator, name: string): Promise<void> {
  const page = "goto" in within ? within : within.page();
  const radio = page.getByRole("radio", { name, exact: true }); // looked for in each label
  await within.locator("label").filter({ has: radio }).click();
}
