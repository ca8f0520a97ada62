/** A small page on the app's own build: its host, and a worker that computes on WebAssembly. */
import { registerHost, type Host } from "../../register";

declare global {
  interface Window {
    host?: Host;
    updates: number;
    compute(threads: number): Promise<unknown>;
  }
}

window.updates = 0;
window.compute = (threads) =>
  new Promise((resolve) => {
    const worker = new Worker(new URL("./compute.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = ({ message }) => resolve({ failure: message });
    worker.postMessage(threads);
  });

void registerHost().then((host) => {
  window.host = host;
  host.onUpdate(() => window.updates++);
});
