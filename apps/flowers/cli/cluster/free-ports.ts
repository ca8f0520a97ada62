/** Ports of this machine that nobody listens on. */
import { createServer, type Server } from "node:net";

/** @returns `count` different ones, as the system gives them */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    // Where TensorFlow's server listens: on all interfaces.
    server.listen(0, () => resolve(server));
  });
}
