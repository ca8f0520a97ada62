// Stands for the command line in tests of `flowers cluster`: does what the last argument says for this worker, such as
// `--do=ok,fail`, so that no TensorFlow is needed. One that fails does so when those that stay can hear that they must end.
import { connect, createServer } from "node:net";

const { cluster, task } = JSON.parse(process.env["TF_CONFIG"] ?? "{}");
const works = (process.argv.at(-1) ?? "").replace("--do=", "").split(",");
process.on("SIGTERM", () => {
  process.stdout.write("told to end\n");
  process.exit(143);
});
process.stdout.write(`arguments ${process.argv.slice(2, 4).join(" ")}\nbar 1\rbar 2\n`);
process.stderr.write(`worker ${task.index} begins\n`);

const portOf = (place) => Number(cluster.worker[place].split(":")[1]);

/** Until it is told to end: an open port keeps a process alive. */
function stay() {
  createServer((socket) => socket.end()).listen(portOf(task.index));
}

function accepts(place) {
  return new Promise((done) => {
    const socket = connect(portOf(place), "127.0.0.1");
    socket.once("connect", () => done(true)).once("error", () => done(false));
  });
}

async function untilOthersStay() {
  for (const [place, work] of works.entries())
    while (["waits", "deaf"].includes(work) && !(await accepts(place)));
}

switch (works[task.index]) {
  case "waits":
    stay();
    break;
  case "deaf":
    process.removeAllListeners("SIGTERM").on("SIGTERM", () => undefined);
    stay();
    break;
  case "fail":
    await untilOthersStay();
    process.exit(75);
    break;
  case "killed":
    await untilOthersStay();
    process.kill(process.pid, "SIGKILL");
}
