/** What only the engine brings about: the colours and signs of the lamp, the button that reveals. */
const css = String.raw;

export const lateStyles = css`
  .armed,
  .accepted {
    --_lamp: var(--_good);
  }
  .receiving,
  .busy {
    --_lamp: var(--_accent);
  }
  .rejected {
    --_lamp: var(--_bad);
  }
  .dotted {
    -webkit-text-security: disc;
  }
  [hidden] {
    display: none;
  }
  .error:not(:empty) + .help {
    visibility: hidden;
  }
  svg {
    display: block;
    inline-size: 24px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .turning {
    inline-size: 22px;
    block-size: 22px;
    border: 3px solid;
    border-block-start-color: transparent;
    border-radius: 50%;
    animation: turn 1s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  .reveal {
    position: absolute;
    inset: auto 8px 8px auto;
    display: grid;
    place-items: center;
    inline-size: 48px;
    block-size: 48px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    color: var(--_muted);
    background: none;
    cursor: pointer;
    touch-action: none;
  }
  .camera-offer {
    position: absolute;
    inset-block-start: 10px;
    inset-inline-end: 8px;
    display: grid;
    place-items: center;
    inline-size: 48px;
    block-size: 48px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    color: var(--_muted);
    background: none;
    cursor: pointer;
  }
  .camera-offer[aria-pressed='true'] {
    color: var(--_on-accent);
    background: var(--_accent);
  }
  .lamp:has(~ .camera-offer) {
    inset-inline-end: 60px;
  }
  .reveal[disabled] {
    visibility: hidden;
  }
  @media (prefers-reduced-motion: reduce) {
    .turning {
      animation: none;
    }
  }
`;
