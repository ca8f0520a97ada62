/** Event files: known checksums, and the bytes that TensorFlow wrote for the same scalar. */
import { describe, expect, it } from "vitest";
import { maskedCrc, scalarEvent, tfRecord } from "./event-file";
import { TensorBoard } from "./tensorboard";
import { MemoryStore, ScriptedTrainer } from "./test-support/memory-store";
import { TrainingError } from "../errors";

// tf.summary.scalar("epoch_loss", 0.5, step=300), its wall time set to 1,700,000,000.25.
const TENSORFLOW_RECORD = [
  "3500000000000000d6c55de60900001040fc54d94110ac022a270a250a0a65706f63685f6c6f7373420a080112002204",
  "0000003f4a0b0a090a077363616c61727375376038",
].join("");

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

describe("tfRecord", () => {
  it("frames data with masked checksums", () => {
    const record = tfRecord(ascii("abc"));
    const view = new DataView(record.buffer);
    expect(view.getBigUint64(0, true)).toBe(3n);
    expect(view.getUint32(8, true)).toBe(maskedCrc(record.subarray(0, 8)));
    expect(view.getUint32(15, true)).toBe(maskedCrc(ascii("abc")));
  });
});

describe("scalarEvent", () => {
  it("equals the record that TensorFlow 2.21 writes", () => {
    expect(hex(scalarEvent("epoch_loss", 0.5, 300, 1_700_000_000.25))).toBe(TENSORFLOW_RECORD);
  });
});

describe("TensorBoard", () => {
  it("writes a file per kind of value, and batches as often as asked", async () => {
    const store = new MemoryStore();
    const board = new TensorBoard("logs", { updateFreq: 2, store, clock: () => 5 });
    board.setTrainer(new ScriptedTrainer());
    board.onTrainBegin();
    board.onEpochBegin();
    for (let batch = 0; batch < 3; batch++) {
      board.onTrainBatchBegin();
      board.onTrainBatchEnd(batch, { loss: batch });
    }
    await board.onTestEnd({ loss: 7 });
    await board.onEpochEnd(0, { loss: 1, val_loss: 7 });
    const names = [...store.content.keys()].sort();
    expect(names.map((name) => name.replace(/events.*/, ""))).toEqual([
      "logs/train/",
      "logs/validation/",
    ]);
    expect(names[0]).toMatch(/events\.out\.tfevents\.5\.[\w.-]+\.v2$/);
    const tags = names.map((name) => store.text(name).match(/(?:batch|epoch|evaluation)_[a-z_]+/g));
    expect(tags).toEqual([
      ["batch_loss", "epoch_loss", "epoch_learning_rate"],
      ["evaluation_loss_vs_iterations", "epoch_loss"],
    ]);
  });

  it("refuses another updateFreq", () => {
    expect(() => new TensorBoard("logs", { updateFreq: 0 })).toThrow(TrainingError);
  });
});
