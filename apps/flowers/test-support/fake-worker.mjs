// Stands for the command line in tests of `flowers cluster`: does what the last argument says for this worker, such as
// `--do=ok,fail`, so that no TensorFlow is needed.
const { task } = JSON.parse(process.env["TF_CONFIG"] ?? "{}");
const tasks = (process.argv.at(-1) ?? "").replace("--do=", "").split(",");
process.on("SIGTERM", () => {
  process.stdout.write("told to end\n");
  process.exit(143);
});
process.stdout.write(`arguments ${process.argv.slice(2, 4).join(" ")}\nbar 1\rbar 2\n`);
process.stderr.write(`worker ${task.index} begins\n`);
const wait = () => globalThis.setInterval(() => undefined, 1000);
const works = {
  ok: () => undefined,
  fail: () => process.exit(75),
  killed: () => process.kill(process.pid, "SIGKILL"),
  waits: wait,
  deaf: () => {
    process.removeAllListeners("SIGTERM");
    process.on("SIGTERM", () => undefined);
    wait();
  },
};
works[tasks[task.index]]?.();
