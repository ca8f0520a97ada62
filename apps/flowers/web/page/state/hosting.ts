/** What the page's host gives: threads for WebAssembly, files kept for offline use, newer builds. */
import { effect, signal } from "@preact/signals";

import { type Host, registerHost } from "../../host/register";
import { pictures, usable } from "./session";

/** null until known. */
export const host = signal<Host | null>(null);
export const updateReady = signal(false);

/** Registers the service worker, and keeps all files once the page is really used. */
export async function startHost(): Promise<void> {
  const registered = await registerHost();
  host.value = registered;
  registered.onUpdate(() => (updateReady.value = true));
  let asked = false;
  effect(() => {
    if (asked || (pictures.value === null && usable.value.length === 0)) return;
    asked = true;
    void registered.keepAll();
  });
}
