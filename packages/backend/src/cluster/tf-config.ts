/** Reads `TF_CONFIG`, the environment variable by which Keras's workers find one another: which addresses, and who this one is. */
import { BackendError } from "../errors";

/** A cluster as this process sees it. */
export interface ClusterPlan {
  /** `host:port` of every worker; the first is the chief's. */
  readonly addresses: readonly string[];
  /** This process's place among them. */
  readonly index: number;
}

const example =
  '{"cluster": {"worker": ["10.0.0.1:2222", "10.0.0.2:2222"]}, "task": {"type": "worker", "index": 0}}';

function refuse(rule: string): never {
  throw new BackendError("invalid-argument", `TF_CONFIG: ${rule}.`, {
    remedy: `Write it as Keras documents it, such as ${example}.`,
  });
}

/**
 * Checks a `TF_CONFIG`: jobs `worker`, or `chief` (one) and `worker`, as in Keras's guide; the chief is the first worker.
 *
 * @throws BackendError `invalid-argument`, naming what is wrong and what was received
 *
 * @example
 * ```ts
 * readTfConfig('{"cluster": {"worker": ["a:1", "b:1"]}, "task": {"type": "worker", "index": 1}}');
 * // { addresses: ["a:1", "b:1"], index: 1 }
 * ```
 */
export function readTfConfig(text: string): ClusterPlan {
  const config = parsed(text);
  const { cluster, task } = config;
  if (!isRecord(cluster))
    refuse(`"cluster" must list the addresses of each job; received ${shown(cluster)}`);
  if (!isRecord(task)) refuse(`"task" must say which worker this is; received ${shown(task)}`);
  const odd = Object.keys(cluster).find((job) => job !== "worker" && job !== "chief");
  if (odd !== undefined)
    refuse(
      `"cluster" may have the jobs "chief" and "worker"; received "${odd}", which is not supported here`,
    );
  const jobs = {
    chief: "chief" in cluster ? addressesOf("chief", cluster["chief"]) : [],
    worker: "worker" in cluster ? addressesOf("worker", cluster["worker"]) : [],
  };
  if (jobs.chief.length > 1) refuse(`"cluster" may have one chief; received ${jobs.chief.length}`);
  const addresses = [...jobs.chief, ...jobs.worker];
  if (addresses.length === 0) refuse('"cluster" must have a worker; received none');
  const twice = addresses.find((address, i) => addresses.indexOf(address) !== i);
  if (twice !== undefined)
    refuse(`every worker needs an address of its own; received "${twice}" twice`);
  return { addresses, index: indexOf(task, jobs) };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    // Told below.
  }
  return refuse(`it must be a JSON object; received ${shown(text)}`);
}

function addressesOf(job: string, value: unknown): readonly string[] {
  const list: unknown[] = Array.isArray(value)
    ? value
    : refuse(`"${job}" must be a list of "host:port"; received ${shown(value)}`);
  return list.map((address) => {
    const port =
      typeof address === "string"
        ? /^(?:[^\s:/]+|\[[0-9a-fA-F:.]+\]):(\d{1,5})$/.exec(address)?.[1]
        : undefined;
    if (port === undefined || Number(port) < 1 || Number(port) > 65535)
      refuse(`"${job}" must list addresses as "host:port"; received ${shown(address)}`);
    return String(address);
  });
}

function indexOf(
  { type, index }: Record<string, unknown>,
  jobs: { readonly chief: readonly string[]; readonly worker: readonly string[] },
): number {
  const known = type === "chief" || type === "worker" ? jobs[type] : undefined;
  if (known === undefined || known.length === 0)
    refuse(`"task" must have the type of a job in "cluster"; received ${shown(type)}`);
  if (typeof index !== "number" || !Number.isInteger(index) || index < 0 || index >= known.length)
    refuse(
      `the index of "task" must be a whole number from 0 to ${known.length - 1}, for there are ${known.length} of type ${shown(type)}; received ${shown(index)}`,
    );
  return type === "chief" ? 0 : jobs.chief.length + index;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
