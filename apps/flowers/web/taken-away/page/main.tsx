/** Where the page that is taken away begins. */
import "../../page/style/tokens.css";
import "../../page/style/base.css";
import "../../page/style/controls.css";
import "../../page/style/parts.css";
import "./taken-away.css";

import { render } from "preact";

import { App } from "./app";
import { open } from "./model";
import { about, words } from "./words";

document.documentElement.lang = about.language;
document.title = `${words.title} ${about.classNames.join(", ")}`;
const root = document.getElementById("page");
if (root) {
  root.replaceChildren();
  render(<App />, root);
}
void open();
