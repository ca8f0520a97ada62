/** The command line: `flowers start | train | predict | plot | doctor`. Parses, runs one command, sets the exit code. */
import { Command, CommanderError } from "commander";
import { addDoctor } from "./commands/doctor";
import { addPlot } from "./commands/plot";
import { addPredict } from "./commands/predict";
import { addStart } from "./commands/start";
import { addTrain } from "./commands/train";
import { explainError } from "./explain-error";

const program = new Command("flowers")
  .description(
    "The TensorFlow flowers tutorial in TypeScript: load photos, train, overfit, augment, classify.",
  )
  .exitOverride()
  .addHelpText(
    "after",
    `
Examples:
  $ flowers start                                   the whole tutorial on the flower photos
  $ flowers start --data ~/my-photos --epochs 5     on your own folder with one folder a class
  $ flowers start --data sample --quick             a small run with no network
  $ flowers train --model augmented --data DIR      train one model
  $ flowers predict rose.jpg --model runs/x/augmented
  $ flowers plot runs/x/baseline/history.json --out curves.svg
  $ flowers doctor                                  which backends this machine has, and why not the others

Exit codes: 0 done, 1 the work failed, 2 wrong command line or unusable input, 130 interrupted.`,
  );
for (const add of [addStart, addTrain, addPredict, addPlot, addDoctor]) add(program);
for (const command of program.commands) command.exitOverride();

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    const { message, exitCode } = explainError(error);
    if (message) process.stderr.write(`${message}\n`);
    process.exitCode = exitCode;
  }
}
// Native TensorFlow and decoding threads may keep the process alive; everything worth keeping is written by now.
process.stdout.write("", () => process.stderr.write("", () => process.exit()));
