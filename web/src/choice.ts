/** A labelled list of choices, put before something on the page. */
export function choice(id: string, title: string, options: [text: string, value: string][], before: Element): HTMLSelectElement {
  const select = document.createElement("select");
  select.id = id;
  select.append(...options.map(([text, value]) => new Option(text, value)));
  const label = document.createElement("label");
  label.htmlFor = id;
  label.textContent = title;
  const field = document.createElement("p");
  field.className = "field";
  field.append(label, " ", select);
  before.before(field);
  return select;
}
