/** The worker's end of its line to the page. */
import { expose } from "comlink";
import { sentences } from "./sentences";

const marker = Symbol.for("flowers.error");

/**
 * Exposes the worker's functions. On the way to the page an error keeps its message and nothing else, so the remedy that
 * every error of the packages has becomes a part of it.
 */
export function exposeTold(functions: object): void {
  expose(
    Object.fromEntries(
      Object.entries(functions as Record<string, (...values: unknown[]) => unknown>).map(
        ([name, call]) => [
          name,
          async (...values: unknown[]) => {
            try {
              return await call(...values);
            } catch (error) {
              throw withRemedy(error);
            }
          },
        ],
      ),
    ),
  );
}

/** The error with its remedy as the message's last sentence; any other value as it is. */
export function withRemedy(error: unknown): unknown {
  if (!(error instanceof Error) || !(marker in error)) return error;
  const { remedy } = error as { readonly remedy?: unknown };
  if (typeof remedy !== "string" || error.message.includes(remedy)) return error;
  return new Error(sentences(error.message, remedy), { cause: error });
}
