/** A page, its style and its scripts as one file: a browser opens it by a double click, where it loads no other. */

export interface Parts {
  /** With the places of the others as comments: `<!-- style -->` and so on. */
  readonly html: string;
  readonly style: string;
  /** Of the worker; the page finds its text in an element. */
  readonly engine: string;
  readonly page: string;
}

/** The page with everything in it. The comments that name other places stay. */
export function oneFile({ html, style, engine, page }: Parts): string {
  return [
    ["<!-- style -->", `<style>${style}</style>`],
    ["<!-- engine -->", `<script type="text/plain" id="engine">${inScript(engine)}</script>`],
    ["<!-- page -->", `<script>${inScript(page)}</script>`],
  ].reduce((whole, [place = "", element = ""]) => {
    if (!whole.includes(place)) throw new Error(`The page has no place "${place}".`);
    return whole.replace(place, () => element);
  }, html);
}

/** A script as HTML holds it: nothing in it ends the element, or begins a comment. Both stay what they were to JavaScript. */
export function inScript(script: string): string {
  return script.replace(/<(\/script|!--)/gi, "\\x3C$1");
}
