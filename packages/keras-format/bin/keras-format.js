#!/usr/bin/env node
// The command `keras-format`: says what is in a model file, and converts it.
import { runCommandLine } from "../dist/cli.js";

process.exitCode = await runCommandLine(process.argv.slice(2), {
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
});
