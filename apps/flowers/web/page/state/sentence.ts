/** What to tell people about an error. */
import { withoutSpeaker } from "../format/without-speaker";
import { text } from "./preferences";

/** The error's own sentence, without the name of the function that says it; a general one where it has none. */
export function sentence(error: unknown): string {
  if (error instanceof Error && error.message !== "") return withoutSpeaker(error.message);
  return text.peek().unexpected;
}
