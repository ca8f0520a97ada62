/** A plain file server, as hosts are: no headers for isolation, a folder under some path. */
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

// Not .wasm: some hosts do not know it either.
const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
};

/** A running server. */
export interface StaticServer {
  /** The served folder's address, ending in "/". */
  readonly url: string;
  /** The paths of all requests so far. */
  readonly requests: string[];
  /** Serves another folder from now on; undefined drops every connection, as when there is no network. */
  serve(folder: string | undefined): void;
  close(): Promise<void>;
}

/** Serves `folder` at `path`, which ends in "/", on a free port. */
export async function serveFolder(folder: string, path: string): Promise<StaticServer> {
  let served: string | undefined = folder;
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    if (served === undefined) {
      request.socket.destroy();
      return;
    }
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    requests.push(pathname);
    const name = decodeURI(pathname.slice(path.length)) || "index.html";
    const file = join(served, name);
    if (!pathname.startsWith(path) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404, { "Content-Type": "text/html" }).end("<p>not here</p>");
      return;
    }
    response.writeHead(200, {
      "Content-Type": types[extname(file)] ?? "application/octet-stream",
      "Cache-Control": "max-age=600", // GitHub Pages sends this for every file
    });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    requests,
    serve: (next) => {
      served = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
