import { expect, it } from "vitest";
import { readFixture } from "../test-support/fixtures";
import { privateFolder, writeFiles } from "../test-support/folders";
import { findNearDuplicates } from "./find-near-duplicates";

it("finds a copy among a page's files and in a folder of its private file system", async () => {
  const bytes = await readFixture("images/rgb.png");
  const names = ["a/1.png", "b/2.png"];
  const folder = await privateFolder("near-duplicates");
  await writeFiles(folder, new Map(names.map((name) => [name, bytes])));
  const files = names.map((name) =>
    Object.defineProperty(new File([bytes], name), "webkitRelativePath", {
      value: `${folder.name}/${name}`,
    }),
  );
  const [first = "", second = ""] = names.map((name) => `${folder.name}/${name}`);
  for (const source of [folder, files])
    expect(await findNearDuplicates(source, [first], [second])).toEqual([
      { first, second, distance: 0, mirrored: false },
    ]);
});
