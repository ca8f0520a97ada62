import { expect, it } from "vitest";
import { Gate } from "./gate";

it("lets a run pass until it is held, and again when opened", async () => {
  const gate = new Gate();
  await gate.pass();
  gate.hold();
  expect(gate.isHeld).toBe(true);
  let passed = false;
  const passing = gate.pass().then(() => (passed = true));
  await Promise.resolve();
  expect(passed).toBe(false);
  gate.open();
  await passing;
  expect(gate.isHeld).toBe(false);
});

it("lets a held run go when it is stopped", async () => {
  const gate = new Gate();
  gate.hold();
  const passing = gate.pass();
  gate.stop();
  await passing;
  expect(gate.stopped).toBe(true);
});

it("tells once that a checkpoint is wanted", () => {
  const gate = new Gate();
  expect(gate.takeSave()).toBe(false);
  gate.askToSave();
  gate.askToSave();
  expect(gate.takeSave()).toBe(true);
  expect(gate.takeSave()).toBe(false);
});
