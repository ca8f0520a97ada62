import { expect, it } from "vitest";
import { sentences } from "./sentences";

it("joins remarks as sentences, whether they end in a full stop or not", () => {
  expect(sentences("wasm, one thread", "it has no more.", "", "35 pictures.")).toBe(
    "wasm, one thread. It has no more. 35 pictures.",
  );
  expect(sentences("wasm, two threads", "")).toBe("wasm, two threads");
});
