/**
 * What a command says while it works. For people: plain lines on stdout. With `--json`: one JSON document on stdout
 * at the end, and the lines on stderr, so that a pipe gets nothing but the document.
 */
export interface Narrator {
  readonly json: boolean;
  /** Prints a line. */
  say(line?: string): void;
  /** Begins a numbered step of the tutorial. */
  step(title: string): void;
  /** Where progress bars are drawn. */
  readonly stream: NodeJS.WriteStream;
  /** Prints the result for machines; does nothing without `--json`. */
  result(value: unknown): void;
}

/** Makes the narrator of one command. */
export function makeNarrator({
  json,
  quiet = false,
}: {
  readonly json: boolean;
  /** Keeps stdout for something else than lines and JSON, such as a table. */
  readonly quiet?: boolean;
}): Narrator {
  const stream = json || quiet ? process.stderr : process.stdout;
  let steps = 0;
  return {
    json,
    stream,
    say: (line = "") => void stream.write(`${line}\n`),
    step: (title) => {
      steps += 1;
      stream.write(`\n${steps}. ${title}\n`);
    },
    result: (value) => {
      if (json) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
  };
}
