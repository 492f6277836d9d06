/** The small forms that open in a row: how it went, what is to be changed, why it will not be done. */
import { type After, edits, type ListData, type Row, type Texts } from "./activity_data";
import { el, filled, icon } from "./elements";

type Send = (kind: string, body: Record<string, unknown>) => void;

/** How it went: outcome and note may stay empty. */
export function doneForm(row: Row, data: ListData, send: Send, close: () => void): HTMLFormElement {
  const { texts } = data;
  const outcome = el("input", { class: "wb-input", type: "text", maxlength: 200, placeholder: texts["outcome"], "aria-label": texts["outcome"] });
  const note = el("textarea", { class: "wb-input", rows: 2, maxlength: 20_000, placeholder: texts["note"], "aria-label": texts["note"] });
  const minutes = el("input", { class: "wb-input wb-act-minutes", type: "number", min: 0, max: 1440, value: row.minutes ?? "", "aria-label": texts["minutes"] });
  const log = el("input", { type: "checkbox", checked: row.counts });
  const chips = data.outcomes.map((text) => {
    const chip = el("button", { type: "button", class: "wb-act-outcome", "aria-pressed": "false" }, text);
    chip.addEventListener("click", () => {
      outcome.value = outcome.value === text ? "" : text;
      press();
    });
    return chip;
  });
  const press = (): void => {
    for (const chip of chips) chip.setAttribute("aria-pressed", String(chip.textContent === outcome.value));
  };
  outcome.addEventListener("input", press);
  const form = shell(texts["done"] ?? "", close, () => {
    const spent = minutes.value === "" ? null : Math.round(Number(minutes.value));
    send("activity-done", {
      activity: row.id, seen: row.version, outcome: outcome.value.trim(), note: note.value.trim(), log: log.checked,
      minutes: spent === null || !Number.isFinite(spent) || spent < 0 ? null : spent,
    });
  });
  form.append(
    el("div", { class: "wb-act-outcomes" }, ...chips, outcome),
    note,
    el("div", { class: "wb-act-form-foot" },
      el("label", { class: "wb-act-check" }, log, el("span", {}, texts["log"])),
      el("label", { class: "wb-act-check" }, minutes, el("span", {}, texts["minutes"])),
      ...buttons(texts, texts["done"] ?? "", close)),
  );
  note.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  return form;
}

/** What is to be changed; handing over is a change of its own and happens at once. */
export function editForm(row: Row, data: ListData, send: Send, close: () => void): HTMLFormElement {
  const { texts } = data;
  const planned = row.state === "planned";
  const subject = el("input", { class: "wb-input", type: "text", maxlength: 500, value: row.subject, required: true, disabled: !planned });
  const type = el("select", { class: "wb-input", disabled: !planned }, ...options(data.types.map(({ id, name }) => [id, name]), row.type_id, row.type));
  const due = el("input", { class: "wb-input", type: "date", value: row.due, disabled: !planned });
  const time = el("input", { class: "wb-input", type: "time", value: row.time, disabled: !planned });
  const notes = el("textarea", { class: "wb-input", rows: 3, maxlength: 20_000 });
  notes.value = row.notes;
  const mandatory = el("input", { type: "checkbox", checked: row.mandatory, disabled: !planned });
  const people = el("select", { class: "wb-input", disabled: !planned }, ...options(data.people.map(({ id, name }) => [id, name]), row.assignee_id, row.assignee));
  people.addEventListener("change", () => send("activity-assign", { activity: row.id, seen: row.version, assignee: data.people.find(({ id }) => id === people.value)?.login ?? "" }));
  const form = shell(texts["edit"] ?? "", close, () => {
    const changes = edits(row, { subject: subject.value, type_id: type.value, due: due.value, time: time.value, notes: notes.value, mandatory: mandatory.checked });
    if (Object.keys(changes).length === 0) return close();
    send("activity-save", { activity: row.id, seen: row.version, changes });
  });
  form.append(
    el("div", { class: "wb-act-fields" },
      field(texts["subject"], subject, "wb-act-wide"), field(texts["type"], type), field(texts["day"], due), field(texts["time"], time), field(texts["assignee"], people),
      field(texts["notes"], notes, "wb-act-wide")),
    el("div", { class: "wb-act-form-foot" }, el("label", { class: "wb-act-check" }, mandatory, el("span", {}, texts["mandatory"])), ...buttons(texts, texts["save"] ?? "", close)),
  );
  return form;
}

/** Why it will not be done; a mandatory one needs a reason. */
export function cancelForm(row: Row, data: ListData, send: Send, close: () => void): HTMLFormElement {
  const { texts } = data;
  const why = el("input", { class: "wb-input", type: "text", maxlength: 500, placeholder: texts["why"], "aria-label": texts["why"], required: row.mandatory });
  const form = shell(texts["give_up"] ?? "", close, () => send("activity-cancel", { activity: row.id, seen: row.version, why: why.value.trim() }));
  form.append(el("div", { class: "wb-act-form-foot" }, why, ...buttons(texts, texts["give_up"] ?? "", close)));
  return form;
}

/** What stands where an activity was done: what comes next, and the way back. */
export function afterCard(after: After, texts: Texts, send: Send, close: () => void): HTMLElement {
  const next = after.suggestion;
  return el(
    "div",
    { class: "wb-act-after", role: "status" },
    icon("check", 16),
    el("span", { class: "wb-act-said" }, after.message),
    next !== null && el("span", { class: "wb-act-next" }, icon(next.icon, 14), filled(texts["next"], { type: next.name, day: next.day })),
    next !== null && el("button", { type: "button", class: "wb-button wb-button-primary", "data-do": "follow", onclick: () => send("activity-follow", { activity: after.activity }) }, texts["plan_next"]),
    after.unit !== "" && el("button", { type: "button", class: "wb-button wb-button-quiet", "data-do": "undo", onclick: () => send("activity-undo", { unit: after.unit }) }, texts["undo"]),
    el("button", { type: "button", class: "wb-icon-button", "aria-label": texts["dismiss"], onclick: close }, icon("close", 16)),
  );
}

export function field(label: string | undefined, control: HTMLElement, more = ""): HTMLElement {
  return el("label", { class: `wb-field ${more}` }, el("span", { class: "wb-label" }, label), control);
}

/** The choices of a select; a value that is none of them stays visible. */
export function options(choices: string[][], chosen: string, name: string): HTMLElement[] {
  const known = choices.some(([value]) => value === chosen);
  return [
    ...(known ? [] : [el("option", { value: chosen, selected: true }, name)]),
    ...choices.map(([value, label]) => el("option", { value, selected: value === chosen }, label)),
  ];
}

function shell(label: string, close: () => void, submit: () => void): HTMLFormElement {
  const form = el("form", { class: "wb-act-form", "aria-label": label });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });
  return form;
}

function buttons(texts: Texts, act: string, close: () => void): HTMLElement[] {
  return [
    el("button", { type: "button", class: "wb-button wb-button-quiet", onclick: close }, texts["cancel"]),
    el("button", { type: "submit", class: "wb-button wb-button-primary" }, act),
  ];
}
