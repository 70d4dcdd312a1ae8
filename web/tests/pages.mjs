// The ten pages and what is asked of each of them.
import axe from "axe-core";
import assert from "node:assert/strict";

export const PAGES = [
  "index", "compare", "levers", "dynamics", "fails", "recommendations", "milestones", "contract", "assumptions", "claims",
].map((slug) => `${slug}.html`);

/** Serious and critical violations that axe finds, a line each. */
export async function violations(page) {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

/** That the page itself never scrolls sideways; what is wide scrolls in a place of its own. */
export async function fits(page, name) {
  const { page: width, window: room, widest } = await page.evaluate(() => {
    const root = document.documentElement;
    const over = [...document.querySelectorAll("body *")].filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return right - left > 0 && (right > root.clientWidth + 1 || left < -1) && getComputedStyle(element).position !== "absolute";
    });
    return {
      page: root.scrollWidth,
      window: root.clientWidth,
      widest: over.slice(0, 3).map((element) => `${element.tagName}.${element.getAttribute("class")}#${element.id}`),
    };
  });
  assert.ok(width <= room, `${name} is ${width} wide in a window of ${room}: ${widest.join(", ")}`);
}
