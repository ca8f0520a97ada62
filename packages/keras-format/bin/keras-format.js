#!/usr/bin/env node
// The command `keras-format`: says what is in a model file, and converts it.
import * as tf from "@tensorflow/tfjs";
import { runCommandLine } from "../dist/cli.js";

// Without it TensorFlow.js advises every program to install its binding.
tf.enableProdMode();

process.exitCode = await runCommandLine(process.argv.slice(2), {
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
});
