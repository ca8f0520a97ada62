import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { inScript, oneFile } from "./one-file";

const parts = { style: "p {}", engine: "1", page: "2" };

it("holds scripts in which HTML sees neither its end nor a comment, and JavaScript what it saw before", () => {
  const script = 'const a = "</script><!-- $& </SCRIPT>", b = /<\\/script>/.test(a);';
  const held = inScript(script);
  expect(held).not.toMatch(/<\/script|<!--/i);
  const value = (text: string): unknown => runInNewContext(`${text} JSON.stringify([a, b])`);
  expect(value(held)).toEqual(value(script));
});

it("fills each place once, with texts that look like patterns too", () => {
  const html = "<!-- style --><!-- model --><!-- engine --><!-- page -->";
  expect(oneFile({ ...parts, html, page: "'$&'" })).toBe(
    `<style>p {}</style><!-- model --><script type="text/plain" id="engine">1</script><script>'$&'</script>`,
  );
  expect(() => oneFile({ ...parts, html: "<!-- style -->" })).toThrow("<!-- engine -->");
});
