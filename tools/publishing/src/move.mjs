// `pnpm address https://github.com/OWNER/NAME`: writes where the project lives into every file that says it.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { addressOf, projectAddress, root } from "./address.mjs";

const [given] = process.argv.slice(2);
if (!given) {
  const { repository, site } = projectAddress();
  process.stdout.write(`repository: ${repository}\nsite:       ${site}\n`);
} else {
  const before = projectAddress();
  const after = addressOf(`git+${given.replace(/(\.git)?\/?$/, "")}.git`);
  const listed = execFileSync("git", ["ls-files", "-z"], {
    cwd: fileURLToPath(root),
    encoding: "utf8",
  });
  for (const file of listed.split("\0").filter((name) => /\.(json|md|yml|mjs|ts)$/.test(name))) {
    if (file.startsWith("tools/publishing/src/")) continue;
    const text = readFileSync(new URL(file, root), "utf8");
    const moved = text
      .replaceAll(before.repository, after.repository)
      .replaceAll(before.site, after.site);
    if (moved !== text) writeFileSync(new URL(file, root), moved);
  }
  process.stdout.write(`The project lives at ${after.repository} now, its site at ${after.site}\n`);
}
