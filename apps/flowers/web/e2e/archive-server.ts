/** A server of another origin with an archive on it, as visitors name one by its address. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface ArchiveServer {
  /** Any site may fetch it. */
  readonly open: string;
  /** No other site may. */
  readonly closed: string;
  close(): Promise<void>;
}

export async function serveArchive(bytes: Buffer): Promise<ArchiveServer> {
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/open/"))
      response
        .setHeader("access-control-allow-origin", "*")
        .setHeader("content-length", bytes.length);
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    open: `${home}/open/flowers.zip`,
    closed: `${home}/closed/flowers.zip`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
