/** What moves on the pages.  Without this script every page reads whole; a static site has the choice of a date and a measure. */

import { compare } from "./compare";
import { date } from "./date";
import { watch } from "./events";
import { levers } from "./levers";
import { parallel } from "./parallel";

date();
compare();
if (document.body.dataset.live === "true") {
  const sheet = levers();
  parallel();
  watch(() => sheet?.again());
}
