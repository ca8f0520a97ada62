/** Every option of every public function: misspelt, of a wrong type, not a number, out of range. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plotConfusionMatrix, plotHistory, plotImages, PlotError } from "./index";

const history = { loss: [2, 1], accuracy: [0.1, 0.2] };
const image = { data: new Uint8Array(3), width: 1, height: 1, channels: 3 };

type Call = (options: never) => unknown;

/** Each function with good values of all its options, and bad ones of each. */
const functions: Record<
  string,
  { call: Call; good: Record<string, unknown>; bad: Record<string, unknown[]> }
> = {
  plotHistory: {
    call: (options) => plotHistory(history, options),
    good: {
      title: "a",
      width: 240,
      height: 160,
      markBest: true,
      markGap: false,
      legend: "below",
      panels: "stacked",
      metrics: ["loss"],
      grid: true,
      maxPoints: 16,
      firstEpoch: 1,
      theme: "dark",
      words: { epoch: "Epoche" },
    },
    bad: {
      title: [1, null, {}],
      width: [239, 16_385, NaN, Infinity, "800", null, [], true],
      height: [159, 1e9, NaN, -Infinity, "800", null],
      markBest: [1, "true", null],
      markGap: [0, "no", null],
      legend: ["outside", "Inside", 1, null, true],
      panels: ["side", null, 2],
      metrics: ["loss", [], ["mae"], [1], ["loss", "loss"], null],
      grid: [1, "yes", null],
      maxPoints: [15, NaN, "all", null, 1e7],
      firstEpoch: [-1, NaN, "1", null],
      theme: ["Dark", "blue", null, true, "toString"],
      words: [null, "de", { epoch: 1 }, { epochs: "Epochen" }, []],
    },
  },
  plotImages: {
    call: (options) => plotImages([image], [], options),
    good: { columns: 1, title: "a", cellSize: 16, spacing: 0, pixelated: true, valueRange: [0, 1] },
    bad: {
      columns: [0, 1.5, NaN, "3", null, 1001],
      title: [1, null],
      cellSize: [15, NaN, 4097, "90", null],
      spacing: [-1, NaN, 5000, null],
      pixelated: [1, "no", null],
      valueRange: [[1, 0], [0], [0, NaN], [0, 0], "0..1", 255, null, ["0", "1"]],
    },
  },
  plotConfusionMatrix: {
    call: (options) => plotConfusionMatrix([[1]], ["a"], options),
    good: { title: "a", cellSize: 24, theme: "dark", axisTitles: { predicted: "p", actual: "a" } },
    bad: {
      title: [1, null],
      cellSize: [23, NaN, 1001, "76", null],
      theme: ["Dark", 1, null],
      axisTitles: [null, "a", { predicted: 1 }, { truth: "a" }],
    },
  },
  toText: {
    call: (options) => plotHistory(history).toText(options),
    good: { width: 30, height: 8, color: true },
    bad: {
      width: [29, NaN, "80", null, 1e9],
      height: [7, NaN, null, 1e9],
      color: [1, "always", null],
    },
  },
  toSvg: {
    call: (options) => plotHistory(history).toSvg(options),
    good: { fonts: [] },
    bad: { fonts: [null, "DejaVu", [1], [new Uint8Array(4)], new Uint8Array(4)] },
  },
  toPng: {
    call: (options) => plotHistory(history).toPng(options),
    good: { fonts: [], scale: 0.1 },
    bad: { fonts: [null, ["a"]], scale: [0, 0.001, -1, NaN, Infinity, "2", null, 101, 99] },
  },
};

/** The error that a call throws or rejects with. */
async function refusal(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

function expectSentence(error: unknown, mention: string): void {
  expect(error).toBeInstanceOf(PlotError);
  const { message, remedy } = error as PlotError;
  expect(message).toContain(mention);
  expect(message).toMatch(/Received( keys)?: /);
  expect(message).not.toContain("\n");
  expect(message.length).toBeLessThan(400);
  expect(remedy).not.toBe("");
}

const asOptions = (options: unknown): never => options as never;

describe.each(Object.entries(functions))("%s", (_, { call, good, bad }) => {
  it("takes good options, and undefined ones", async () => {
    await call(asOptions(good));
    await call(asOptions(Object.fromEntries(Object.keys(good).map((name) => [name, undefined]))));
    expect(Object.keys(bad)).toEqual(expect.arrayContaining(Object.keys(good)));
  });

  it.each(
    Object.entries(bad).flatMap(([name, values]) => values.map((value) => ({ name, value }))),
  )("refuses $name: $value", async ({ name, value }) => {
    expectSentence(await refusal(() => call(asOptions({ [name]: value }))), name);
  });

  it.each([null, 1, "title", true, [], () => 0])("refuses %s as options", async (options) => {
    expectSentence(await refusal(() => call(asOptions(options))), "options");
  });

  it("refuses every misspelling, with the nearest name", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(good)),
        fc.nat(30),
        fc.constantFrom("drop", "double", "swap", "snake", "upper"),
        async (name, place, kind) => {
          const at = place % name.length;
          const wrong = {
            drop: name.slice(0, at) + name.slice(at + 1),
            double: name.slice(0, at) + name.slice(at, at + 1) + name.slice(at),
            swap:
              name.slice(0, at) +
              [...name.slice(at, at + 2)].reverse().join("") +
              name.slice(at + 2),
            snake: name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
            upper: name.toUpperCase(),
          }[kind];
          fc.pre(!(wrong in good));
          const error = await refusal(() => call(asOptions({ [wrong]: good[name] })));
          expectSentence(error, JSON.stringify(wrong));
          expect((error as PlotError).message).toContain("Did you mean");
        },
      ),
      { numRuns: 40, seed: 12 },
    );
  });
});

describe("other arguments", () => {
  const wrong: unknown[] = [
    undefined,
    null,
    1,
    NaN,
    true,
    () => 0,
    [],
    [1],
    new Float32Array(2),
    {},
    { a: 1 },
    { loss: 1 },
    { loss: ["a"] },
    { loss: [{}] },
    { loss: "" },
    { loss: null },
    { history: [] },
    { history: { loss: 1 } },
    { history: { loss: [1] }, epoch: 3 },
    { loss: [1, "a"] },
    "",
    "no table",
    "epoch,loss\n",
    { modelTopology: {}, weightsManifest: [] },
  ];
  it.each(wrong.map((value) => ({ value })))("plotHistory refuses $value", async ({ value }) => {
    const error = await refusal(() => plotHistory(value as never));
    expectSentence(error, "");
    expect(["invalid-history", "invalid-csv"]).toContain((error as PlotError).code);
  });

  it.each(
    [
      [undefined, ["a"]],
      [null, ["a"]],
      ["matrix", ["a"]],
      [[1], ["a"]],
      [[[1, 2]], ["a"]],
      [[[NaN]], ["a"]],
      [[["1"]], ["a"]],
      [[[-1]], ["a"]],
      [[[Infinity]], ["a"]],
      [[[1]], undefined],
      [[[1]], "a"],
      [[[1]], [1]],
      [[], []],
      [
        [
          [1, 2],
          [3, 4],
        ],
        ["a", "a"],
      ],
    ].map(([matrix, names]) => ({ matrix, names })),
  )("plotConfusionMatrix refuses $matrix with $names", async ({ matrix, names }) => {
    expectSentence(await refusal(() => plotConfusionMatrix(matrix as never, names as never)), "m");
  });

  it.each(
    [
      [undefined],
      [null],
      [[]],
      [image],
      [[null]],
      [["photo.png"]],
      [[{ ...image, data: [1, 2, 3] }]],
      [[{ ...image, data: undefined }]],
      [[{ ...image, width: 0 }]],
      [[{ ...image, height: 1.5 }]],
      [[{ ...image, channels: 2 }]],
      [[{ ...image, channels: "3" }]],
      [[{ ...image, data: new Uint8Array(4) }]],
      [[image], ["a", "b"]],
      [[image], "a"],
      [[image], [1]],
      [[image], null],
    ].map(([images, titles]) => ({ images, titles })),
  )("plotImages refuses $images with $titles", async ({ images, titles }) => {
    expectSentence(await refusal(() => plotImages(images as never, titles as never)), "");
  });

  it.each([undefined, null, "div", 1, {}])("mount refuses %s", async (element) => {
    expectSentence(await refusal(() => plotHistory(history).mount(element as never)), "element");
  });
});
