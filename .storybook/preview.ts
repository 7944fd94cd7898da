import {type Decorator, type Preview, setCustomElementsManifest} from '@storybook/web-components-vite';
import {html} from 'lit';
import {directionOf} from '../src/core/locale.js';
import manifest from '../dist/custom-elements.json'; // made by the build

setCustomElementsManifest(manifest);

/** The page around a story: what an element looks to for its language, direction and colours. */
const withPage: Decorator = (story, {globals}) => {
  const {language, scheme} = globals as {language: string; scheme: string};
  const isDark = scheme === 'dark';
  document.body.style.background = isDark ? '#121212' : '#fff';
  return html`<div
    lang=${language}
    dir=${directionOf(language)}
    style="color-scheme: ${scheme}; color: ${isDark ? '#fff' : '#000'}"
  >
    ${story()}
  </div>`;
};

const preview: Preview = {
  tags: ['autodocs'],
  parameters: {a11y: {test: 'error'}},
  decorators: [withPage],
  initialGlobals: {language: 'en', scheme: 'light'},
  globalTypes: {
    language: {
      description: 'Language of the page',
      toolbar: {
        icon: 'globe',
        items: [
          {value: 'en', title: 'English'},
          {value: 'ar', title: 'العربية'},
          {value: 'hi', title: 'हिन्दी'},
          {value: 'ur', title: 'اردو'},
          {value: 'ml', title: 'മലയാളം'},
          {value: 'bn', title: 'বাংলা'},
          {value: 'fil', title: 'Filipino'},
          {value: 'ta', title: 'தமிழ்'},
          {value: 'ne', title: 'नेपाली'},
        ],
      },
    },
    scheme: {
      description: 'Colours of the page',
      toolbar: {
        icon: 'contrast',
        items: [
          {value: 'light', title: 'Light'},
          {value: 'dark', title: 'Dark'},
        ],
      },
    },
  },
};

export default preview;
