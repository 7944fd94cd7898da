import {css} from 'lit';

/**
 * Colours follow the page's own `color-scheme`, not the device's: a light shop stays light on a dark phone. Old
 * browsers without `light-dark()` get the light set. Every token can be set from outside, but not for paper: browsers
 * print no backgrounds, so that the light text of a dark page would be white on white.
 */
export const tokens = css`
  :host {
    --_surface: var(--payby-surface, #fff);
    --_text: var(--payby-text, #14181f);
    --_muted: var(--payby-muted, #5b6472);
    --_line: var(--payby-line, #dfe3e8);
    --_good: var(--payby-good, #0a7a3f);
    --_bad: var(--payby-bad, #b3261e);
    --_radius: var(--payby-radius, 16px);
    --_font: var(--payby-font, system-ui, sans-serif);
  }
  @supports (color: light-dark(red, red)) {
    :host {
      --_surface: var(--payby-surface, light-dark(#fff, #171b22));
      --_text: var(--payby-text, light-dark(#14181f, #f1f4f8));
      --_muted: var(--payby-muted, light-dark(#5b6472, #a7b1c0));
      --_line: var(--payby-line, light-dark(#dfe3e8, #343c49));
      --_good: var(--payby-good, light-dark(#0a7a3f, #58d68d));
      --_bad: var(--payby-bad, light-dark(#b3261e, #ff9d94));
    }
  }
  @media (prefers-contrast: more) {
    :host {
      --_muted: var(--_text);
      --_line: var(--_text);
    }
  }
  @media print {
    :host {
      --_surface: #fff;
      --_text: #000;
      --_muted: #444;
      --_line: #999;
      --_good: #000;
      --_bad: #000;
      color-scheme: light;
    }
  }
`;
