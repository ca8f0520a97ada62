import { useRoute } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import { nextTick, onMounted, watch } from "vue";
import "./style.css";

// oxlint-disable-next-line no-restricted-exports -- VitePress takes a theme by this door only.
export default {
  extends: DefaultTheme,
  setup(): void {
    const route = useRoute();
    /** The theme's first page has no landmark for its content. */
    const markMain = async (): Promise<void> => {
      await nextTick();
      const content = document.querySelector("#VPContent");
      if (content?.classList.contains("is-home")) content.setAttribute("role", "main");
      else content?.removeAttribute("role");
    };
    onMounted(markMain);
    watch(() => route.path, markMain);
  },
};
