/** Amounts as people type them ↔ plain decimal text ("1234.50"); no float in between. */
export interface Separators {
  decimal: string;
  group: string;
}

/** Plain decimal text, `null` for an empty field, `undefined` where the text is no amount. */
export function readAmount(text: string, { decimal, group }: Separators): string | null | undefined {
  const compact = text.replace(/[\s\u00a0\u202f'’]/g, "");
  if (compact === "") return null;
  const pattern = new RegExp(`^[-−]?(?:\\d+|\\d{1,3}(?:${escaped(group)}\\d{3})+)?(?:${escaped(decimal)}\\d*)?$`);
  if (!pattern.test(compact) || !/\d/.test(compact)) return undefined;
  const [whole = "", cents = ""] = compact.replace("−", "-").replaceAll(group, "").split(decimal);
  const sign = whole.startsWith("-") ? "-" : "";
  const digits = whole.replace("-", "").replace(/^0+(?=\d)/, "") || "0";
  return `${sign}${digits}${cents ? `.${cents}` : ""}`;
}

/** Plain decimal text as the reader writes it, with at least two decimals. */
export function writeAmount(plain: string | null | undefined, { decimal, group }: Separators): string {
  if (!plain) return "";
  const [whole = "0", cents = ""] = plain.replace("-", "").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return `${plain.startsWith("-") ? "-" : ""}${grouped}${decimal}${cents.padEnd(2, "0")}`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
