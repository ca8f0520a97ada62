/** The documentation site: these pages, what is made from the sources, and the working page under /playground/. */
import { defineConfig } from "vitepress";
import { projectAddress } from "../../tools/publishing/src/address.mjs";
import { emptyHeadings, githubAnchor, ownLinks } from "../../tools/docs/src/site/markdown.mjs";
import { sidebar, sidebarKo } from "../../tools/docs/src/site/sidebar.mjs";

const { name, repository, site } = projectAddress();

// oxlint-disable-next-line no-restricted-exports -- VitePress takes its settings by this door only.
export default defineConfig({
  title: "Flowers",
  description: "Image classification in TypeScript for people who know Keras",
  base: process.env["FLOWERS_SITE_BASE"] ?? `/${name}/`,
  cleanUrls: true,
  lastUpdated: false,
  // The working page is not one of VitePress's pages; a check of its own follows every link of the built site.
  ignoreDeadLinks: [/playground/],
  head: [
    [
      "link",
      {
        rel: "icon",
        href: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><text y='13' font-size='13'>%F0%9F%8C%B7</text></svg>",
      },
    ],
  ],
  srcExclude: ["node_modules/**"],
  markdown: {
    anchor: { slugify: githubAnchor },
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config: (md) => {
      ownLinks(md, { repository, site });
      emptyHeadings(md);
    },
  },
  vite: { build: { chunkSizeWarningLimit: 4000 } },
  locales: {
    root: {
      label: "English",
      lang: "en",
      themeConfig: {
        nav: [
          { text: "Your first hour", link: "/start" },
          { text: "Tutorial", link: "/tutorial" },
          { text: "Reference", link: "/reference/" },
          { text: "Playground", link: "/playground/", target: "_self" },
        ],
        sidebar: sidebar(),
        outline: { level: [2, 3] },
      },
    },
    ko: {
      label: "한국어",
      lang: "ko",
      description: "Keras를 아는 사람을 위한 TypeScript 이미지 분류",
      themeConfig: {
        nav: [
          { text: "튜토리얼", link: "/ko/tutorial" },
          { text: "참조 (영어)", link: "/reference/" },
          { text: "플레이그라운드", link: "/playground/", target: "_self" },
        ],
        sidebar: sidebarKo(),
        outline: { level: [2, 3], label: "이 쪽의 내용" },
        docFooter: { prev: "이전", next: "다음" },
        darkModeSwitchLabel: "밝기",
        lightModeSwitchTitle: "밝게",
        darkModeSwitchTitle: "어둡게",
        sidebarMenuLabel: "차례",
        returnToTopLabel: "맨 위로",
        langMenuLabel: "언어",
      },
    },
  },
  themeConfig: {
    search: { provider: "local", options: { detailedView: false } },
    socialLinks: [{ icon: "github", link: repository }],
    externalLinkIcon: true,
    i18nRouting: false, // the pages in Korean are few
  },
});
