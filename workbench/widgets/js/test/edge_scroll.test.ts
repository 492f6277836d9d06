import { describe, expect, it } from "vitest";
import { pace } from "../src/edge_scroll";

describe("scrolling at the edges", () => {
  it("rests in the middle", () => {
    expect([pace(500, 0, 1000), pace(73, 0, 1000), pace(927, 0, 1000)]).toEqual([0, 0, 0]);
  });
  it("is faster the nearer to an edge, and no faster past it", () => {
    expect(pace(950, 0, 1000)).toBeGreaterThan(0);
    expect(pace(990, 0, 1000)).toBeGreaterThan(pace(950, 0, 1000));
    expect(pace(1400, 0, 1000)).toBe(pace(1000, 0, 1000));
    expect(pace(10, 0, 1000)).toBe(-pace(990, 0, 1000));
  });
  it("leaves a middle on a narrow screen", () => {
    expect(pace(60, 0, 120)).toBe(0);
    expect(pace(115, 0, 120)).toBeGreaterThan(0);
  });
});
