import { describe, expect, test } from "vitest";

import { nextOf, withNext } from "./next";

describe("nextOf", () => {
  test.each([
    ["", "/"],
    ["?next=", "/"],
    ["?next=%2Fcity%2F1%3Fa%3Db", "/city/1?a=b"],
    ["?next=/", "/"],
    ["?next=city", "/"],
    ["?next=https://evil.example/", "/"],
    ["?next=//evil.example/", "/"],
    ["?next=/a//b", "/"],
    ["?next=/a?b=//c", "/"],
    ["?next=/a%00b", "/"],
    ["?next=/a%7Fb", "/"],
    ["?next=/\\evil.example/", "/"],
    ["?next=%2F%09%2Fevil.example/", "/"],
    ["?next=javascript:alert(1)", "/"],
  ])("of %j is %j", (search, expected) => {
    expect(nextOf(search)).toBe(expected);
  });

  test("reads what withNext writes", () => {
    const path = "/city/1?a=b&c=ü d";
    expect(nextOf(new URL(withNext("/login", path), "http://here").search)).toBe(path);
  });
});
