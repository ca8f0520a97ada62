/** Pictures that are laid out where no font is at hand, as in a page's worker. */
import { expect, it } from "vitest";
import { plotHistory } from "./plot-history";
import { renderSvg } from "./render-svg";

const curve = {
  accuracy: [0.2, 0.6],
  loss: [1.5, 1],
  val_accuracy: [0.3, 0.5],
  val_loss: [1.6, 1.2],
};

it.each([
  [320, "stacked", "Augmented"],
  [880, "beside", "With augmentation and dropout"],
] as const)("cuts no name that has room, %i wide", async (width, panels, name) => {
  const runs = { Plain: curve, [name]: curve };
  const { spec } = plotHistory(runs, { width, height: 640, panels, legend: "below" });
  expect("document" in globalThis).toBe(false);
  const svg = await renderSvg(spec, undefined, undefined);
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
  expect(texts).toContain(`${name} validation`);
  expect(texts.filter((text) => text?.includes("…"))).toEqual([]);
});
