/** Native TensorFlow where a part of the installation was damaged after its check. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findNative } from "./cache-folder";
import { nativeFolder, tfjsPath } from "./package-paths";

const found = findNative();
const title =
  "loads without its ops where they cannot be loaded, and tells; or fails where nobody is told";

it.skipIf(found === undefined)(title, () => {
  const folder = mkdtempSync(join(tmpdir(), "flowers-ops-"));
  try {
    const opsPath = join(folder, "ops.node");
    writeFileSync(opsPath, "no library");
    const paths = { bindingPath: found?.bindingPath, opsPath, tfjsPath: tfjsPath() };
    const program = `
      const { loadBinding } = require(${JSON.stringify(join(nativeFolder(), "load-binding.cjs"))});
      const paths = ${JSON.stringify(paths)};
      let told = false;
      try { loadBinding(paths); } catch { told = true; }
      const tf = require(paths.tfjsPath);
      if (!told || tf.findBackendFactory("tensorflow") !== null) process.exit(3);
      let lost = "";
      const version = loadBinding({ ...paths, onOpsLost: ({ message }) => { lost = message; } });
      tf.setBackend("tensorflow");
      const sum = tf.add([1], [2]).dataSync()[0];
      console.log(JSON.stringify({ version, lost, sum, ops: tf.backend().graphOps ?? null }));`;
    const { stdout, status } = spawnSync(process.execPath, ["-e", program], { encoding: "utf8" });
    expect(status).toBe(0);
    const last = stdout.trim().split("\n").at(-1) ?? "";
    const { version, lost, sum, ops } = JSON.parse(last) as Record<string, unknown>;
    expect({ sum, ops }).toEqual({ sum: 3, ops: null });
    expect(version).toMatch(/^\d+\.\d+/);
    expect(lost).toMatch(/ops\.node/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
