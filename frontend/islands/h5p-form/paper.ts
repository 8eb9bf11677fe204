/** What all the fields of one form share: words, errors by place, conditions, requests. */
import { fill, icon } from "./dom";
import type { Boot, Field, Form, Place, Sent } from "./types";

interface Mark {
  element: HTMLElement;
  place: Place;
  show(message: string): void;
}

export class Paper {
  readonly marks = new Set<Mark>();
  readonly forms = new Map<string, Form>();
  private readonly asked = new Map<string, Promise<Form>>();
  private readonly watchers = new Map<() => void, HTMLElement>();
  private errors = new Map<string, string>();
  private ids = 0;
  /** Whether what is being drawn has just been made: then a lone choice is made at once. */
  isMaking: boolean;

  /** `onChange` hears of each change, `announce` tells it to those who do not see. */
  constructor(
    readonly boot: Boot,
    private readonly csrf: string,
    private readonly onChange: () => void,
    readonly announce: (sentence: string) => void,
  ) {
    this.isMaking = boot.params === null;
  }

  word(name: string, places: Record<string, string | number> = {}): string {
    const sentence = this.boot.words[name];
    if (sentence === undefined) throw new Error(`h5p-form: no word ${name}`);
    return fill(sentence, places);
  }

  icon(name: string): SVGElement {
    return icon(this.boot.sprite, name);
  }

  id(): string {
    return `h5p-field-${(this.ids += 1)}`;
  }

  changed(): void {
    for (const look of this.watchers.keys()) look();
    this.onChange();
  }

  /** Run now and after each change, as long as the element is part of the form. */
  watch(element: HTMLElement, look: () => void): void {
    this.watchers.set(look, element);
    look();
  }

  /** Have a part show what the server says of its place. */
  mark(mark: Mark): void {
    this.marks.add(mark);
    const message = this.errors.get(mark.place());
    if (message) mark.show(message);
  }

  /** Show these errors beside their fields, and no other. */
  refuse(errors: Map<string, string>): void {
    this.errors = errors;
    for (const mark of this.marks) mark.show(errors.get(mark.place()) ?? "");
  }

  /** Forget what an element that was taken away was watching. */
  forget(element: HTMLElement): void {
    for (const mark of this.marks) if (element.contains(mark.element)) this.marks.delete(mark);
    for (const [look, part] of this.watchers) if (element.contains(part)) this.watchers.delete(look);
  }

  /** The form of another library, asked for once. */
  formOf(library: string): Promise<Form> {
    const known = this.asked.get(library);
    if (known) return known;
    const asked = this.fetchForm(library);
    this.asked.set(library, asked);
    asked.catch(() => this.asked.delete(library));
    return asked;
  }

  private async fetchForm(library: string): Promise<Form> {
    const answer = await fetch(`${this.boot.urls.form}?bibliotheque=${encodeURIComponent(library)}`);
    if (!answer.ok) throw new Error(`${library}: ${answer.status}`);
    const form = (await answer.json()) as Form;
    this.forms.set(library, form);
    return form;
  }

  /** Send a document as a file: no limit of a form's field applies to it. */
  post(url: string, document: unknown): Promise<Response> {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.csrf);
    body.set("document", new Blob([JSON.stringify(document)], { type: "application/json" }), "document.json");
    return fetch(url, { method: "POST", body });
  }

  /** Send a file for a field; `progress` hears how much has left, in percent. */
  upload(field: Field, file: File, progress: (percent: number) => void): Promise<Sent> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.set("csrfmiddlewaretoken", this.csrf);
      body.set("kind", field.type);
      body.set("file", file);
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        progress(total ? Math.floor((100 * loaded) / total) : 0);
      });
      request.addEventListener("error", () => reject(new Error(this.word("sendFailed"))));
      request.addEventListener("load", () => {
        if (request.status === 200) return resolve(JSON.parse(request.responseText) as Sent);
        const isRefusal = request.status === 409;
        const message = isRefusal ? (JSON.parse(request.responseText) as { message: string }).message : "";
        return reject(new Error(message || this.word("sendFailed")));
      });
      request.open("POST", this.boot.urls.file);
      request.send(body);
    });
  }
}
