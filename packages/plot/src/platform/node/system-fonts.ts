/** Fonts of the machine for characters that the bundled font lacks, always the same ones for the same machine. */
import { open, readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { readCharacterMap } from "./character-map";

/** Where systems keep their fonts. */
export function fontFolders(): string[] {
  const home = homedir();
  if (process.platform === "win32") {
    const local = process.env["LOCALAPPDATA"];
    return [
      join(process.env["WINDIR"] ?? "C:\\Windows", "Fonts"),
      ...(local === undefined ? [] : [join(local, "Microsoft", "Windows", "Fonts")]),
    ];
  }
  if (process.platform === "darwin")
    return ["/System/Library/Fonts", "/Library/Fonts", join(home, "Library", "Fonts")];
  return [
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    join(home, ".local", "share", "fonts"),
    join(home, ".fonts"),
  ];
}

/** Files to look into first, plain sans serifs beside which the bundled font looks at home. */
const preferred = [
  /^NotoSansCJK(kr)?-Regular\./i,
  /^NotoSansKR/i,
  /^AppleSDGothicNeo/i,
  /^malgun\./i,
  /^NanumGothic\./i,
  /^(PingFang|Hiragino|msyh|YuGoth|meiryo|wqy-|DroidSansFallback)/i,
  /^NotoSans[A-Za-z]*-Regular\./i,
  /^NotoSans/i,
  /^(Arial Unicode|ArialUnicode|unifont)/i,
];

/** Faces that are not plain, and families with serifs or fixed widths: last. */
const unlike = /serif|mono|bold|black|heavy|light|thin|italic|oblique|condensed|narrow/i;

/** How deep and how many: a folder of fonts has a few hundred, and another one must not be walked for minutes. */
const deepest = 5;
const mostFiles = 5000;

/**
 * The bytes of the fewest fonts, by order of preference, that have `characters`; and the characters that none has.
 * Fonts are looked for in `folders`; one that cannot be read is passed over.
 */
export async function findFonts(
  characters: ReadonlySet<string>,
  folders: readonly string[] = fontFolders(),
): Promise<{ readonly fonts: Uint8Array[]; readonly missing: string[] }> {
  const missing = new Set(characters);
  const fonts: Uint8Array[] = [];
  if (missing.size === 0) return { fonts, missing: [] };
  for (const path of await fontFiles(folders)) {
    if (missing.size === 0) break;
    const found = await charactersIn(path, missing);
    if (found.length === 0) continue;
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes === undefined) continue;
    fonts.push(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    for (const character of found) missing.delete(character);
  }
  return { fonts, missing: [...missing] };
}

async function charactersIn(path: string, characters: ReadonlySet<string>): Promise<string[]> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return [];
  try {
    const has = await readCharacterMap(file);
    if (has === undefined) return [];
    return [...characters].filter((character) => has(character.codePointAt(0) ?? 0));
  } catch {
    return [];
  } finally {
    await file.close();
  }
}

/** Every font file below `folders`, best first, then by name, so that the choice depends on nothing else. */
async function fontFiles(folders: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const visit = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => byName(a.name, b.name))) {
      if (found.length >= mostFiles) return;
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth < deepest) await visit(path, depth + 1);
      else if (/\.(ttf|otf|ttc|otc)$/i.test(entry.name) && !entry.isDirectory()) found.push(path);
    }
  };
  for (const folder of folders) await visit(folder, 0);
  const rank = (path: string): number => {
    const name = basename(path);
    const at = preferred.findIndex((pattern) => pattern.test(name));
    return (at < 0 ? preferred.length : at) + (unlike.test(name) ? preferred.length : 0);
  };
  return found.sort(
    (a, b) => rank(a) - rank(b) || byName(basename(a), basename(b)) || byName(a, b),
  );
}

function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
