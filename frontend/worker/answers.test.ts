import { describe, expect, it } from "vitest";
import { answerTo, type Answer } from "./answers";

const ORIGIN = "https://site.example";
const asked = (path: string, isPage = true, method = "GET"): Answer =>
  answerTo({ method, isPage, url: new URL(path, ORIGIN) }, ORIGIN, "/static/");

describe("the room's service worker", () => {
  it("keeps the roll-call of any cohort, whatever follows its address", () => {
    expect(asked("/salle/lyon-2027/appel/")).toEqual({ kind: "page" });
    expect(asked("/salle/lyon-2027/appel/?demi=2")).toEqual({ kind: "page" });
  });

  it("brings whoever opens another page of the room without network to its roll-call", () => {
    expect(asked("/salle/lyon-2027/")).toEqual({ kind: "go", to: "/salle/lyon-2027/appel/" });
    expect(asked("/salle/lyon-2027/12/contresigner/")).toEqual({ kind: "go", to: "/salle/lyon-2027/appel/" });
  });

  it("opens the roll-call that is kept when the installed page starts", () => {
    expect(asked("/salle/appel/")).toEqual({ kind: "go", to: "" });
  });

  it("keeps files of the build only", () => {
    expect(asked("/static/build/main-1.js", false)).toEqual({ kind: "file" });
    expect(answerTo(
      { method: "GET", isPage: false, url: new URL("https://elsewhere.example/static/x.js") }, ORIGIN, "/static/",
    )).toEqual({ kind: "pass" });
  });

  it("lets data, and whatever writes, reach the server or fail", () => {
    expect(asked("/salle/lyon-2027/appel/donnees/", false)).toEqual({ kind: "pass" });
    expect(asked("/salle/lyon-2027/appel/envoi/", false, "POST")).toEqual({ kind: "pass" });
    expect(asked("/salle/lyon-2027/12/contresigner/", true, "POST")).toEqual({ kind: "pass" });
    expect(asked("/salle/", true)).toEqual({ kind: "pass" });
  });
});
