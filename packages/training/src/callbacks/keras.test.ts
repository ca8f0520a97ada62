/** Callbacks against what Keras 3.15's did with the same sequences of values. */
import { expectNoLeak } from "@flowers-tools/testing";
import { describe, expect, it } from "vitest";
import { CSVLogger } from "./csv-logger";
import { EarlyStopping, type EarlyStoppingOptions } from "./early-stopping";
import golden from "./fixtures/keras-callbacks.json";
import { ModelCheckpoint, type ModelCheckpointOptions } from "./model-checkpoint";
import { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from "./reduce-lr-on-plateau";
import { MemoryStore } from "./test-support/memory-store";
import { runScript } from "./test-support/run-script";

const sequences = golden.sequences as Record<string, (number | null)[]>;
const title = (row: { readonly sequence: string; readonly options: object }): string =>
  `${row.sequence} ${JSON.stringify(row.options)}`;

describe("EarlyStopping", () => {
  it.each(golden.early.map((row) => [title(row), row] as const))("%s", async (_title, row) => {
    const options = row.options as EarlyStoppingOptions;
    let printed = "";
    const write = (text: string): string => (printed += text);
    const stopping = new EarlyStopping({ ...options, write });
    const result = await expectNoLeak(() =>
      runScript(stopping, sequences[row.sequence] ?? [], options.monitor),
    );
    expect({ ran: result.ran, weight: result.weight, printed }).toEqual({
      ran: row.ran,
      weight: row.weight,
      printed: row.printed,
    });
  });
});

describe("ReduceLROnPlateau", () => {
  it.each(golden.plateau.map((row) => [title(row), row] as const))("%s", async (_title, row) => {
    const options = row.options as ReduceLROnPlateauOptions;
    let printed = "";
    const write = (text: string): string => (printed += text);
    const callback = new ReduceLROnPlateau({ ...options, write });
    const result = await runScript(callback, sequences[row.sequence] ?? [], options.monitor);
    expect(result.rates).toEqual(row.lrs);
    expect(printed).toBe(row.printed);
    expect(result.logs.map((logs) => logs.learning_rate)).toEqual([
      Math.fround(0.01),
      ...row.lrs.slice(0, -1),
    ]);
  });
});

describe("ModelCheckpoint", () => {
  it.each(golden.checkpoint.map((row) => [title(row), row] as const))("%s", async (_title, row) => {
    const { filepath, ...options } = row.options as ModelCheckpointOptions & { filepath: string };
    let printed = "";
    const write = (text: string): string => (printed += text);
    const store = new MemoryStore();
    const encode = (): Uint8Array => new Uint8Array([1]);
    const callback = new ModelCheckpoint(filepath, { ...options, write, store, encode });
    await runScript(callback, sequences[row.sequence] ?? [], options.monitor);
    // Keras saves a file again and again under a name without fields; the goldens hold each save.
    expect(store.written).toEqual(row.saved);
    expect(printed).toBe(row.printed);
  });
});

describe("CSVLogger", () => {
  const rows = [
    { loss: 1.2345678901234567, accuracy: 0.5, val_loss: 1e-5 },
    { loss: 1e-7, accuracy: 0.25, val_loss: NaN },
    { loss: 123456789, accuracy: 1 },
  ] as const;

  it.each(golden.csv.map((row) => [JSON.stringify(row.options), row] as const))(
    "writes Keras's bytes with %s, and appends them",
    async (_title, row) => {
      const store = new MemoryStore();
      const logger = new CSVLogger("a.csv", { ...row.options, store });
      await logger.onTrainBegin();
      for (const [epoch, logs] of rows.entries()) await logger.onEpochEnd(epoch, logs);
      expect(store.text("a.csv")).toBe(row.text);

      const again = new CSVLogger("a.csv", { ...row.options, append: true, store });
      await again.onTrainBegin();
      await again.onEpochEnd(3, rows[0]);
      expect(store.text("a.csv")).toBe(row.appended);
    },
  );

  it("makes room for validation that comes later, and starts anew without append", async () => {
    const store = new MemoryStore();
    const logger = new CSVLogger("b.csv", { store });
    for (let run = 0; run < 2; run++) {
      await logger.onTrainBegin();
      await logger.onEpochEnd(0, { loss: 1e16, accuracy: 1e22 });
      await logger.onEpochEnd(1, { loss: 1.5e-4, accuracy: 9.999e-5, val_loss: 3 });
    }
    expect(store.text("b.csv")).toBe(golden.csv_noval);
  });

  it("ends its lines as it is told to", async () => {
    const store = new MemoryStore();
    const logger = new CSVLogger("c.csv", { store, lineEnd: "\n" });
    await logger.onTrainBegin();
    await logger.onEpochEnd(0, { loss: 1, val_loss: 2 });
    expect(store.text("c.csv")).toBe("epoch,loss,val_loss\n0,1.0,2.0\n");
  });
});
