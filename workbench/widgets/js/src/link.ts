/** The link of a page: ?view=…&filter=…&workflow=…&saved=…&opportunity=…&lang=…; other parameters of the address stay. */
export interface Link {
  view?: string;
  filter?: string;
  workflow?: string;
  saved?: string;
  opportunity?: string;
  lang?: string;
}

const OURS = ["view", "filter", "workflow", "saved", "opportunity", "lang"] as const;

export function readLink(search: string): Link {
  const parameters = new URLSearchParams(search);
  const link: Link = {};
  for (const name of OURS) {
    const value = parameters.get(name);
    if (value !== null && value.length <= 20_000) link[name] = value;
  }
  return link;
}

/** The address's query with our parameters replaced; an empty one is left out. */
export function writeLink(search: string, link: Link): string {
  const parameters = new URLSearchParams(search);
  for (const name of OURS) {
    const value = link[name];
    if (value) parameters.set(name, value);
    else parameters.delete(name);
  }
  const text = parameters.toString();
  return text ? `?${text}` : "";
}

/** A new view and an opened deal make an entry in the browser's history; a changed filter, or a deal after another, replaces the present one. */
export function historyStep(before: Link, after: Link): "none" | "push" | "replace" {
  if (OURS.every((name) => (before[name] ?? "") === (after[name] ?? ""))) return "none";
  if (before.view === undefined) return "replace";
  return (before.view ?? "") !== (after.view ?? "") || (!before.opportunity && after.opportunity) ? "push" : "replace";
}
