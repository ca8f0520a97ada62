// A TCP relay that hands everything on a little later, both ways: the latency of a network, where the kernel has no netem.
// Arguments: port to listen on (of 127.0.0.1), host, port, milliseconds.
import { connect, createServer } from "node:net";

const [port, host, target, ms] = process.argv.slice(2);

function later(from, to) {
  from.on("data", (bytes) => setTimeout(() => to.write(bytes), Number(ms)));
  from.on("end", () => setTimeout(() => to.end(), Number(ms)));
  for (const socket of [from, to]) socket.on("error", () => from.destroy());
}

createServer((near) => {
  const far = connect({ host, port: Number(target), noDelay: true });
  near.setNoDelay(true);
  later(near, far);
  later(far, near);
}).listen(Number(port), "127.0.0.1");
