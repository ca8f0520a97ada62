/** Text in XML. */

/** `text` for an attribute value or content. */
export function escapeXml(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}

/** The text that `escapeXml` (or Vega) wrote. */
export function unescapeXml(text: string): string {
  return text
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&#x9;/gi, "\t")
    .replace(/&nbsp;/g, "\u00A0")
    .replace(/&amp;/g, "&");
}
