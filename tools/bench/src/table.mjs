// What was measured, as a table in Markdown with the machine and the versions below it.
import { spawnSync } from "node:child_process";
import { cpus, loadavg, totalmem, type, release } from "node:os";
import { spread } from "./statistics.mjs";

/** @import { Row } from "./contract" */

/** @type {(value: number) => string} */
const short = (value) => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

/**
 * @param {readonly Row[]} rows
 * @param {string} unit
 */
export function table(rows, unit) {
  const parts = [
    ...new Set(rows.flatMap(({ answers }) => answers.flatMap((a) => Object.keys(a.parts)))),
  ];
  const heads = parts.flatMap((part) => {
    const lead = part === "" ? "" : `${part}: `;
    return [`${lead}${unit}/s`, "lowest to highest", "processor ms each"];
  });
  const lines = [
    ["", ...heads, "peak MB"],
    ["---", ...heads.map(() => "---:"), "---:"],
  ];
  for (const { name, answers } of rows) {
    const cells = parts.flatMap((part) => {
      const measured = answers.flatMap(({ parts: all }) => all[part] ?? []);
      const { median, least, most } = spread(measured.map(({ items, seconds }) => items / seconds));
      const cpu = spread(measured.map(({ items, cpuSeconds }) => (1000 * cpuSeconds) / items));
      return [`**${short(median)}**`, `${short(least)} to ${short(most)}`, short(cpu.median)];
    });
    lines.push([name, ...cells, String(Math.max(...answers.map(({ peakMB }) => peakMB)))]);
  }
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The machine's load, to be asked before and after. */
export const load = () => (loadavg()[0] ?? 0).toFixed(1);

/** What the checkout stands at. */
function commit() {
  const { stdout } = spawnSync("git", ["describe", "--always", "--dirty"], { encoding: "utf8" });
  return stdout?.trim() || "unknown";
}

/**
 * @param {readonly Row[]} rows
 * @param {{ rounds: number, before: string }} circumstances
 */
export function circumstances(rows, { rounds, before }) {
  const processor = `${cpus().length} x ${cpus()[0]?.model.trim()}`;
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}`;
  const date = new Date().toISOString().slice(0, 10);
  const versions = new Set(
    rows.flatMap(({ versions: all }) =>
      Object.entries(all).map(([what, version]) => `${what} ${version}`),
    ),
  );
  return [
    `${date}, ${processor}, ${memory}; load ${before} before, ${load()} after; medians of ${rounds} rounds, taken in turn.`,
    `${[...versions].join(", ")}; commit ${commit()}.`,
  ].join("\n");
}
