/** Styles of the camera's panel and of its button while it is open. Plain text: a lazy part has no `css` of Lit. */
export const cameraStyles = `
.camera-offer[aria-pressed='true'] {
  color: var(--_on-accent);
  background: var(--_accent);
}
.camera {
  display: grid;
  gap: 10px;
  margin-block-start: 12px;
  padding: 12px;
  color: var(--_text);
  background: var(--_surface);
  border: 1px solid var(--_line);
  border-radius: calc(var(--_radius) * 0.75);
  font: 16px/1.5 var(--_font);
}
.camera.failed {
  border-color: var(--_bad);
}
.camera-finder {
  position: relative;
  overflow: hidden;
  aspect-ratio: 4 / 3;
  max-block-size: 60vh;
  background: #10151c;
  border-radius: calc(var(--_radius) * 0.5);
}
.camera-finder video {
  display: block;
  inline-size: 100%;
  block-size: 100%;
  object-fit: cover;
}
.camera-frame {
  position: absolute;
  inset: 14% 9%;
  border: 3px solid #fff;
  border-radius: 14px;
  box-shadow: 0 0 0 100vmax rgb(0 0 0 / 0.35);
  pointer-events: none;
}
.camera:not(.live) .camera-frame {
  border-style: dashed;
  opacity: 0.45;
}
.camera-status {
  min-block-size: 1.5em;
  margin: 0;
  font-weight: 600;
}
.camera.failed .camera-status {
  color: var(--_bad);
}
.camera-controls {
  display: flex;
  flex-wrap: wrap;
  gap: 8px;
}
.camera-controls > * {
  min-block-size: 48px;
  min-inline-size: 0;
  max-inline-size: 100%;
  padding: 8px 16px;
  color: inherit;
  background: none;
  border: 1px solid var(--_muted);
  border-radius: 12px;
  font: 600 16px/1.2 var(--_font);
  cursor: pointer;
}
.camera-controls > select {
  flex: 1 1 120px;
  background: var(--_surface);
  text-overflow: ellipsis;
}
.camera-controls > [aria-pressed='true'] {
  color: var(--_on-accent);
  background: var(--_accent);
  border-color: currentcolor;
}
.camera-close {
  margin-inline-start: auto;
}
`;
