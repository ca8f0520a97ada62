/** What to tell people about an error. */
import { text } from "./preferences";

/** The error's own sentence; a general one where it has none. */
export function sentence(error: unknown): string {
  if (error instanceof Error && error.message !== "") return error.message;
  return text.peek().unexpected;
}
