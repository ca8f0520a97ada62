/** The console, in the page and its workers. */
import { TrainingError } from "../errors";
import type { OutputStream } from "./contract";

export function nextTask(): Promise<void> {
  // A message, for timers are slowed to one per second in a page that is not looked at.
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

let line = "";

export const standardOutput: OutputStream = {
  isTTY: false,
  write(text) {
    const lines = (line + text).split("\n");
    line = lines.pop() ?? "";
    for (const whole of lines) console.log(whole);
  },
};

export function terminalColumns(): number {
  return 80;
}

export function hostName(): string {
  return "browser";
}

// Pages have no process id; two pages of one origin must not share a file.
const pageId = Math.floor(Math.random() * 0x7fffffff);

export function processId(): number {
  return pageId;
}

export function writeTemporaryFolder(): string {
  throw new TrainingError("file", "a page has no temporary folders.");
}

export function removeFolder(): void {
  // There is none to remove.
}
