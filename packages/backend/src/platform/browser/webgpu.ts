/** WebGPU, in the page or a worker. */
import { BackendError } from "../../errors";
import type { PreparedBackend } from "../contract";
import { prepared } from "../prepared";
import { isSoftware, softwareWarning } from "./software";

/** The few members of WebGPU that are used; not every TypeScript library has its types. */
interface GpuNavigator {
  readonly gpu?: {
    requestAdapter(options?: { powerPreference: "high-performance" }): Promise<Adapter | null>;
  };
}

interface Adapter {
  readonly info?: {
    readonly vendor?: string;
    readonly architecture?: string;
    readonly description?: string;
    readonly isFallbackAdapter?: boolean;
  };
  requestDevice(): Promise<{ destroy(): void }>;
}

const remedy = "Turn on hardware acceleration in the browser's settings.";

export async function prepareWebgpu(): Promise<PreparedBackend> {
  const { gpu } = navigator as GpuNavigator;
  if (gpu === undefined) {
    throw new BackendError("unavailable", "This browser has no WebGPU here.", {
      remedy:
        "Use a recent Chrome, Edge or Safari, or Firefox on Windows or a Mac; on https or localhost.",
    });
  }
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) {
    throw new BackendError("unavailable", "WebGPU finds no graphics adapter.", { remedy });
  }
  try {
    (await adapter.requestDevice()).destroy(); // An adapter may be listed and still give no device.
  } catch (cause) {
    throw new BackendError("unavailable", "WebGPU's graphics adapter does not start.", {
      remedy,
      cause,
    });
  }
  await import("@tensorflow/tfjs-backend-webgpu");
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info ?? {};
  const name = ["WebGPU", vendor, architecture, description].filter(Boolean).join(" ");
  const software = isFallbackAdapter === true || isSoftware(name);
  return prepared(name, { software, warning: software ? softwareWarning : "" });
}
