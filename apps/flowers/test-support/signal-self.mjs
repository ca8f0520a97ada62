// Loaded into the command line before it begins: sends itself a signal when what it has printed matches. So the signal comes
// at that very moment, however busy the machine is. `FLOWERS_TEST_SIGNAL` is JSON: { signal, source, flags } of a regular expression.
import { isMainThread } from "node:worker_threads";

const { signal, source, flags } = JSON.parse(process.env["FLOWERS_TEST_SIGNAL"] ?? "{}");

if (isMainThread && signal) {
  const pattern = new RegExp(source, flags);
  let isSent = false;
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    let printed = "";
    stream.write = (chunk, ...rest) => {
      const more = write(chunk, ...rest);
      printed += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
      if (!isSent && pattern.test(printed)) {
        isSent = true;
        process.kill(process.pid, signal);
      }
      return more;
    };
  }
}
