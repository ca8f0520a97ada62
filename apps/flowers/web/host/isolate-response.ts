/** Adds to a response what its host could not send: the headers of cross-origin isolation, and WebAssembly's type. */
import { isolationHeaders } from "./isolation-headers";

/** The statuses that the Fetch standard gives no body. */
const bodiless = new Set([101, 103, 204, 205, 304]);

/** The same response with the headers. One of another origin that hides itself (opaque) or an error stays as it is. */
export function isolateResponse(response: Response): Response {
  const { status, statusText, url } = response;
  if (response.type === "opaque" || response.type === "opaqueredirect" || status === 0) {
    return response;
  }
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(isolationHeaders)) headers.set(name, value);
  // Browsers compile WebAssembly while it arrives only when it is labelled so; plain servers may not know it.
  if (new URL(url || "http://none/").pathname.endsWith(".wasm")) {
    headers.set("Content-Type", "application/wasm");
  }
  return new Response(bodiless.has(status) ? null : response.body, { status, statusText, headers });
}
