/** What is no backend and no options is refused in one sentence by every function of this package that takes one. */
import { itRefusesStrangeValues } from "@flowers-tools/testing/refusals";
import { expect, it } from "vitest";
import { BackendError } from "./errors";
import * as backend from "./index";

/** What would be right is replaced, so that each value of the table is wrong. */
const unless =
  (isRight: (value: unknown) => boolean) =>
  (value: never): never =>
    isRight(value) ? (NaN as never) : value;
const noOptions = unless(
  (value) =>
    value === undefined || (typeof value === "object" && value !== null && !Array.isArray(value)),
);
const no = (type: string): ((value: never) => never) =>
  unless((value) => value === undefined || typeof value === type);

const calls: Readonly<Record<string, (value: never) => unknown>> = {
  useBackend: (value) => backend.useBackend(value === undefined ? ("x" as never) : value),
  "options of useBackend": (value) => backend.useBackend("cpu", noOptions(value)),
  "wasmPath of useBackend": (value) => backend.useBackend("cpu", { wasmPath: no("string")(value) }),
  "threads of useBackend": (value) => backend.useBackend("cpu", { threads: no("number")(value) }),
  "options of installNative": (value) => backend.installNative(noOptions(value)),
  "force of installNative": (value) => backend.installNative({ force: no("boolean")(value) }),
  "signal of installNative": (value) => backend.installNative({ signal: no("undefined")(value) }),
  "onProgress of installNative": (value) =>
    backend.installNative({ onProgress: no("function")(value) }),
  "wheelPath of installNative": (value) =>
    backend.installNative({ wheelPath: no("string")(value) }),
  "options of joinCluster": (value) => backend.joinCluster(noOptions(value)),
  "tfConfig of joinCluster": (value) => backend.joinCluster({ tfConfig: no("string")(value) }),
  "timeout of joinCluster": (value) =>
    backend.joinCluster({ tfConfig: "{}", timeout: no("number")(value) }),
  "onProgress of joinCluster": (value) =>
    backend.joinCluster({ tfConfig: "{}", onProgress: no("function")(value) }),
};

itRefusesStrangeValues(calls, (error) => BackendError.is(error));

it("names the options that there are for one that there is not", async () => {
  await expect(backend.useBackend("cpu", { thread: 2 } as never)).rejects.toThrow(
    'useBackend: there is no option "thread"; its options are wasmPath, threads.',
  );
  await expect(backend.useBackend("cpu", { threads: 0 })).rejects.toThrow(
    "useBackend: threads must be a whole number of at least 1; received 0.",
  );
});
