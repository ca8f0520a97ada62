/** Reads what the sources of @flowers/augmentation say about a layer, so that the page cannot say anything else. */
import { readFile } from "node:fs/promises";
import ts from "typescript";

/** One argument of a layer. */
export interface Argument {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly meaning: string;
}

/** What the comments of a layer say. */
export interface LayerComments {
  /** What the layer does. */
  readonly summary: string;
  /** What it draws, in order, and the formula. */
  readonly draws: string;
  /** Shapes, value range, determinism, ownership. */
  readonly values: string;
  /** The arguments of its own. */
  readonly own: readonly Argument[];
  /** Names of arguments that it shares with others. */
  readonly shared: readonly string[];
}

const shared: Readonly<Record<string, readonly string[]>> = {
  ImageLayerOptions: ["dataFormat"],
  RandomLayerOptions: ["seed", "dataFormat"],
  GeometricLayerOptions: ["fillMode", "interpolation", "fillValue", "seed", "dataFormat"],
};

const layers = new URL("../../../packages/augmentation/src/layers/", import.meta.url);

function commentOf(node: ts.Node): string {
  const text = ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "")
    .join("\n\n");
  return text.replace(/\{@link (\w+)\}/g, "`$1`");
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Splits a class comment: its first paragraph, then up to the sentence on input and output, then that. */
function splitComment(comment: string): Pick<LayerComments, "summary" | "draws" | "values"> {
  const [summary = "", ...rest] = comment.split(/\n\s*\n/);
  const body = oneLine(rest.join("\n\n"));
  const at = body.search(/Input and output:|Input `/);
  if (at < 0) throw new Error(`No sentence on input and output in the comment: ${comment}`);
  const values = body.slice(at);
  // "Draws nothing" may stand after the shapes; it belongs to the draws.
  const nothing = / ?Draws nothing\./;
  const draws = nothing.test(values) ? "Draws nothing." : body.slice(0, at);
  return {
    summary: oneLine(summary).replace(nothing, ""),
    draws: oneLine(nothing.test(summary) ? "Draws nothing." : draws),
    values: oneLine(values.replace(nothing, "")),
  };
}

function argumentsOf(declaration: ts.InterfaceDeclaration, source: ts.SourceFile): Argument[] {
  return declaration.members.filter(ts.isPropertySignature).map((member) => ({
    name: member.name.getText(source),
    type: oneLine(member.type?.getText(source) ?? "unknown"),
    required: member.questionToken === undefined,
    meaning: oneLine(commentOf(member)),
  }));
}

function sharedBy(declaration: ts.InterfaceDeclaration, source: ts.SourceFile): string[] {
  const base = declaration.heritageClauses?.map((clause) => clause.getText(source)).join() ?? "";
  const name = Object.keys(shared).find((key) => base.includes(key));
  if (name === undefined) throw new Error(`Unknown base of options: ${base}`);
  return shared[name]!.filter((argument) => !base.includes(`"${argument}"`));
}

/**
 * Reads the comments of a layer and of its options.
 *
 * @param name the class, such as `RandomFlip`
 * @param file its source file, without extension
 */
export async function readComments(name: string, file: string): Promise<LayerComments> {
  const text = await readFile(new URL(`${file}.ts`, layers), "utf8");
  const source = ts.createSourceFile(`${file}.ts`, text, ts.ScriptTarget.Latest, true);
  const layer = source.statements.find(
    (node): node is ts.ClassDeclaration => ts.isClassDeclaration(node) && node.name?.text === name,
  );
  const options = source.statements.find(
    (node): node is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(node) && node.name.text === `${name}Options`,
  );
  if (!layer || !options) throw new Error(`${file}.ts does not declare ${name} and its options.`);
  return {
    ...splitComment(commentOf(layer)),
    own: argumentsOf(options, source),
    shared: sharedBy(options, source),
  };
}
