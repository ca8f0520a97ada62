import { describe, expect, it, vi } from "vitest";
import { runCommandLine } from "./cli";

async function run(...words: string[]): Promise<{ code: number; output: string; errors: string }> {
  let output = "";
  let errors = "";
  const code = await runCommandLine(words, {
    write: (text) => (output += text),
    writeError: (text) => (errors += text),
    terminal: false,
  });
  return { code, output, errors };
}

describe("flowers-backend", () => {
  it("explains itself", async () => {
    const { code, output } = await run();
    expect(code).toBe(0);
    expect(output).toContain("flowers-backend install");
    expect(output).toContain("flowers-backend doctor");
  });

  it("doctor gives a line for each backend", async () => {
    vi.stubEnv("FLOWERS_NATIVE", "off");
    const { code, output } = await run("doctor");
    vi.unstubAllEnvs();
    expect(code).toBe(0);
    expect(output.trimEnd().split("\n")).toEqual([
      "tensorflow no  Native TensorFlow is switched off by FLOWERS_NATIVE=off in the environment. Unset FLOWERS_NATIVE.",
      expect.stringMatching(/^wasm {7}yes tfjs-backend-wasm 4\.\d+\.\d+, one thread$/),
      "cpu        yes plain JavaScript",
      expect.stringMatching(
        /^webgpu {5}no {2}The backend "webgpu" does not exist here\. It needs a web page/,
      ),
      expect.stringMatching(/^webgl {6}no {2}/),
    ]);
  });

  it("doctor gives JSON to programs", async () => {
    const { output } = await run("doctor", "--json");
    expect(JSON.parse(output)).toContainEqual({
      name: "cpu",
      available: true,
      detail: "plain JavaScript",
      remedy: "",
      warning: "",
    });
  });

  it("install says in one line why it cannot", async () => {
    vi.stubEnv("FLOWERS_NATIVE", "off");
    const { code, errors } = await run("install");
    vi.unstubAllEnvs();
    expect(code).toBe(1);
    expect(errors).toBe(
      "flowers-backend: Native TensorFlow is switched off by FLOWERS_NATIVE=off in the environment. Unset FLOWERS_NATIVE.\n",
    );
  });

  it.each([[["instal"]], [["install", "--quick"]], [["install", "--wheel"]], [["doctor", "-x"]]])(
    "refuses %j",
    async (words) => {
      const { code, errors } = await run(...words);
      expect(code).toBe(2);
      expect(errors).toMatch(/^flowers-backend: unknown .*; see flowers-backend --help\n$/);
    },
  );
});
