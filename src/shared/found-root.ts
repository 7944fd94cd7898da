/**
 * The shadow root that a host already has, from a server's declarative shadow DOM or a saved page: emptied, with the
 * element's styles. Lit would render beside what is there, and a code would stay after the outcome. Hydration would keep
 * what is there without a look at it, and the code might be that of another order than the one that is watched.
 */
import {adoptStyles, type LitElement} from 'lit';

export function foundRoot(host: LitElement): ShadowRoot | null {
  const {shadowRoot} = host;
  if (!shadowRoot) return null;
  shadowRoot.replaceChildren();
  adoptStyles(shadowRoot, (host.constructor as typeof LitElement).elementStyles);
  return shadowRoot;
}
