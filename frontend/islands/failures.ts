/**
 * When a fragment cannot be loaded, say so in words instead of doing nothing.
 * The sentence comes from the page (`<template id="request-failed">`), so it is translated there.
 */
export function announceFailures(page: Document): void {
  const show = () => {
    const words = page.querySelector<HTMLTemplateElement>("template#request-failed");
    const place = page.querySelector("#live");
    if (words && place) place.replaceChildren(words.content.cloneNode(true));
  };
  page.addEventListener("htmx:sendError", show);
  page.addEventListener("htmx:responseError", show);
  page.addEventListener("htmx:timeout", show);
  page.addEventListener("htmx:afterSwap", () => page.querySelector("#live")?.replaceChildren());
}
