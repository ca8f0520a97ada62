/**
 * The TypeScript of a Markdown page, as programs that a reader would have after pasting its blocks one below the other.
 *
 * An HTML comment before a block says what is special about it:
 * `<!-- not run: reason -->` the block is only checked for its types;
 * `<!-- run instead: code -->` after such a block, what stands in for it when the page is run;
 * `<!-- given: code -->` what a fragment takes from around it, as the page's words say;
 * `<!-- a program of its own -->` the block does not continue the one before.
 */
import { readFile } from "node:fs/promises";

/** One program of a page. */
export interface PageProgram {
  /** The page's path from the repository's root. */
  readonly page: string;
  /** Number of the program within the page, from 1. */
  readonly number: number;
  /** What is checked for types. */
  readonly checked: string;
  /** What is run. */
  readonly run: string;
  /** What the page says that it prints; undefined when it says nothing. */
  readonly prints: string | undefined;
}

const piece = /<!-- ([\s\S]*?) -->|```(\w*)\n([\s\S]*?)```/g;
const directive = /^(not run|run instead|given|printed otherwise)(?:: ([\s\S]*))?$/;

/** The programs of `page`, a path from `root`, which ends in "/". */
export async function readPrograms(root: URL, page: string): Promise<PageProgram[]> {
  const text = await readFile(new URL(page, root), "utf8");
  const programs: { checked: string[]; run: string[]; prints: string | undefined }[] = [];
  let [notRun, otherwise, fresh] = [false, false, true];
  let codeEnd = -Infinity;
  for (const { 0: whole, 1: comment, 2: language = "", 3: code = "", index } of text.matchAll(
    piece,
  )) {
    const last = programs.at(-1);
    if (comment !== undefined) {
      const [, word, detail = ""] = directive.exec(comment) ?? [];
      if (comment === "a program of its own") fresh = true;
      else if (word === "not run") notRun = true;
      else if (word === "printed otherwise") otherwise = true;
      else if (word === "run instead") last?.run.push(detail);
      else if (word === "given") {
        if (fresh) programs.push({ checked: [], run: [], prints: undefined });
        fresh = false;
        programs.at(-1)?.checked.push(detail);
        programs.at(-1)?.run.push(detail);
      }
    } else if (language === "ts" || language === "js") {
      if (fresh) programs.push({ checked: [], run: [], prints: undefined });
      const program = programs.at(-1);
      program?.checked.push(code);
      if (!notRun) program?.run.push(code);
      [notRun, fresh] = [false, false];
      codeEnd = index + whole.length;
    } else {
      // What a block prints stands right below it, after a word or two at most.
      const follows = text.slice(codeEnd, index).replace(piece, "").trim().length < 30;
      if (follows && last && !otherwise && (language === "" || language === "text")) {
        last.prints = `${last.prints ?? ""}${code}`;
      }
      otherwise = false;
    }
  }
  return programs.map(({ checked, run, prints }, i) => ({
    page,
    number: i + 1,
    checked: module(checked),
    run: module(run),
    prints,
  }));
}

/** A module also when it neither imports nor exports. */
const module = (blocks: readonly string[]): string => `${blocks.join("\n")}\nexport {};\n`;
