/**
 * What is changed in the pages on their way into the site. Links between files of the repository, as Markdown on GitHub has them,
 * become links of the site: a README of a package is its page, a page under docs is itself, and what the site does not hold is
 * opened where the repository lives.
 */
import { posix } from "node:path";

/**
 * @param {string} link as written
 * @param {string} page the page it stands on, from the repository's root (`docs/how-to/x.md`)
 * @param {{ repository: string, site: string }} address
 * @returns {string} the link within the site, from its root, or to the repository
 */
export function ownLink(link, page, { repository, site }) {
  if (link.startsWith(site)) return fromSite(link.slice(site.length));
  if (/^[a-z]+:|^[#/]/i.test(link)) return link;
  const [path = "", anchor] = link.split("#");
  const file = posix.normalize(posix.join(posix.dirname(page), path));
  const end = anchor === undefined ? "" : `#${anchor}`;
  const named = /^packages\/([^/]+)(?:\/README\.md)?\/?$/.exec(file)?.[1];
  if (named) return `/packages/${named}${end}`;
  if (file === "tools/bench/RESULTS.md") return `/benchmarks${end}`;
  if (file.startsWith("docs/")) {
    return /\.\w+$/.test(file) && !file.endsWith(".md")
      ? link // a picture
      : `/${file
          .slice("docs/".length)
          .replace(/(^|\/)(README|index)\.md$/, "$1")
          .replace(/\.md$/, "")}${end}`;
  }
  return `${repository}/${/\.\w+$/.test(file) ? "blob" : "tree"}/main/${file}${end}`;
}

/** @param {string} rest what stands behind the site's address */
const fromSite = (rest) => `/${rest}`;

/**
 * @param {import("vitepress").MarkdownRenderer} md
 * @param {{ repository: string, site: string }} address
 */
export function ownLinks(md, address) {
  md.core.ruler.push("own-links", (state) => {
    const page = /** @type {{ relativePath?: string }} */ (state.env).relativePath ?? "index.md";
    const source = sourceOf(page);
    for (const { children } of state.tokens) {
      for (const token of children ?? []) {
        const href = token.type === "link_open" ? token.attrGet("href") : null;
        if (href) token.attrSet("href", ownLink(decodeURI(href), source, address));
      }
    }
  });
}

/**
 * Where a page of the site stands in the repository.
 * @param {string} page from the site's root
 */
function sourceOf(page) {
  const named = /^packages\/(.+)\.md$/.exec(page)?.[1];
  if (named && named !== "index") return `packages/${named}/README.md`;
  return page === "benchmarks.md" ? "tools/bench/RESULTS.md" : `docs/${page}`;
}

/**
 * A table's first cell is often empty, and a heading without words is none: a screen reader stops at it.
 * @param {import("vitepress").MarkdownRenderer} md
 */
export function emptyHeadings(md) {
  md.core.ruler.push("empty-headings", (state) => {
    for (const [i, token] of state.tokens.entries()) {
      const close = state.tokens[i + 2];
      if (token.type !== "th_open" || state.tokens[i + 1]?.content !== "" || !close) continue;
      token.tag = "td";
      close.tag = "td";
    }
  });
}

/**
 * The anchor of a heading, as GitHub makes it, so that a link works in both places.
 * @param {string} heading
 */
export const githubAnchor = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
