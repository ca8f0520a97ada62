/** Standard output, temporary folders and names of the machine in Node. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { OutputStream } from "./contract";

export async function nextTask(): Promise<void> {
  await setImmediate();
}

export const standardOutput: OutputStream = {
  get isTTY() {
    return process.stdout.isTTY === true;
  },
  write: (text) => process.stdout.write(text),
};

export function terminalColumns(): number {
  return process.stdout.columns ?? 80;
}

export function hostName(): string {
  return hostname().replace(/[^A-Za-z0-9.-]/g, "-") || "localhost";
}

export function processId(): number {
  return process.pid;
}

export function writeTemporaryFolder(contents: Readonly<Record<string, Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "flowers-training-"));
  for (const [name, bytes] of Object.entries(contents)) writeFileSync(join(folder, name), bytes);
  return folder;
}

export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
}
