/** Amounts of lines in whole numbers, as the kernel computes them: gross = round(quantity × unit price, 2), half up. */

/** A line as plain text; an empty text is no value. Numbers are plain decimals: "1234.5". */
export interface PlainLine {
  id: string;
  family_id: string;
  article: string;
  description: string;
  quantity: string;
  unit_price: string;
  discount: string;
  expected_revenue: string;
  expected_order_date: string;
  expected_delivery_date: string;
  expected_invoice_date: string;
  closed_date: string;
  note: string;
}

export interface Totals {
  gross: string;
  discount: string;
  net: string;
  expected_revenue: string | null;
}

export const CENTS = 2;
export const MEASURE = 4;

/** A plain decimal as a whole number of its last places; `undefined` where it has more of them, or is no number. */
export function scaled(text: string, places: number): bigint | undefined {
  const found = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (!found) return undefined;
  const [, sign, whole = "0", rest = ""] = found;
  const decimals = rest.replace(/0+$/, "");
  if (decimals.length > places) return undefined;
  const value = BigInt(whole + decimals.padEnd(places, "0"));
  return sign ? -value : value;
}

/** A whole number of cents as a plain decimal. */
export function plainCents(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(CENTS + 1, "0");
  return `${cents < 0n ? "-" : ""}${digits.slice(0, -CENTS)}.${digits.slice(-CENTS)}`;
}

/** Divides by a power of ten, half up: away from zero at the middle. */
export function halfUp(value: bigint, places: number): bigint {
  const divisor = 10n ** BigInt(places);
  const size = value < 0n ? -value : value;
  const whole = (size * 2n + divisor) / (divisor * 2n);
  return value < 0n ? -whole : whole;
}

export function grossCents(line: Pick<PlainLine, "quantity" | "unit_price">): bigint {
  const quantity = scaled(line.quantity || "0", MEASURE) ?? 0n;
  const price = scaled(line.unit_price || "0", MEASURE) ?? 0n;
  return halfUp(quantity * price, 2 * MEASURE - CENTS);
}

export function netCents(line: Pick<PlainLine, "quantity" | "unit_price" | "discount">): bigint {
  return grossCents(line) - (scaled(line.discount || "0", CENTS) ?? 0n);
}

/** A percentage of a line's gross as an amount: what "10%" typed as a discount means. */
export function shareOf(line: Pick<PlainLine, "quantity" | "unit_price">, percent: string): string | undefined {
  const share = scaled(percent, MEASURE);
  return share === undefined ? undefined : plainCents(halfUp(grossCents(line) * share, MEASURE + 2));
}

/** The sums of the lines; expected revenue where a line gives one, with the net of those that do not. */
export function lineTotals(lines: readonly PlainLine[]): Totals {
  let gross = 0n;
  let discount = 0n;
  let expected = 0n;
  for (const line of lines) {
    gross += grossCents(line);
    discount += scaled(line.discount || "0", CENTS) ?? 0n;
    expected += line.expected_revenue ? (scaled(line.expected_revenue, CENTS) ?? 0n) : netCents(line);
  }
  return {
    gross: plainCents(gross), discount: plainCents(discount), net: plainCents(gross - discount),
    expected_revenue: lines.some((line) => line.expected_revenue !== "") ? plainCents(expected) : null,
  };
}
