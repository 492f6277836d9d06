import { expect, it } from "vitest";
import { hue, initials } from "../src/avatar";

it("takes the first and the last word's letter", () => {
  expect(["Ana Rossi", "Chiara De Luca", "ana", "", "Ștefan Ăn"].map(initials)).toEqual(["AR", "CL", "AN", "", "ȘĂ"]);
});

it("gives one person one colour", () => {
  expect(hue("Ana Rossi")).toBe(hue("Ana Rossi"));
  expect(hue("Ana Rossi")).not.toBe(hue("Ana Rosso"));
});
