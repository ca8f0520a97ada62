// What a visitor does on the page, step by step: what long-tasks.mjs watches.
/* global document -- what is handed to `page` runs in the page */

/** Steps in their order: a name, and what does it. */
export function whatIsDone(page, url) {
  return [...withPictures(page, url), ...trainings(page), ...withModels(page)];
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const to = (page, selector) => page.locator(selector).first().scrollIntoViewIfNeeded();

function withPictures(page, url) {
  return [
    [
      "open the page and scroll through the example",
      async () => {
        await page.goto(url);
        await page.locator('main:not([aria-busy="true"])').waitFor();
        for (const step of ["look", "train", "judge", "use"]) {
          await to(page, `#${step}`);
          await page.waitForTimeout(700);
        }
      },
    ],
    [
      "import the sample set",
      async () => {
        await to(page, "#data");
        await press(page, "Use the sample set");
        await page.getByText("500 pictures in 5 classes").first().waitFor();
        await page.waitForTimeout(3000);
      },
    ],
    [
      "look at nine pictures and move a slider",
      async () => {
        await to(page, "#look");
        await page.locator("#look canvas").nth(17).waitFor();
        const slider = page.locator("#look input[type=range]").first();
        for (const value of [0.05, 0.2, 0.4]) {
          await slider.fill(String(value));
          await page.waitForTimeout(400);
        }
      },
    ],
  ];
}

function trainings(page) {
  const train = (name, kind, place) => async () => {
    await to(page, "#train .models");
    await press(page, name);
    await to(page, place);
    await page.locator(`li[data-kind="${kind}"][data-status="finished"]`).waitFor();
    await page.waitForTimeout(1500); // what is drawn of it
  };
  return [
    [
      "train plain, on WebAssembly",
      async () => {
        await page.locator("#train .presets input[value=quick]").check({ force: true });
        const wasm = page.locator('#train select option[value="wasm"]:not([disabled])');
        await wasm.waitFor({ state: "attached" });
        await page.locator("#train select").selectOption("wasm");
        await train("Train plain", "baseline", "#train .run")();
      },
    ],
    [
      "train with augmentation and dropout, the curves of step 4 in view",
      train("Train with augmentation and dropout", "augmented", "#judge .curves"),
    ],
    [
      "train on a pretrained network",
      train("Train on a pretrained network", "efficientnet-lite0", "#judge .curves"),
    ],
    [
      "train plain for 100 epochs on small pictures",
      async () => {
        for (const [label, value] of [
          ["Image size", "16"],
          ["Epochs, plain", "100"],
        ]) {
          await page.getByLabel(label).first().fill(value);
          await page.getByLabel(label).first().blur();
        }
        await train("Train plain", "baseline", "#judge .curves")();
      },
    ],
  ];
}

function withModels(page) {
  return [
    [
      "judge: read curves, open cells, move the threshold",
      async () => {
        await to(page, "#judge");
        const sliders = page.locator("#judge input[type=range]");
        for (let i = 0; i < (await sliders.count()); i++) {
          await sliders.nth(i).focus();
          for (let k = 0; k < 8; k++) await page.keyboard.press("ArrowLeft");
        }
        const cells = page.locator("#judge table button");
        for (let i = 0; i < Math.min(6, await cells.count()); i++) {
          await cells.nth(i).click();
          await page.waitForTimeout(300);
        }
      },
    ],
    [
      "the camera live, 10 s",
      async () => {
        await to(page, "#use");
        await press(page, "Use the camera");
        await page.locator(".ranked-bars li").nth(4).waitFor();
        await page.waitForTimeout(10_000);
      },
    ],
    [
      "the camera live while a network trains",
      async () => {
        await press(page, "Train with augmentation and dropout");
        await to(page, "#use .camera");
        await page.locator('li[data-kind="augmented"][data-status="finished"]').waitFor();
      },
    ],
    [
      "take a picture, and close the camera",
      async () => {
        await press(page, "Take this picture");
        await page.locator("#use .answer-sentence").waitFor();
        await page.locator(".resemblance li").nth(5).waitFor();
        await press(page, "Close the camera");
      },
    ],
    [
      "a class of one's own, filmed, 30 pictures",
      async () => {
        await to(page, "#data");
        await page.getByLabel("Name of a new class").fill("cup");
        await page.keyboard.press("Enter");
        const card = page.locator('[data-drop-class="cup"]');
        await card.getByRole("button", { name: "Camera for cup" }).click();
        await card.locator(".shutter:not([disabled])").hover();
        await page.mouse.down();
        await page.waitForFunction(() => {
          const count = document.querySelector('[data-drop-class="cup"] .class-count');
          return Number(/\d+/.exec(count?.textContent ?? "")?.[0] ?? 0) >= 30;
        });
        await page.mouse.up();
        await page.waitForTimeout(2500); // its advice
      },
    ],
    [
      "open the page again with all of it",
      async () => {
        await page.reload();
        await page.locator('main:not([aria-busy="true"])').waitFor();
        for (const step of ["data", "look", "train", "judge", "use"]) {
          await to(page, `#${step}`);
          await page.waitForTimeout(1000);
        }
      },
    ],
  ];
}
