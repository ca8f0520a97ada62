#!/usr/bin/env node
// The command `flowers-backend`. Ctrl-C stops an installation cleanly; a second one stops at once.
import { runCommandLine } from "../dist/cli.js";

const stop = new globalThis.AbortController();
process.once("SIGINT", () => stop.abort());
process.once("SIGTERM", () => stop.abort());
process.exitCode = await runCommandLine(process.argv.slice(2), {
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
  signal: stop.signal,
  terminal: process.stdout.isTTY === true,
});
