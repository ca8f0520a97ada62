/** `flowers train --model efficientnet-lite0`: a head on a pretrained network, fine-tuned, stopped, killed and continued. */
import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../test-support/run-cli";
import { makeTinyFolder, type TinyFolder } from "../test-support/tiny-folder";

describe("train --model efficientnet-lite0", () => {
  let folder: TinyFolder;
  const at = (...names: string[]): string => join(folder.home, ...names);
  const kind = "efficientnet-lite0";
  const train = (out: string): string[] => [
    ...["train", "--data", folder.pictures, "--model", kind, "--epochs", "3", "--fine-tune", "2"],
    ...["--out", at(out), "--backend", "wasm", "--image-size", "32", "--batch-size", "4"],
  ];
  const read = (...names: string[]): Promise<string> => readFile(at(...names), "hex");

  beforeAll(async () => {
    folder = await makeTinyFolder(["daisy", "roses"], 10);
    const { code, stdout, stderr } = await runCli(train("whole"));
    expect(stderr).toBe("");
    expect(stdout).toMatch(/Features of 20 photos in [\d.]+ s\n/);
    expect(stdout).toContain("Fine-tuning from the layer block6a_expand_conv on");
    expect(code).toBe(0);
  });
  afterAll(() => rm(folder.home, { recursive: true, force: true }));

  it("leaves a model that classifies, and the history of both trainings", async () => {
    const history = JSON.parse(await readFile(at("whole", kind, "history.json"), "utf8")) as Record<
      string,
      number[]
    >;
    expect(history["val_accuracy"]).toHaveLength(5);
    expect(existsSync(at("whole", kind, "model.keras"))).toBe(true);
    expect(existsSync(at("whole", kind, "backup"))).toBe(false);
    const photo = join(folder.pictures, "roses", "0.jpg");
    for (const model of [at("whole"), at("whole", kind, "model.keras")]) {
      const answer = await runCli(["predict", photo, "--model", model, "--backend", "wasm"]);
      expect(answer.stderr).toBe("");
      expect(answer.stdout).toMatch(/belongs to (daisy|roses)/);
    }
  });

  it.each([/Epoch 1\/3/, /Fine-tuning from/, /Epoch 2\/2/])(
    "continues after a kill at %s, equal to the last bit",
    async (interruptAt) => {
      const out = `killed-${interruptAt.source.replaceAll(/\W/g, "")}`;
      await runCli(train(out), { interruptAt, signal: "SIGKILL" });
      const continued = await runCli([...train(out), "--resume"]);
      expect(continued.stderr).toBe("");
      expect(continued.code).toBe(0);
      expect(continued.stdout).toContain("(20 of them were computed before)");
      for (const name of ["history.json", "history.csv", "fine-tuning.csv", "weights.bin"])
        expect(await read(out, kind, name), name).toBe(await read("whole", kind, name));
    },
  );

  it("refuses to fine-tune what is not pretrained, and photos smaller than the network takes", async () => {
    const wrong = ["train", "--data", folder.pictures, "--model", "baseline", "--fine-tune"];
    const refused = await runCli([...wrong, "--out", at("wrong")]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--fine-tune: the model "baseline" is not pretrained.');
    const small = await runCli([...train("small"), "--image-size", "16"]);
    expect(small.code).toBe(2);
    expect(small.stderr).toMatch(/imageSize must be .* at least 32/);
  });
});
