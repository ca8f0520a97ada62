/** Words that are nearly a command but not spelled nearly alike, which is all that commander looks for. */

/**
 * What to say of the first word, where it is a command in other letters, or the version in another form; undefined otherwise.
 *
 * @param args what the user typed after `flowers`
 * @param commands the names that there are
 */
export function nearlyCommand(
  args: readonly string[],
  commands: readonly string[],
): string | undefined {
  const [typed = ""] = args;
  const plain = typed.normalize("NFKC").toLowerCase();
  const say = (kind: string, meant: string): string =>
    `error: unknown ${kind} '${typed}'\n(Did you mean ${meant}?)`;
  if (typed === "-v") return say("option", "-V");
  if (plain === "version") return say("command", "--version");
  return plain !== typed && commands.includes(plain) ? say("command", plain) : undefined;
}
