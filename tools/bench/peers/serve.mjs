// A peer's own side: says its versions, then measures once for each line that it reads.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

/** Milliseconds and processor time of `run`, which returns how many items it did. */
export async function timed(run) {
  const begun = performance.now();
  const before = process.cpuUsage();
  const items = await run();
  return { items, ...since(begun, before) };
}

/** Seconds since `begun`, and processor seconds of all threads since `before`. */
export function since(begun, before) {
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - begun) / 1000, cpuSeconds: (user + system) / 1e6 };
}

/** The version of an installed package, read from its package.json. */
export function versionOf(name, from = import.meta.url) {
  return createRequire(from)(`${name}/package.json`).version;
}

/**
 * Answers until there is nothing more to read. `measure` gives the parts of one sample by name.
 * @param {Record<string, string>} versions
 */
export async function serve(versions, measure) {
  const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
  say({ versions: { Node: process.versions.node, ...versions } });
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === "") continue;
    const parts = await measure();
    say({ parts, peakMB: Math.round(process.resourceUsage().maxRSS / 1024) });
  }
  process.exit(0);
}
