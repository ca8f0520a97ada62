/** WebGL, in the page's document or a worker's offscreen canvas. */
import { BackendError } from "../../errors";
import type { PreparedBackend } from "../contract";
import { prepared } from "../prepared";
import { isSoftware, softwareWarning } from "./software";

/** A worker has no document, and its tfjs takes WebGL 2 alone. */
function newContext(): WebGL2RenderingContext | WebGLRenderingContext | null {
  if (typeof document === "undefined") {
    return typeof OffscreenCanvas === "undefined"
      ? null
      : new OffscreenCanvas(1, 1).getContext("webgl2");
  }
  const canvas = document.createElement("canvas");
  return canvas.getContext("webgl2") ?? canvas.getContext("webgl");
}

/** Asks for a context before tfjs does: tfjs writes to the console when there is none. */
export function prepareWebgl(): PreparedBackend {
  const context = newContext();
  if (context === null) {
    throw new BackendError("unavailable", "This browser gives no WebGL context.", {
      remedy: "Turn on hardware acceleration in the browser's settings.",
    });
  }
  const version = String(context.getParameter(context.VERSION));
  const names = context.getExtension("WEBGL_debug_renderer_info");
  const renderer =
    names === null ? "" : String(context.getParameter(names.UNMASKED_RENDERER_WEBGL));
  context.getExtension("WEBGL_lose_context")?.loseContext();
  const software = isSoftware(renderer);
  return prepared([version, renderer].filter(Boolean).join(", "), {
    software,
    warning: software ? softwareWarning : "",
  });
}
