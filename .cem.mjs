// How custom-elements.json is made: from the doc blocks of the elements, told in terms of the published files.

/** Sources are not published, and registration goes through a helper the analyzer cannot follow: say both here. */
const published = () => ({
  name: 'published',
  packageLinkPhase({customElementsManifest}) {
    const elements = customElementsManifest.modules
      .flatMap((module) => module.declarations ?? [])
      .filter((declaration) => declaration.tagName);
    for (const element of elements) {
      element.members = element.members?.filter(({privacy = 'public'}) => privacy === 'public');
    }
    const module = 'dist/pure.js';
    customElementsManifest.modules = [
      {
        kind: 'javascript-module',
        path: module,
        declarations: elements,
        exports: elements.map(({name}) => ({kind: 'js', name, declaration: {name, module}})),
      },
      ...elements.map(({name, tagName}) => ({
        kind: 'javascript-module',
        path: `dist/${tagName}.js`,
        declarations: [],
        exports: [{kind: 'custom-element-definition', name: tagName, declaration: {name, module}}],
      })),
    ];
  },
});

export default {
  globs: ['src/checkout/payby-checkout.ts', 'src/scan/payby-scan-input.ts'],
  outdir: 'dist',
  litelement: true,
  plugins: [published()],
};
