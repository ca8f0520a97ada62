/** Histories that are hard to draw, as arbitraries of fast-check. */
import fc from "fast-check";
import type { PlotHistoryOptions } from "../plot-history";

/** Shapes of one curve: `at` runs from 0 to 1 over the epochs. */
const shapes: Readonly<Record<string, (at: number, epoch: number, lift: number) => number>> = {
  falling: (at, _, lift) => (1.4 + lift) * Math.exp(-3 * at) + 0.02,
  rising: (at, epoch, lift) =>
    0.4 + 0.5 * (1 - Math.exp(-4 * at)) + 0.02 * Math.sin(epoch * 5) + 0.01 * lift,
  noisy: (_, epoch, lift) =>
    1 + 0.4 * Math.sin(epoch * 12.9898 + lift) + 0.3 * Math.sin(epoch * 78.233),
  constant: () => 0.693147,
  zero: () => 0,
  plateau: (at, _, lift) => 0.99997 + 0.00002 * at + lift * 1e-7,
  huge: (at, _, lift) => 1e30 * (1 + at + lift),
  hugePlateau: (at) => 1e9 + at * 0.3,
  tiny: (at, _, lift) => 1e-12 * (2 - at + lift),
  diverging: (at, epoch) => (at > 0.6 ? Infinity : at > 0.5 ? NaN : Math.exp(epoch * at)),
  nan: () => NaN,
  gappy: (at, epoch) => (epoch % 3 === 1 ? NaN : at),
  negative: (at, _, lift) => -1000 * at - lift,
  beyond: (at) => (at > 0.5 ? 1.7e308 : -1.7e308),
};

const names = {
  short: (at: number) => `run ${at}`,
  long: (at: number) =>
    `a run with a very long name lr=0.001 batch=32 seed=123 dropout=0.2 augmentation=flip,rotation number ${at}`,
  prefix: (at: number) =>
    `${"experiment-of-the-night-".repeat(4)}${at}-${"with-the-same-ending".repeat(2)}`,
  korean: (at: number) => `데이터 증강과 드롭아웃을 쓴 모형 ${at}번째`,
  arabic: (at: number) => `تجربة ${at}`,
  emoji: (at: number) => `🌻 sunflower ${at}`,
  markup: (at: number) => `<b>&"${at}"</b>`,
};

export interface HardHistory {
  readonly history: Record<string, Record<string, number[]>> | Record<string, number[]>;
  readonly options: PlotHistoryOptions;
}

/** A history with options, all of which are allowed. */
export const hardHistory: fc.Arbitrary<HardHistory> = fc
  .record({
    epochs: fc.constantFrom(1, 2, 3, 10, 15, 47, 300, 1000),
    runs: fc.constantFrom(1, 1, 1, 2, 3, 5, 12),
    kind: fc.constantFrom(...(Object.keys(names) as (keyof typeof names)[])),
    metrics: fc.constantFrom(
      ["accuracy", "loss"],
      ["accuracy", "loss"],
      ["loss"],
      ["loss", "mae"],
      ["acc", "loss", "sparse_top_k_categorical_accuracy"],
      ["loss", "dense_loss", "dense_2_loss", "f1_score", "precision", "recall", "learning_rate"],
    ),
    shape: fc.array(fc.constantFrom(...Object.keys(shapes)), { minLength: 1, maxLength: 3 }),
    hasValidation: fc.boolean(),
    size: fc.constantFrom<[number, number][]>(
      [800, 800],
      [800, 400],
      [240, 160],
      [330, 640],
      [360, 640],
      [1000, 420],
      [1600, 500],
      [640, 240],
    ),
    legend: fc.constantFrom("inside", "inside", "below", "none"),
    panels: fc.constantFrom("beside", "beside", "stacked"),
    theme: fc.constantFrom("light", "dark"),
    marks: fc.boolean(),
    grid: fc.boolean(),
    title: fc.constantFrom(
      undefined,
      "Flowers",
      "A title that says very much about what was tried and with which numbers, more than fits in one line",
    ),
    firstEpoch: fc.constantFrom(undefined, 0, 1, 123456),
  })
  .map((hard) => {
    const curve = (name: string, lift: number): number[] => {
      const shape = shapes[name] ?? Math.sin;
      return Array.from({ length: hard.epochs }, (_, epoch) =>
        shape(hard.epochs === 1 ? 0 : epoch / (hard.epochs - 1), epoch, lift),
      );
    };
    const run = (at: number): Record<string, number[]> =>
      Object.fromEntries(
        hard.metrics.flatMap((metric, place): [string, number[]][] => {
          const name = hard.shape[place % hard.shape.length] ?? "falling";
          const training: [string, number[]] = [metric, curve(name, at * 0.1)];
          return hard.hasValidation && metric !== "learning_rate"
            ? [training, [`val_${metric}`, curve(name, at * 0.1 + 0.3)]]
            : [training];
        }),
      );
    const [width, height] = hard.size;
    const options: PlotHistoryOptions = {
      width,
      height,
      legend: hard.legend as "inside" | "below" | "none",
      panels: hard.panels as "beside" | "stacked",
      theme: hard.theme as "light" | "dark",
      markBest: hard.marks,
      markGap: hard.marks,
      grid: hard.grid,
      ...(hard.title === undefined ? {} : { title: hard.title }),
      ...(hard.firstEpoch === undefined ? {} : { firstEpoch: hard.firstEpoch }),
    };
    const history =
      hard.runs === 1
        ? run(0)
        : Object.fromEntries(
            Array.from({ length: hard.runs }, (_, at) => [names[hard.kind](at), run(at)]),
          );
    return { history, options };
  });
