/** What libraries say, made fit for visitors. */

/** `readKeras: expected a whole file` is for programmers; visitors have called no function. */
export function withoutSpeaker(message: string): string {
  const said = message.replace(/^[a-z]+(?:[A-Z][a-z0-9]*)+: (?=\S)/, "");
  return said === message || /^https?:/.test(said) ? said : said[0]?.toUpperCase() + said.slice(1);
}
