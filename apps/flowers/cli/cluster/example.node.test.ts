/** The files of examples/cluster: right by the linters of their kinds, and what they start is what this command line takes. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DCLinter } from "dclint";
import { PersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import { Service } from "kubernetes-models/v1/Service";
import { Job } from "kubernetes-models/batch/v1/Job";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { makeProgram } from "../program";

const pathOf = (name: string): string =>
  fileURLToPath(new URL(`../../../../examples/cluster/${name}`, import.meta.url));
const read = (name: string): string => readFileSync(pathOf(name), "utf8");

interface Compose {
  readonly services: Readonly<
    Record<
      string,
      { readonly command: readonly string[]; readonly environment: { readonly TF_CONFIG: string } }
    >
  >;
}

interface Worker {
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
}

/** What `flowers` makes of a command line, without running it. */
function parsed(args: readonly string[]): Readonly<Record<string, unknown>> {
  const signal = new AbortController().signal;
  const train = makeProgram({ signal, finishing: "", kept: "" }).commands.find(
    (command) => command.name() === "train",
  );
  if (!train) throw new Error("there is no train");
  train.exitOverride().parseOptions(args.slice(1));
  return train.opts();
}

/** Every worker's `TF_CONFIG`, in the order of their places: the same cluster, and a place each. */
function expectOneCluster(configs: readonly string[], addresses: readonly string[]): void {
  expect(configs.map((text) => JSON.parse(text) as unknown)).toEqual(
    addresses.map((_, index) => ({
      cluster: { worker: addresses },
      task: { type: "worker", index },
    })),
  );
}

describe("compose.yaml", () => {
  const { services } = parse(read("compose.yaml"), { merge: true }) as Compose;

  it("passes dclint", () => {
    const results = new DCLinter({ quiet: true, rules: {} } as never).lintFiles(
      [pathOf("compose.yaml")],
      false,
    );
    expect(results).toHaveLength(1);
    const messages = results.flatMap((result) => result.messages);
    expect(messages.filter(({ type }) => type === "error")).toEqual([]);
  });

  it("gives every worker its place, and commands that flowers takes", () => {
    const workers = Object.values(services);
    expectOneCluster(
      workers.map(({ environment }) => environment.TF_CONFIG),
      Object.keys(services).map((name) => `${name}:2222`),
    );
    for (const { command } of workers) {
      expect(command[0]).toBe("train");
      expect(parsed(command)).toMatchObject({ cluster: true, resume: true, epochs: 15 });
    }
  });
});

describe("kubernetes.yaml", () => {
  const documents = parseAllDocuments(read("kubernetes.yaml")).map(
    (document) => document.toJS() as { readonly kind: string } & Record<string, unknown>,
  );
  const models = { Service, Job, PersistentVolumeClaim, NetworkPolicy };

  it("passes the schemas of Kubernetes's API", () => {
    expect(documents.map(({ kind }) => kind)).toEqual(Object.keys(models));
    for (const document of documents) {
      const model = models[document.kind as keyof typeof models];
      new model(document as never).validate();
    }
    expect(() => new Job({ spec: { completions: "two" } } as never).validate()).toThrow("integer");
  });

  const strict = spawnSync("kubernetes-validate", ["--version"]).status === 0;
  it.skipIf(!strict)("passes kubernetes-validate, which knows every name", () => {
    const { status, stderr } = spawnSync("kubernetes-validate", [
      "--strict",
      pathOf("kubernetes.yaml"),
    ]);
    expect(stderr.toString()).not.toContain("ERROR");
    expect(status).toBe(0);
  });

  it("gives every worker its place, and a command that flowers takes", () => {
    const job = documents.find(({ kind }) => kind === "Job") as unknown as {
      readonly spec: {
        readonly completions: number;
        readonly template: { readonly spec: { readonly containers: readonly [Worker] } };
      };
    };
    const [{ args, env }] = job.spec.template.spec.containers;
    const config = env.find(({ name }) => name === "TF_CONFIG")?.value ?? "";
    const places = Array.from({ length: job.spec.completions }, (_, index) => index);
    expectOneCluster(
      places.map((index) => config.replace("$(INDEX)", String(index))),
      places.map((index) => `flowers-${index}.flowers:2222`),
    );
    expect(args[0]).toBe("train");
    expect(parsed(args)).toMatchObject({ cluster: true, resume: true, epochs: 15 });
  });
});
