/** Named scenarios: kept by the server in the strategy's folder, saved and opened here. */

import { ask, send, sentence } from "../ask";
import type { Scenario } from "../types";
import { say } from "../words";
import type { Sheet } from ".";

/** Lists the scenarios and saves new ones, where the page has a place for them. */
export function scenarios(sheet: Sheet): void {
  const form = document.querySelector<HTMLFormElement>("form#scenario");
  const list = document.getElementById("scenarios");
  if (!form || !list) return;
  const state = stateOf(form);
  const show = (all: Scenario[]) => list.replaceChildren(...all.map((one) => line(one, sheet)));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = form.querySelector<HTMLInputElement>("input[name=name]");
    const name = field?.value.trim() ?? "";
    if (name === "") {
      state.textContent = say("script.scenario-unnamed");
      field?.focus();
      return;
    }
    send<Scenario[]>("api/scenarios", { name, ...sheet.position() })
      .then((all) => {
        show(all);
        state.textContent = say("script.scenario-saved", { name });
      })
      .catch((error) => (state.textContent = sentence(error)));
  });
  ask<Scenario[]>("api/scenarios")
    .then(show)
    .catch((error) => (state.textContent = sentence(error)));
}

function line(scenario: Scenario, sheet: Sheet): HTMLLIElement {
  const item = document.createElement("li");
  const open = document.createElement("button");
  open.type = "button";
  open.textContent = scenario.name;
  open.addEventListener("click", () => sheet.open(scenario));
  item.append(open);
  return item;
}

/** Where the form says what became of it. */
function stateOf(form: HTMLFormElement): HTMLElement {
  const found = form.querySelector<HTMLElement>("[role=status]");
  if (found) return found;
  const made = document.createElement("p");
  made.setAttribute("role", "status");
  form.append(made);
  return made;
}
