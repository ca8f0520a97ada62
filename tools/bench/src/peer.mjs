// The runner's side of a peer: a process that is asked by a line and answers by a line of JSON.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** @import { Answer, Peer } from "./contract" */

/** A peer's process. `ask` waits for its next sample, `stop` for its end. */
export class RunningPeer {
  #child;
  #lines;
  #errors = "";

  /** @param {Peer} peer */
  constructor({ command, args, env = {} }) {
    const all = { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3", CUDA_VISIBLE_DEVICES: "-1", ...env };
    const wanted = Object.entries(all).filter(([, value]) => typeof value === "string");
    this.#child = spawn(command, args, { stdio: "pipe", env: Object.fromEntries(wanted) });
    this.#child.on("error", (error) => (this.#errors += error.message));
    this.#child.stdin.on("error", () => undefined); // it has ended: the missing answer says so
    this.#child.stderr.on("data", (text) => (this.#errors += text));
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** @returns {Promise<Record<string, string>>} */
  async versions() {
    return (await this.#next()).versions;
  }

  /** @returns {Promise<Answer>} */
  async ask() {
    this.#child.stdin.write("measure\n");
    return this.#next();
  }

  /** The next line of JSON; libraries print lines of their own in between. */
  async #next() {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done)
        throw new Error(this.#errors.trim().split("\n").at(-1) || "it ended without a word");
      if (value.startsWith("{")) return JSON.parse(value);
    }
  }

  async stop() {
    this.#child.stdin.end();
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    await new Promise((resolve) => this.#child.once("close", resolve));
  }
}
