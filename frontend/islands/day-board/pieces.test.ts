import { beforeEach, describe, expect, it } from "vitest";
import { putPieces } from "./pieces";
import { Server } from "./server";

let root: HTMLElement;
const find = <E extends HTMLElement>(selector: string) => root.querySelector<E>(selector)!;

const panel = (version: number, title: string, more = "") => `
  <aside id="panneau" tabindex="-1"${more}><form id="panneau-form">
    <input type="hidden" id="panneau-version" name="version" value="${version}">
    <div id="panneau-alertes">alerte ${version}</div>
    <input id="p-title" name="title" value="${title}">
    <input type="radio" name="mode" value="making" checked><input type="radio" name="mode" value="listening">
  </form></aside>`;

beforeEach(() => {
  document.body.innerHTML = `<div id="root"><ol id="jour-1"><li><a id="carte-7" href="?">Avant</a></li></ol>
    <details id="totaux"><summary>Totaux</summary></details>${panel(1, "Accueil")}</div>`;
  root = document.querySelector("#root")!;
});

describe("what the server answers", () => {
  it("goes where its id already is, and keeps the focus where it was", () => {
    find("#carte-7").focus();
    const said = putPieces(
      root,
      `<ol id="jour-1"><li><a id="carte-7" href="?">Après</a></li></ol><p id="ailleurs">rien</p><p data-said>9 h 05</p>`,
      "replace",
    );
    expect(find("#carte-7").textContent).toBe("Après");
    expect(document.activeElement).toBe(find("#carte-7"));
    expect(root.querySelector("#ailleurs")).toBeNull();
    expect(said).toBe("9 h 05");
  });

  it("leaves what one types alone, and follows the rest", () => {
    find<HTMLInputElement>("#p-title").value = "Accueil debout";
    putPieces(root, panel(2, "Accueil"), "follow");
    expect(find<HTMLInputElement>("#p-title").value).toBe("Accueil debout");
    expect(find<HTMLInputElement>("#panneau-version").value).toBe("2");
    expect(find("#panneau-alertes").textContent).toBe("alerte 2");
  });

  it("keeps one's texts beside the other author's", () => {
    find<HTMLInputElement>("#p-title").value = "Accueil debout";
    find<HTMLInputElement>("[value=listening]").checked = true;
    putPieces(root, panel(3, "Accueil en cercle", " data-conflict"), "keep-texts");
    expect(find("#panneau").hasAttribute("data-conflict")).toBe(true);
    expect(find<HTMLInputElement>("#p-title").value).toBe("Accueil debout");
    expect(find<HTMLInputElement>("[value=listening]").checked).toBe(true);
    expect(find<HTMLInputElement>("#panneau-version").value).toBe("3");
  });

  it("does not touch the panel when it is to be left", () => {
    putPieces(root, panel(2, "Autre"), "keep");
    expect(find<HTMLInputElement>("#panneau-version").value).toBe("1");
  });

  it("keeps open what was open", () => {
    find<HTMLDetailsElement>("#totaux").outerHTML = `<div id="totaux"><details open><summary>Totaux</summary></details></div>`;
    putPieces(root, `<div id="totaux"><details><summary>Totaux</summary></details></div>`, "replace");
    expect(find<HTMLDetailsElement>("#totaux details").open).toBe(true);
  });
});

describe("acts", () => {
  it("are done one at a time, in their order, even after one that failed", async () => {
    const server = new Server();
    const done: string[] = [];
    const slow = server.inTurn(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      done.push("first");
      throw new Error("refused");
    });
    const quick = server.inTurn(async () => void done.push("second"));
    expect(server.isBusy).toBe(true);
    await expect(slow).rejects.toThrow("refused");
    await quick;
    expect(done).toEqual(["first", "second"]);
    expect(server.isBusy).toBe(false);
  });
});
