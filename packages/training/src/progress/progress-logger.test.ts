/** Which text goes to which kind of stream. */
import { describe, expect, it } from "vitest";
import { ProgressLogger } from "./progress-logger";

function run(
  isTTY: boolean,
  verbose: 0 | 1 | 2,
  steps: number | null = 4,
  batchSize?: number,
): string {
  let text = "";
  let now = 0;
  const stream = { isTTY, write: (part: string) => (text += part) };
  const logger = new ProgressLogger({
    stream,
    batchSize,
    lineIntervalSeconds: 10,
    clock: () => now,
  });
  logger.setParams({ verbose, epochs: 2, steps });
  logger.onTrainBegin();
  for (let epoch = 0; epoch < 2; epoch++) {
    logger.onEpochBegin(epoch);
    for (let batch = 0; batch < 4; batch++) {
      now += batch === 0 ? 3 : 8;
      logger.onTrainBatchEnd(batch, { loss: 2 - batch / 4 });
    }
    logger.onTestBegin();
    logger.onTestBatchEnd(0, { loss: 9 });
    now += 5;
    logger.onTestEnd({ loss: 9 });
    logger.onEpochEnd(epoch, { loss: 1.25, val_loss: 9 });
  }
  logger.onTrainEnd();
  return text;
}

describe("ProgressLogger", () => {
  it("writes whole lines with images per second where no line can be rewritten", () => {
    const lines =
      "2/4 - 11s - 4.0 images/s - ETA 16s - loss: 1.7500\n" +
      "4/4 - 27s - 4.0 images/s - ETA 0s - loss: 1.2500\n" + // 24 s for the three steps after the first
      "4/4 - 32s - 4.0 images/s - loss: 1.2500 - val_loss: 9.0000\n"; // validation does not slow the rate
    expect(run(false, 1, 4, 32)).toBe(`Epoch 1/2\n${lines}Epoch 2/2\n${lines}`);
  });

  it("draws Keras's bar on a terminal", () => {
    const text = run(true, 1);
    expect(text).toContain("\x1b[1m4/4\x1b[0m \x1b[32m━━━━━━━━━━━━━━━━━━━━\x1b[0m\x1b[37m\x1b[0m");
    expect(text.match(/\n/g)).toHaveLength(4);
  });

  it("writes a line per epoch with verbose 2, the steps learnt from the first epoch", () => {
    // Only the last update reaches this form, as in Keras, so the first step and validation count.
    const line = "4/4 - 32s - 8s/step - loss: 1.2500 - val_loss: 9.0000\n";
    expect(run(true, 2, null)).toBe(`Epoch 1/2\n${line}Epoch 2/2\n${line}`);
  });

  it("is silent with verbose 0", () => {
    expect(run(true, 0)).toBe("");
  });
});
