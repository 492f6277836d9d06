/** The menu of saved views: open one, save what is seen under a name, share it, let it open first. */
import { el, filled, icon } from "./elements";
import { gridIcon } from "./grid_icons";
import { type Popup, place, popup } from "./grid_popup";
import type { Reply, Talk } from "./talk";

interface SavedView {
  id: string;
  name: string;
  mine: boolean;
  editable: boolean;
  first: boolean;
  roles: string[];
  role_defaults: string[];
}

interface Menu {
  current: { id: string | null; name: string; changed: boolean };
  views: SavedView[];
  roles: { key: string; label: string }[];
}

type Texts = Record<string, string>;

export class ViewsMenu {
  readonly #list = el("div", { class: "wb-popup-list" });
  readonly #error = el("div", { class: "wb-error", role: "alert", hidden: true });
  readonly #popup: Popup;
  #detail: string | null = null;

  constructor(
    host: HTMLElement,
    private readonly anchor: HTMLElement,
    private readonly talk: Talk,
    private readonly texts: Texts,
  ) {
    const name = el("input", { class: "wb-input", type: "text", maxlength: 200, placeholder: texts["view_name"], "aria-label": texts["view_name"] });
    const save = el("form", { class: "wb-popup-form" }, name, el("button", { type: "submit", class: "wb-button wb-button-primary" }, texts["save"]));
    save.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#ask("view_save", { name: name.value }, () => (name.value = ""));
    });
    this.#popup = popup(host, anchor, texts["views"] ?? "", [
      el("strong", { class: "wb-popup-title" }, texts["views"]), this.#list, this.#error,
      el("div", { class: "wb-popup-section" }, el("small", {}, texts["save_as"]), save),
    ]);
    this.#popup.panel.classList.add("wb-popup-wide");
    this.#ask("views", {});
  }

  #ask(kind: string, body: Record<string, unknown>, after: () => void = () => {}): void {
    this.#error.hidden = true;
    this.talk.ask(
      kind, body,
      (reply: Reply) => {
        if (reply.kind === "refuse") return this.#say(String(reply["message"] ?? ""));
        after();
        this.#draw(reply as unknown as Menu);
      },
      () => this.#say(this.texts["late"] ?? ""),
    );
  }

  #say(message: string): void {
    this.#error.textContent = message;
    this.#error.hidden = false;
  }

  #draw(menu: Menu): void {
    const part = (title: string | undefined, views: readonly SavedView[]): Node[] =>
      views.length ? [el("small", { class: "wb-popup-part" }, title), ...views.map((view) => this.#view(view, menu))] : [];
    const mine = menu.views.filter(({ mine }) => mine);
    const shared = menu.views.filter(({ mine }) => !mine);
    this.#list.replaceChildren(
      ...(menu.views.length ? [] : [el("p", { class: "wb-hint" }, this.texts["no_views"])]),
      ...part(this.texts["mine"], mine), ...part(this.texts["shared"], shared),
    );
    place(this.#popup.panel, this.anchor);
  }

  #view(view: SavedView, menu: Menu): HTMLElement {
    const current = menu.current.id === view.id;
    const open = this.#detail === view.id;
    return el(
      "div",
      { class: "wb-popup-view", "data-view": view.id },
      el(
        "div",
        { class: "wb-popup-line" },
        el("button", { type: "button", class: "wb-popup-item", "aria-current": current ? "true" : null, onclick: () => this.#ask("view_open", { view: view.id }, () => this.#popup.close()) }, current ? icon("check", 16) : gridIcon("views"), el("span", {}, view.name), view.first && el("em", { class: "wb-badge" }, this.texts["default"])),
        current && menu.current.changed && view.editable && el("button", { type: "button", class: "wb-button", onclick: () => this.#ask("view_update", { view: view.id }) }, this.texts["update"]),
        el("button", { type: "button", class: "wb-icon-button", "aria-label": `${view.name} …`, "aria-expanded": String(open), onclick: () => { this.#detail = open ? null : view.id; this.#draw(menu); } }, icon("more", 16)),
      ),
      open && this.#details(view, menu),
    );
  }

  #details(view: SavedView, menu: Menu): HTMLElement {
    const name = el("input", { class: "wb-input", type: "text", maxlength: 200, "aria-label": this.texts["view_name"] });
    name.value = view.name;
    const rename = el("form", { class: "wb-popup-form" }, name, el("button", { type: "submit", class: "wb-button" }, this.texts["rename"]));
    rename.addEventListener("submit", (event) => { event.preventDefault(); this.#ask("view_rename", { view: view.id, name: name.value }); });
    const check = (label: string, checked: boolean, change: (on: boolean) => void): HTMLElement => {
      const input = el("input", { type: "checkbox" });
      input.checked = checked;
      input.addEventListener("change", () => change(input.checked));
      return el("label", { class: "wb-popup-check" }, input, el("span", {}, label));
    };
    const share = (role: string, on: boolean): void => this.#ask("view_share", { view: view.id, roles: on ? [...view.roles, role] : view.roles.filter((one) => one !== role) });
    return el(
      "div",
      { class: "wb-popup-details" },
      check(this.texts["make_default"] ?? "", view.first, (on) => this.#ask("view_default", { view: on ? view.id : "", role: "" })),
      view.editable && rename,
      view.editable && menu.roles.length > 0 && el("fieldset", {}, el("legend", {}, this.texts["share"]), ...menu.roles.map(({ key, label }) => check(label, view.roles.includes(key), (on) => share(key, on)))),
      ...(view.editable ? menu.roles.filter(({ key }) => view.roles.includes(key)) : []).map(({ key, label }) =>
        check(filled(this.texts["role_default"], { role: label }), view.role_defaults.includes(key), (on) => this.#ask("view_default", { view: on ? view.id : "", role: key })),
      ),
      view.editable && el("button", { type: "button", class: "wb-button wb-popup-remove", onclick: () => this.#ask("view_remove", { view: view.id }) }, icon("archive", 16), el("span", {}, this.texts["remove"])),
    );
  }
}
