/**
 * The site's table of contents. What can be folded is a link too, for the theme makes a button within a button otherwise. A test holds that
 * every page stands in it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { documentedPackages, packagePages, pagesOf, root } from "./exports.mjs";

/** @param {string} text @param {string} link */
const page = (text, link) => ({ text, link });

/**
 * The pages of docs/how-to that are not named, by their own titles.
 * @param {string[]} named
 */
function otherHowTos(named) {
  const folder = new URL("docs/how-to/", root);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".md") && !named.includes(file.replace(/\.md$/, "")))
    .map((file) => {
      const title = /^# (.+)$/m.exec(readFileSync(new URL(file, folder), "utf8"))?.[1] ?? file;
      return page(title, `/how-to/${file.replace(/\.md$/, "")}`);
    });
}

export function sidebar() {
  return [
    {
      text: "Start",
      items: [
        page("Your first hour", "/start"),
        page("Tutorial", "/tutorial"),
        page("Coming from Keras", "/coming-from-keras"),
      ],
    },
    {
      text: "How to",
      items: [
        page("My own photos", "/how-to/own-photos"),
        page("Unbalanced classes", "/how-to/unbalanced-classes"),
        page("More data than memory", "/how-to/more-data-than-memory"),
        page("Transfer learning", "/transfer-learning"),
        page("Augmentation in a project of yours", "/how-to/augmentation-elsewhere"),
        page("Save and deploy", "/how-to/save-and-deploy"),
        page("Choose a backend", "/how-to/choose-a-backend"),
        page("Reproduce a run", "/how-to/reproduce-a-run"),
        page("Callbacks and resuming", "/resume-and-callbacks"),
        page("Callbacks and metrics of your own", "/how-to/own-callbacks"),
        ...otherHowTos([
          "own-photos",
          "unbalanced-classes",
          "more-data-than-memory",
          "augmentation-elsewhere",
          "save-and-deploy",
          "choose-a-backend",
          "reproduce-a-run",
          "own-callbacks",
          "bundlers-and-workers",
        ]),
        page("Bundlers and workers", "/how-to/bundlers-and-workers"),
        page("Troubleshooting", "/troubleshooting"),
      ],
    },
    {
      text: "The packages",
      items: [
        page("All packages", "/packages/"),
        ...packagePages.map((name) => page(`@flowers/${name}`, `/packages/${name}`)),
      ],
    },
    {
      text: "Reference",
      link: "/reference/",
      collapsed: true,
      items: [
        page("@flowers/keras", "/reference/keras"),
        ...documentedPackages().map((name) => {
          const pages = [...pagesOf(name).keys()].filter((one) => one !== "index").sort();
          return {
            text: `@flowers/${name}`,
            link: `/reference/${name}`,
            ...(pages.length > 0 && {
              collapsed: true,
              items: pages.map((one) => page(one, `/reference/${name}/${one}`)),
            }),
          };
        }),
        page("The image layers, in pictures", "/augmentation"),
      ],
    },
    {
      text: "What to expect",
      link: "/limits",
      collapsed: true,
      items: [
        page("Compatibility", "/compatibility"),
        page("Benchmarks", "/benchmarks"),
        page("Sizes", "/sizes"),
        page("What Keras computes", "/keras-semantics"),
        page("Three seeds", "/three-seeds"),
        page("Keras's own tests", "/keras-tests"),
        page("Keras's tests, layer by layer", "/keras-tests-layers"),
      ],
    },
    {
      text: "The project",
      link: "/decisions/",
      collapsed: true,
      items: [
        page("The ground under us", "/decisions/the-ground-under-us"),
        page("Releasing", "/releasing"),
      ],
    },
  ];
}

export function sidebarKo() {
  return [
    {
      text: "시작",
      items: [page("소개", "/ko/"), page("튜토리얼", "/ko/tutorial")],
    },
    {
      text: "영어로 된 쪽",
      items: [
        page("첫 한 시간", "/start"),
        page("Keras에서 오신 분께", "/coming-from-keras"),
        page("문제 해결", "/troubleshooting"),
        page("참조", "/reference/"),
      ],
    },
  ];
}
