/** What Node and the page must each provide to the callbacks; `#platform` resolves to one of the two. */

/** Where text for people goes. */
export interface OutputStream {
  /** Whether a line can be rewritten in place. */
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Lets everything else that waits run: timers, messages, input, drawing. Takes microseconds when nothing waits. */
export declare function nextTask(): Promise<void>;

/** Standard output in Node; in the page, one `console.log` per whole line. */
export declare const standardOutput: OutputStream;

/** Columns of the terminal, 80 when unknown. */
export declare function terminalColumns(): number;

/** A name of this machine for file names, `[A-Za-z0-9.-]+`. */
export declare function hostName(): string;

/** A number that tells processes of one machine apart. */
export declare function processId(): number;

/** Writes files into a new temporary folder and returns its path. Not available in the page, where nothing needs it. */
export declare function writeTemporaryFolder(
  contents: Readonly<Record<string, Uint8Array>>,
): string;

/** Removes a folder and what is in it. */
export declare function removeFolder(path: string): void;
