/**
 * Keeps the page for a visit without network, and makes it cross-origin isolated where its host cannot send headers.
 *
 * A build's files come from its own cache and from nowhere else once they are kept; a new build waits until the page asks
 * for it or its last tab is closed. Requests to other origins pass by.
 */
import { isolateResponse } from "../isolate-response";
import { KeptFiles } from "../kept-files";
import type { Manifest } from "../manifest";
import type { HostReply, HostRequest } from "../messages";

declare const self: ServiceWorkerGlobalScope;
declare const __MANIFEST__: Manifest;

const { scope } = self.registration;
const kept = new KeptFiles(__MANIFEST__, scope);

async function respond(
  request: Request,
  wait: (work: Promise<unknown>) => void,
): Promise<Response> {
  const name = kept.nameOf(request.url);
  if (name === undefined) return isolateResponse(await fetch(request));
  const known = await kept.match(name);
  if (known !== undefined) return isolateResponse(known);
  const response = await fetch(request);
  wait(kept.offer(name, response.clone()));
  return isolateResponse(response);
}

async function handle({ type }: HostRequest): Promise<HostReply> {
  if (type === "keep") {
    await kept.keepAll();
    return { done: true };
  }
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (tabs.filter(({ url }) => url.startsWith(scope)).length > 1) {
    return { done: false, reason: "Other tabs still use the present build." };
  }
  await self.skipWaiting();
  return { done: true };
}

self.addEventListener("install", (event) => event.waitUntil(kept.install()));

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([kept.removeOlder(), self.clients.claim()]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const sameOrigin = new URL(request.url).origin === self.location.origin;
  if (request.method !== "GET" || !sameOrigin || request.headers.has("range")) return;
  event.respondWith(respond(request, (work) => event.waitUntil(work.catch(() => undefined))));
});

self.addEventListener("message", (event) => {
  const answer = handle(event.data as HostRequest).catch((error: unknown): HostReply => ({
    done: false,
    reason: String(error),
  }));
  event.waitUntil(answer.then((reply) => event.ports[0]?.postMessage(reply)));
});
