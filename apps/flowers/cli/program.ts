/** The command line as a whole: its commands, and what happens to whatever they throw. */
import { createRequire } from "node:module";
import { Command, CommanderError, Help, type Option } from "commander";
import { addCluster } from "./commands/cluster";
import { addDoctor } from "./commands/doctor";
import { addEvaluate } from "./commands/evaluate";
import { addPlot } from "./commands/plot";
import { addPredict } from "./commands/predict";
import { addStart } from "./commands/start";
import { addTrain } from "./commands/train";
import { nearlyCommand } from "./nearly-command";
import { explainError } from "./explain-error";
import type { Interruption } from "./interruption";

/** The commands; what a command computes with is loaded when it runs. */
export function makeProgram(interruption: Interruption): Command {
  const { version } = createRequire(import.meta.url)("../package.json") as { version: string };
  const program = new Command("flowers")
    .enablePositionalOptions()
    .description(
      "The TensorFlow flowers tutorial in TypeScript: load photos, train, overfit, augment, classify.",
    )
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .configureHelp({ optionDescription: describeOption })
    .helpCommand("help [command]", "print the help of a command")
    .addHelpText(
      "after",
      `
Examples:
  $ flowers start                                   the whole tutorial on the flower photos
  $ flowers start --data ~/my-photos --epochs 5     on your own folder, with one folder per class
  $ flowers start --data sample --quick             a small run without a network
  $ flowers train --model augmented --data DIR      train one model
  $ flowers train --model efficientnet-lite0        a last layer on a pretrained network
  $ flowers train --resume                          continue a run that was stopped
  $ flowers evaluate --model runs/augmented         on the photos that the run held back
  $ flowers predict rose.jpg --model runs/augmented
  $ flowers plot runs/augmented --out curves.svg
  $ flowers doctor                                  the backends of this machine, and why others are missing

Exit codes: 0 done, 1 the work failed, 2 wrong command line or unusable input, 75 a worker of the cluster was lost
(start all again with --resume), 130 Ctrl-C, 143 SIGTERM.`,
    );
  for (const add of [addStart, addTrain, addEvaluate, addCluster, addPredict, addPlot, addDoctor])
    add(program, interruption);
  return program;
}

/** As commander says it, but that a switch is off until it is named goes without saying. */
function describeOption(option: Option): string {
  return new Help().optionDescription(option).replace(/ \(default: false\)$/, "");
}

/**
 * Runs one command and says what it threw.
 *
 * @param args what the user typed after `flowers`
 * @returns the exit code
 */
export async function execute(
  program: Command,
  interruption: Interruption,
  args: readonly string[],
): Promise<number> {
  for (const command of [program, ...program.commands]) command.exitOverride();
  if (args.length === 0) {
    program.outputHelp();
    return 0;
  }
  const names = ["help", ...program.commands.map((command) => command.name())];
  // Help of a command that there is not: the general one would not say so.
  const [first, second] = args;
  const isLost = first === "help" && second !== undefined && !names.includes(second);
  const typed = isLost ? [second] : args;
  const nearly = nearlyCommand(typed, names);
  if (nearly !== undefined) {
    process.stderr.write(`${nearly}\n`);
    return 2;
  }
  try {
    await program.parseAsync(typed, { from: "user" });
    // What a command did not notice, it did to its end.
    return typeof process.exitCode === "number" ? process.exitCode : 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    // Whatever work that is told to stop throws, it is the stop that the user hears of.
    const { signal, kept } = interruption;
    const { message, exitCode } = explainError(signal.aborted ? signal.reason : error, kept);
    process.stderr.write(`${message}\n`);
    return exitCode;
  }
}
