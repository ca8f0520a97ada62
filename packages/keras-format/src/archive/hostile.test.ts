/** Files that are cut short, damaged, or made to harm: each is refused with a KerasFormatError, whatever the byte. */
import { zipSync, unzipSync } from "fflate";
import { File as Hdf5File, ready } from "h5wasm";
import { describe, expect, it } from "vitest";
import { KerasFormatError } from "../errors";
import { readTree } from "../hdf5/read-tree";
import { LIMITS } from "../limits";
import { readKeras } from "./read-keras";
import { bytesOf } from "../test-support/golden-models";

const golden = (): Promise<Uint8Array> => bytesOf("models/adam.keras");

async function refusal(bytes: Uint8Array): Promise<KerasFormatError> {
  try {
    await readKeras(bytes);
  } catch (error) {
    if (KerasFormatError.is(error)) return error;
    throw error;
  }
  throw new Error("was read");
}

/** The golden archive with some members replaced. */
async function repacked(
  members: Record<string, Uint8Array>,
  level: 0 | 9 = 0,
): Promise<Uint8Array> {
  return zipSync({ ...unzipSync(await golden()), ...members }, { level });
}

/** A weights file as `fill` makes it. */
async function weightsFile(fill: (file: Hdf5File) => void): Promise<Uint8Array> {
  const { FS } = await ready;
  const file = new Hdf5File("/hostile.h5", "w");
  fill(file);
  file.close();
  return FS.readFile("/hostile.h5");
}

const withWeights = async (fill: (file: Hdf5File) => void): Promise<Uint8Array> =>
  repacked({ "model.weights.h5": await weightsFile(fill) });

describe("archives", () => {
  it("accepts a deflated one", async () => {
    expect((await readKeras(await repacked({}, 9))).layers).toEqual(
      (await readKeras(await golden())).layers,
    );
  });

  it("refuses every shortened file", async () => {
    const bytes = await golden();
    for (let length = 0; length < bytes.length; length += 997) {
      expect((await refusal(bytes.subarray(0, length))).code).toBe("invalid-file");
    }
  });

  it("refuses a changed byte by its checksum", async () => {
    const bytes = (await golden()).slice();
    bytes[20_000] = (bytes[20_000] ?? 0) ^ 1;
    expect((await refusal(bytes)).message).toContain("checksum");
  });

  it("refuses a bomb by what it declares", async () => {
    const bomb = await repacked({ "config.json": new Uint8Array(20 * 1024 ** 2) }, 9);
    expect((await refusal(bomb)).code).toBe("unsafe-file");
  });

  it("refuses a bomb that lies about its size", async () => {
    const bomb = await repacked({ "config.json": new Uint8Array(20 * 1024 ** 2) }, 9);
    const view = new DataView(bomb.buffer, bomb.byteOffset);
    for (let i = 0; i + 46 < bomb.length; i++) {
      const isEntry = view.getUint32(i, true) === 0x02014b50;
      if (isEntry && view.getUint32(i + 24, true) === 20 * 1024 ** 2)
        view.setUint32(i + 24, 1000, true);
    }
    expect((await refusal(bomb)).code).toBe("unsafe-file");
  });

  it("refuses a member above its limit", async () => {
    const bytes = await repacked({ "metadata.json": new Uint8Array(LIMITS.jsonBytes + 1) });
    expect((await refusal(bytes)).code).toBe("too-large");
  });

  it("refuses one without weights, and names what is missing", async () => {
    const { "config.json": config } = unzipSync(await golden());
    const bytes = zipSync({ "config.json": config ?? new Uint8Array() });
    expect((await refusal(bytes)).message).toContain("model.weights.h5 is missing");
  });

  it("refuses a configuration that is no JSON object", async () => {
    for (const text of ["", "[1]", "{", "null"]) {
      const bytes = await repacked({ "config.json": new TextEncoder().encode(text) });
      expect((await refusal(bytes)).code).toBe("invalid-file");
    }
  });

  it("refuses models nested without end", async () => {
    let text = '{"class_name":"Sequential","config":{"layers":[]}}';
    for (let i = 0; i < LIMITS.depth + 2; i++)
      text = `{"class_name":"Sequential","config":{"layers":[${text}]}}`;
    expect(
      (await refusal(await repacked({ "config.json": new TextEncoder().encode(text) }))).code,
    ).toBe("unsafe-file");
  });
});

describe("weights files", () => {
  it("refuses soft links", async () => {
    const bytes = await withWeights((file) => {
      file.create_group("layers");
      file.create_soft_link("/layers", "optimizer");
    });
    expect((await refusal(bytes)).message).toContain('"optimizer" is a soft or external link');
  });

  it("refuses soft links below the root, and ones that lead nowhere", async () => {
    for (const target of ["/layers", "/nowhere"]) {
      const bytes = await withWeights((file) => {
        file.create_group("layers");
        file.create_group("layers/dense");
        file.create_soft_link(target, "layers/dense/vars");
      });
      expect((await refusal(bytes)).message).toContain(
        '"layers/dense/vars" is a soft or external link',
      );
    }
  });

  it("refuses external links", async () => {
    const bytes = await withWeights((file) => file.create_external_link("other.h5", "/", "layers"));
    expect((await refusal(bytes)).code).toBe("unsafe-file");
  });

  it("refuses groups that hard links close into a ring", async () => {
    const bytes = await withWeights((file) => {
      file.create_group("layers");
      file.create_hard_link("/", "layers/again");
    });
    expect((await refusal(bytes)).code).toBe("unsafe-file");
  });

  it("refuses text where numbers belong", async () => {
    const bytes = await withWeights((file) => {
      file.create_group("vars");
      file.create_dataset({ name: "vars/0", data: ["kernel"] });
    });
    expect((await refusal(bytes)).code).toBe("unsupported");
  });

  it("refuses gaps in the numbering", async () => {
    const bytes = await withWeights((file) => {
      file.create_group("vars");
      file.create_dataset({ name: "vars/1", data: new Float32Array(2) });
    });
    expect((await refusal(bytes)).message).toContain("number 0 is missing");
  });

  it("refuses a compressed variable that unpacks beyond measure", async () => {
    const bytes = await withWeights((file) => {
      file.create_group("vars");
      const size = 1024 ** 2;
      file.create_dataset({
        name: "vars/0",
        data: new Float32Array(size),
        shape: [size],
        chunks: [size],
        compression: 9,
      });
    });
    expect((await refusal(bytes)).code).toBe("unsafe-file");
  });

  it("takes little memory, whichever length claims two gigabytes", async () => {
    const { "model.weights.h5": original = new Uint8Array() } = unzipSync(await golden());
    const heap = async (): Promise<number> => (await ready).HEAPU8.length;
    const before = await heap();
    for (let at = 0; at < 2048; at += 4) {
      const bytes = original.slice();
      new DataView(bytes.buffer).setUint32(at, 0x74_00_00_00, true);
      await readTree(bytes, "a file").catch((error: unknown) => {
        if (!KerasFormatError.is(error)) throw error;
      });
    }
    expect((await heap()) - before).toBeLessThan(200 * 1024 ** 2);
  });

  it("never does worse than a KerasFormatError on 100 damaged ones", async () => {
    const { "model.weights.h5": original } = unzipSync(await golden());
    let random = 12345;
    for (let round = 0; round < 100; round++) {
      const damaged = original?.slice() ?? new Uint8Array();
      for (let i = 0; i < 4; i++) {
        random = (Math.imul(random, 1664525) + 1013904223) >>> 0; // Numerical Recipes' generator: the same bytes each time
        damaged[random % damaged.length] = random >>> 24;
      }
      await readKeras(await repacked({ "model.weights.h5": damaged })).catch((error: unknown) => {
        if (!KerasFormatError.is(error)) throw error;
      });
    }
  });
});
