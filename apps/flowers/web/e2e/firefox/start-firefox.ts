/** A Firefox of its own for a test: without a window, with a profile that goes with it. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Marionette } from "./marionette";

export interface Firefox {
  readonly remote: Marionette;
  /** Where downloads go. */
  readonly downloads: string;
  close(): Promise<void>;
}

export async function startFirefox(executable: string): Promise<Firefox> {
  const home = await mkdtemp(join(tmpdir(), "flowers-firefox-"));
  const [profile, downloads] = [join(home, "profile"), join(home, "downloads")];
  await mkdir(profile);
  await mkdir(downloads);
  const preferences: Record<string, string | number | boolean> = {
    "marionette.port": 0, // any that is free
    "browser.download.folderList": 2,
    "browser.download.dir": downloads,
    "browser.helperApps.neverAsk.saveToDisk": "application/zip",
    "browser.download.always_ask_before_handling_new_types": false,
    "browser.shell.checkDefaultBrowser": false,
    "datareporting.policy.dataSubmissionEnabled": false,
    "app.update.enabled": false,
    "intl.accept_languages": "en-US",
  };
  await writeFile(
    join(profile, "user.js"),
    Object.entries(preferences)
      .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
      .join(""),
  );
  const browser = spawn(
    executable,
    ["--headless", "--no-remote", "--marionette", "--profile", profile],
    { env: { ...process.env, MOZ_HEADLESS: "1", HOME: home }, stdio: ["ignore", "pipe", "pipe"] },
  );
  const ended = new Promise<void>((resolve) => browser.once("close", () => resolve()));
  const remote = await Marionette.begin(await portOf(browser));
  return {
    ...{ remote, downloads },
    close: async () => {
      await remote.quit().catch(() => browser.kill("SIGKILL"));
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Firefox says on which port it listens. */
function portOf(browser: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let told = "";
    const listen = (bytes: Buffer): void => {
      told += bytes.toString();
      const [, port] = /Listening on port (\d+)/.exec(told) ?? [];
      if (port !== undefined) resolve(Number(port));
    };
    browser.stdout?.on("data", listen);
    browser.stderr?.on("data", listen);
    browser.once("error", reject);
    browser.once("close", () => reject(new Error(`Firefox did not start: ${told}`)));
  });
}
