/** What moves on the pages.  Without this script every page reads whole; a static site needs none of it. */

import { compare } from "./compare";
import { watch } from "./events";
import { levers } from "./levers";
import { parallel } from "./parallel";

if (document.body.dataset.live === "true") {
  const sheet = levers();
  parallel();
  compare();
  watch(() => sheet?.again());
}
