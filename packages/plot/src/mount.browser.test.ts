import { expect, it } from "vitest";
import { augmented, baseline } from "./fixtures/histories";
import { plotHistory, plotImages } from "./index";

const first = (epochs: number): Record<string, number[]> =>
  Object.fromEntries(
    Object.entries(baseline).map(([key, values]) => [key, values.slice(0, epochs)]),
  );

it("adds an epoch to the live drawing without making it anew, and goes away", async () => {
  const element = document.body.appendChild(document.createElement("div"));
  const live = await plotHistory(first(3), { markBest: true, markGap: true }).mount(element);
  const svg = element.querySelector("svg");
  const line = (): string => element.querySelector(".mark-line path")?.getAttribute("d") ?? "";
  expect(line().match(/[ML]/g)).toHaveLength(3);
  await live.update(first(4));
  expect(element.querySelector("svg")).toBe(svg);
  expect(line().match(/[ML]/g)).toHaveLength(4);
  expect(element.textContent).toContain("Validation Accuracy");
  await live.update({ baseline, augmented });
  expect(element.querySelectorAll("svg")).toHaveLength(1);
  expect(element.textContent).toContain("augmented validation");
  live.dispose();
  live.dispose();
  expect(element.childNodes).toHaveLength(0);
  await expect(live.update(first(5))).rejects.toThrow(/after dispose/);
  element.remove();
});

it("starts before the first epoch", async () => {
  const element = document.body.appendChild(document.createElement("div"));
  const live = await plotHistory({ loss: [], val_loss: [] }).mount(element);
  await live.update(first(1));
  expect(element.textContent).toContain("Training Loss");
  live.dispose();
  element.remove();
});

it("makes SVG and PNG in a page", async () => {
  const svg = await plotHistory(baseline).toSvg();
  expect(svg).toContain(">Training and Validation Loss</text>");
  const png = await plotImages(
    [{ data: new Uint8Array(48), width: 4, height: 4, channels: 3 }],
    ["black"],
    { cellSize: 64 },
  ).toPng({ scale: 2 });
  const bitmap = await createImageBitmap(new Blob([png.slice()], { type: "image/png" }));
  expect(bitmap.width).toBe((64 + 28) * 2);
});
