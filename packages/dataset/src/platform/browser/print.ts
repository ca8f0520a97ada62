/** The one place that writes to the console, and only through the `print` option. */

export function printLine(line: string): void {
  console.log(line);
}
