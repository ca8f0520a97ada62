/**
 * Notices that the graphics card which computes has stopped, or has left a command out: a lost WebGL context or WebGPU
 * device, no memory. Reading from a lost context never ends, and a command that is left out leaves wrong numbers.
 */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";

/** What is used of tfjs's WebGL backend. */
interface WebglBackend {
  readonly gpgpu: { readonly gl: WebglContext };
}

interface WebglContext {
  readonly canvas: EventTarget;
  isContextLost(): boolean;
  getError(): number;
}

/** What is used of tfjs's WebGPU backend; not every TypeScript library has the types of WebGPU. */
interface WebgpuBackend {
  readonly device: {
    readonly lost: Promise<{ readonly reason?: string; readonly message: string }>;
    addEventListener(type: "uncapturederror", listener: (event: GpuErrorEvent) => void): void;
    removeEventListener(type: "uncapturederror", listener: (event: GpuErrorEvent) => void): void;
  };
}

interface GpuErrorEvent {
  readonly error: { readonly message: string };
}

/** Of WebGL's errors, by their numbers in its specification. */
const outOfMemory = 0x0505;
const contextLost = 0x9242;
const noError = 0;

/** Whether tensors lie on a graphics card, which may be lost with them. */
export function computesOnCard(): boolean {
  return ["webgl", "webgpu"].includes(tf.getBackend());
}

export class DeviceWatch {
  #failure: string | null = null;
  readonly #failed: Promise<never>;
  readonly #ask: () => string | null;
  readonly #close: () => void;

  constructor() {
    let reject: (error: TrainingError) => void = () => undefined;
    this.#failed = new Promise((_, refuse) => {
      reject = refuse;
    });
    this.#failed.catch(() => undefined); // heard by whoever waits, if anybody does
    const fail = (reason: string): void => {
      this.#failure ??= reason;
      reject(deviceLost(this.#failure));
    };
    const backend = tf.backend() as unknown as Partial<WebglBackend & WebgpuBackend>;
    const { ask, close } =
      tf.getBackend() === "webgpu" && backend.device
        ? watchWebgpu(backend.device, fail)
        : tf.getBackend() === "webgl" && backend.gpgpu
          ? watchWebgl(backend.gpgpu.gl, fail)
          : { ask: () => null, close: () => undefined };
    this.#ask = ask;
    this.#close = close;
  }

  /** @throws TrainingError `device-lost` when the card has failed since the watch began, or before */
  check(cause?: unknown): void {
    this.#failure ??= this.#ask();
    if (this.#failure !== null) throw deviceLost(this.#failure, cause);
  }

  /**
   * What the work gives, while the card works.
   *
   * @throws TrainingError `device-lost` when it fails, also when the work then never ends; else what the work throws
   */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.check();
    try {
      const result = await Promise.race([work(), this.#failed]);
      this.check();
      return result;
    } catch (cause) {
      if (isDeviceLost(cause)) throw cause;
      await new Promise((resolve) => setTimeout(resolve)); // the news of the loss may come after its effects
      this.check(cause);
      throw cause;
    }
  }

  close(): void {
    this.#close();
  }
}

/** Whether an error says that the card failed. */
export function isDeviceLost(error: unknown): error is TrainingError {
  return TrainingError.is(error) && error.code === "device-lost";
}

interface Watched {
  /** Why the card has failed, where it must be asked; else null. */
  readonly ask: () => string | null;
  readonly close: () => void;
}

function watchWebgpu(device: WebgpuBackend["device"], fail: (reason: string) => void): Watched {
  const onError = ({ error }: GpuErrorEvent): void => fail(`WebGPU reports: ${error.message}`);
  device.addEventListener("uncapturederror", onError);
  void device.lost.then(({ message }) =>
    fail(`the WebGPU device was lost${message === "" ? "" : `: ${message}`}`),
  );
  return { ask: () => null, close: () => device.removeEventListener("uncapturederror", onError) };
}

function watchWebgl(gl: WebglContext, fail: (reason: string) => void): Watched {
  const lost = "the WebGL context was lost";
  const onLost = (): void => fail(lost);
  gl.canvas.addEventListener("webglcontextlost", onLost);
  return {
    ask: () => {
      if (gl.isContextLost()) return lost;
      for (let error = gl.getError(); error !== noError; error = gl.getError()) {
        if (error === contextLost) return lost;
        if (error === outOfMemory) return "WebGL has no memory left";
      }
      return null;
    },
    close: () => gl.canvas.removeEventListener("webglcontextlost", onLost),
  };
}

function deviceLost(reason: string, cause?: unknown): TrainingError {
  return new TrainingError("device-lost", `The graphics card stopped computing: ${reason}.`, {
    cause,
  });
}
