/** The server: one model for all requests, one photo at a time, and a limit on what is taken. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { loadImage } from "@flowers/dataset";
import { loadKeras } from "@flowers/keras-format";
import { kerasLayers } from "@flowers/model-zoo";
import { classify } from "@flowers/training";

/** Larger uploads are refused while they come in. */
const mostBytes = 20_000_000;

export interface ServerOptions {
  /** The bytes of a `.keras` file. */
  readonly model: Uint8Array;
  readonly classNames: readonly string[];
  /** 0 takes a free one. */
  readonly port: number;
}

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

export async function startServer({
  model: bytes,
  classNames,
  port,
}: ServerOptions): Promise<RunningServer> {
  const model = await loadKeras(bytes, { layers: kerasLayers });
  const [, height = 0, width = 0] = model.inputs[0]?.shape ?? [];
  const targetSize: [number, number] = [Number(height), Number(width)];

  const answer = async (request: IncomingMessage): Promise<{ status: number; body: unknown }> => {
    if (request.method !== "POST" || request.url !== "/classify")
      return { status: 404, body: { error: "POST a photo to /classify." } };
    const upload = await readBody(request);
    if (upload === undefined)
      return { status: 413, body: { error: `At most ${mostBytes / 1e6} MB.` } };
    // What is not a photo is the sender's mistake, not the server's.
    const photo = await loadImage(upload, { targetSize }).catch((error: Error) => error);
    if (photo instanceof Error) return { status: 400, body: { error: photo.message } };
    return { status: 200, body: await classify(model, photo, classNames, { top: 3 }) };
  };

  const server = createServer((request, response) => {
    answer(request).then(
      ({ status, body }) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(JSON.stringify(body));
        if (status === 413) request.destroy();
      },
      (error: unknown) => {
        console.error(error);
        response.writeHead(500).end();
      },
    );
  });
  await new Promise<void>((listening) => server.listen(port, listening));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      await new Promise((closed) => server.close(closed));
      model.dispose();
    },
  };
}

/** The body of a request, or undefined when it is too large. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > mostBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
