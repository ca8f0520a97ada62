/** What bars on the page say: by their lengths, which are exact, and not by the words beside them. */
import type { Page } from "playwright";

/** Shares of 0 to 1 by name. `rows` selects the bars. */
export function sharesIn(page: Page, rows: string): Promise<Record<string, number>> {
  return page.locator(rows).evaluateAll((items) =>
    Object.fromEntries(
      items.map((item) => {
        const length = item.querySelector<HTMLElement>(".bar-fill")?.style.transform ?? "";
        const share = Number(/scaleX\(([^)]*)\)/.exec(length)?.[1]);
        return [item.querySelector(".bar-name")?.textContent ?? "", share];
      }),
    ),
  );
}
