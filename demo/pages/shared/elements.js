// Finds elements of the markup. One that is missing, or of another class than the script needs, throws at once.

/**
 * Looks up elements by id, and checks them all before the page does anything.
 * @template {Readonly<Record<string, new () => Element>>} Classes
 * @param {Classes} classes such as `{amount: HTMLInputElement}`
 * @returns {<Id extends keyof Classes>(id: Id) => InstanceType<Classes[Id]>}
 */
export function elementsById(classes) {
  for (const [id, type] of Object.entries(classes)) find(document, `#${id}`, type);
  return (id) => /** @type {InstanceType<Classes[typeof id]>} */ (document.getElementById(String(id)));
}

/**
 * The first element that matches the selector.
 * @template {Element} T
 * @param {ParentNode} parent
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 */
export function find(parent, selector, type) {
  const found = parent.querySelector(selector);
  if (found instanceof type) return found;
  throw new TypeError(`${selector} is ${found ? `no ${type.name}` : 'missing'} on this page.`);
}

/**
 * The first element with this tag.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {ParentNode} parent
 * @param {Tag} tag
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function findTag(parent, tag) {
  const found = parent.querySelector(tag);
  if (found) return found;
  throw new TypeError(`<${tag}> is missing on this page.`);
}

/**
 * A copy of the one element in a `<template>`.
 * @param {HTMLTemplateElement} template
 * @returns {HTMLElement}
 */
export function cloneOf({id, content}) {
  const copy = content.firstElementChild?.cloneNode(true);
  if (copy instanceof HTMLElement) return copy;
  throw new TypeError(`The template #${id} is empty.`);
}
