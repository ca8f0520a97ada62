/** A picture drawn live in a page. */
import type { View } from "vega";
import type { TopLevelSpec } from "vega-lite";
import { refuse } from "./check-options";

/** The element of the page to draw into: any `HTMLElement`. */
export interface MountTarget {
  readonly nodeType: number;
  innerHTML: string;
}

/** A drawing in a page that can be redrawn and removed. */
export interface LiveView {
  /** Puts other rows into named tables of the same specification and redraws. */
  setTables(tables: Readonly<Record<string, readonly object[]>>): Promise<void>;
  dispose(): void;
}

/** Draws `spec` as SVG into `element`, which it empties first. */
export async function mountSpec(spec: TopLevelSpec, element: MountTarget): Promise<LiveView> {
  if (typeof element !== "object" || element === null || element.nodeType !== 1) {
    refuse("element", "an element of a page", element);
  }
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const view: View = new vega.View(vega.parse(compile(spec).spec), {
    renderer: "svg",
    logLevel: vega.Error,
  });
  // The cast: core code is checked without DOM types, Vega's own are written with them.
  view.initialize(element as never);
  await view.runAsync();
  return {
    async setTables(tables) {
      for (const [name, rows] of Object.entries(tables)) view.data(name, [...rows]);
      await view.runAsync();
    },
    dispose() {
      view.finalize();
      element.innerHTML = "";
    },
  };
}
