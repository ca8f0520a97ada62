/** Where the command line begins. Signals are heard before anything large is loaded. */
import { listenForInterrupts } from "./interruption";
import { execute, makeProgram } from "./program";

const interruption = listenForInterrupts();
const program = makeProgram(interruption);
process.exitCode = await execute(program, interruption, process.argv.slice(2));
// Native TensorFlow and decoding threads may keep the process alive; everything worth keeping is written by now.
process.stdout.write("", () => process.stderr.write("", () => process.exit()));
