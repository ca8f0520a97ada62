#!/usr/bin/env node
// The command behind `pnpm create @flowers`.
import { runCommandLine } from "../dist/cli.js";

process.exitCode = await runCommandLine(process.argv.slice(2), {
  input: process.stdin,
  output: process.stdout,
  writeError: (text) => process.stderr.write(text),
  terminal: process.stdin.isTTY === true && process.stdout.isTTY === true,
  client: process.env["npm_config_user_agent"],
});
