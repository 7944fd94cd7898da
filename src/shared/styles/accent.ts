import {css} from './adopt-styles.js';

/**
 * The page's own colour, used as a fill only: text, lines and the focus ring have the colour of the text. What is
 * written on it is black or white, by its luminance (Y of XYZ, as WCAG defines contrast): below 0.18 white, else black,
 * each 4.5:1 or more. The edge of a fill has the colour of what is written on it: where the fill is hard to tell from
 * the surface, the edge is not. Browsers without relative colours take `--payby-on-accent`, or white.
 */
export const accent = css`
  :host {
    --_accent: var(--payby-accent, #1554d1);
    --_on-accent: var(--payby-on-accent, #fff);
  }
  @supports (color: light-dark(red, red)) {
    :host {
      --_accent: var(--payby-accent, light-dark(#1554d1, #8ab4ff));
      --_on-accent: var(--payby-on-accent, light-dark(#fff, #0b1220));
    }
  }
  @supports (color: color(from red xyz-d65 x y z)) {
    :host {
      --_white: clamp(0, (0.18 - y) * 1e6, 1);
      --_on-accent: var(
        --payby-on-accent,
        color(
          from var(--_accent) xyz-d65 calc(var(--_white) * 0.9505) var(--_white) calc(var(--_white) * 1.089)
        )
      );
    }
  }
  @media print {
    :host {
      --_accent: #000;
      --_on-accent: #fff;
    }
  }
`;
