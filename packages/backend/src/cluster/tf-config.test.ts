import { describe, expect, it } from "vitest";
import { BackendError } from "../errors";
import { readTfConfig } from "./tf-config";

const workers = ["a:2222", "b:2222", "[::1]:2222"];

function config(cluster: unknown, task: unknown): string {
  return JSON.stringify({ cluster, task });
}

describe("readTfConfig", () => {
  it("reads workers and this one's place", () => {
    expect(readTfConfig(config({ worker: workers }, { type: "worker", index: 1 }))).toEqual({
      addresses: workers,
      index: 1,
    });
  });

  it("puts a chief before the workers", () => {
    const cluster = { worker: ["b:1", "c:1"], chief: ["a:1"] };
    const addresses = ["a:1", "b:1", "c:1"];
    expect(readTfConfig(config(cluster, { type: "worker", index: 1 }))).toEqual({
      addresses,
      index: 2,
    });
    expect(readTfConfig(config(cluster, { type: "chief", index: 0 }))).toEqual({
      addresses,
      index: 0,
    });
  });

  it.each([
    ["no JSON", "x", /JSON object; received "x"/],
    ["a list", "[]", /JSON object/],
    ["no cluster", '{"task": {}}', /"cluster" must list .* received nothing/],
    ["no task", '{"cluster": {"worker": ["a:1"]}}', /"task" must say/],
    ["a parameter server", config({ worker: workers, ps: ["p:1"] }, {}), /received "ps"/],
    ["an evaluator", config({ worker: workers, evaluator: ["p:1"] }, {}), /received "evaluator"/],
    ["two chiefs", config({ chief: ["a:1", "b:1"] }, {}), /one chief; received 2/],
    ["nobody", config({ worker: [] }, {}), /must have a worker/],
    ["no list", config({ worker: "a:1" }, {}), /must be a list .* received "a:1"/],
    ["no port", config({ worker: ["a"] }, {}), /"host:port"; received "a"/],
    ["a URL", config({ worker: ["http://a:1"] }, {}), /"host:port"/],
    ["port 0", config({ worker: ["a:0"] }, {}), /"host:port"/],
    ["port 70000", config({ worker: ["a:70000"] }, {}), /"host:port"/],
    ["a number", config({ worker: [2222] }, {}), /received 2222/],
    ["an address twice", config({ chief: ["a:1"], worker: ["a:1"] }, {}), /"a:1" twice/],
    ["another type", config({ worker: workers }, { type: "chief", index: 0 }), /received "chief"/],
    ["an index too far", config({ worker: workers }, { type: "worker", index: 3 }), /from 0 to 2/],
    [
      "a text as index",
      config({ worker: workers }, { type: "worker", index: "1" }),
      /received "1"/,
    ],
  ])("refuses %s", (_, text, message) => {
    let error: unknown;
    try {
      readTfConfig(text);
    } catch (reason) {
      error = reason;
    }
    if (!BackendError.is(error)) throw new Error("it was taken");
    expect(error.code).toBe("invalid-argument");
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain("\n");
    expect(error.remedy).toMatch(/Keras/);
  });
});
