/** The version of this copy, to distinguish two copies on one page. */
export const VERSION = '0.1.0';

/**
 * Registers an element, unless the tag is taken: by another copy or version of this package, or by the page. Then
 * that one stays, and a console warning names both versions. Does nothing where there are no custom elements (Node).
 */
export function define(tag: string, element: CustomElementConstructor & {readonly version: string}): void {
  if (typeof customElements === 'undefined') return;
  const taken = customElements.get(tag) as Partial<typeof element> | undefined;
  if (!taken) customElements.define(tag, element);
  else if (taken !== element) {
    console.warn(
      `<${tag}> is already defined (version ${taken.version ?? 'unknown'}); ${element.version} is not used`,
    );
  }
}
