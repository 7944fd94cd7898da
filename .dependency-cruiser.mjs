// Who may import whom, types included. The arrows of src: entries → {checkout → voucher, scan} → shared → i18n → core.
// What a file may touch besides its imports (network, timers, the page) stands in eslint.config.mjs.

/** Where `payby-checkout/core` leads in this repository: tsconfig.json resolves it to its source. */
const publishedCore = 'src/core/index\\.ts$';

/** A room may import itself, the rooms after `to`, and the packages; nothing else of this repository. */
function room(path, {to = [], packages = [], isForNode = false}) {
  const name = path.replaceAll(/[\\^$]/g, '');
  return {
    severity: 'error',
    name: `${name} knows ${[...to, ...packages].join(', ') || 'only itself'}`,
    from: {path: `^${path}`},
    to: {
      ...(isForNode && {dependencyTypesNot: ['core']}),
      pathNot: [
        path,
        ...to,
        ...(path.startsWith('demo/') ? [publishedCore] : []),
        ...packages.map((name) => `node_modules/${name}/`),
      ].map((place) => `^${place}`),
    },
  };
}

export default {
  forbidden: [
    {severity: 'error', name: 'no circle', from: {}, to: {circular: true}},
    {
      severity: 'error',
      name: 'every import resolves',
      from: {},
      to: {couldNotResolve: true},
    },

    room('src/core/', {packages: ['qrcode', '@types/qrcode', 'libphonenumber-js']}),
    {
      severity: 'error',
      name: 'only the encoder and phone.lazy use a package in src/core',
      from: {
        path: '^src/core/',
        pathNot: ['/qr-matrix\\.ts$', '/qrcode-core\\.d\\.ts$', '/phone\\.lazy\\.ts$'],
      },
      to: {path: 'node_modules/'},
    },
    room('src/i18n/', {to: ['src/core/']}),
    room('src/shared/', {to: ['src/i18n/', 'src/core/'], packages: ['lit']}),
    room('src/voucher/', {to: ['src/shared/', 'src/i18n/', 'src/core/'], packages: ['lit']}),
    room('src/checkout/', {to: ['src/voucher/', 'src/shared/', 'src/i18n/', 'src/core/'], packages: ['lit']}),
    room('src/scan/', {to: ['src/shared/', 'src/i18n/', 'src/core/'], packages: ['lit', 'zxing-wasm']}),
    room('src/bridge/', {to: ['src/checkout/', 'src/shared/', 'src/core/']}),
    room('src/modal/', {to: ['src/shared/', 'src/i18n/', 'src/core/', 'src/pure\\.ts$']}),
    room('src/server/', {
      to: ['src/checkout/', 'src/voucher/', 'src/shared/', 'src/i18n/', 'src/core/'],
      packages: ['lit'],
    }),
    {
      severity: 'error',
      name: 'a server renders by the views, and holds no element, controller or lazy part',
      from: {path: '^src/server'},
      to: {
        path: '^src/(?!core/).*(-controller|-watcher|-source|-request|-engine|\\.lazy|/payby-[^/.]+)\\.ts$',
        dependencyTypesNot: ['type-only', 'type-import'],
      },
    },
    {
      severity: 'error',
      name: 'no page of a shop loads the server',
      from: {path: '^src/', pathNot: '^src/server(\\.ts$|/)'},
      to: {path: '^src/server(\\.ts$|/)'},
    },
    room('src/frameworks/', {
      // The last one stands in for the package of Qwik
      to: ['src/[^/]+$', 'src/checkout/checkout-events\\.ts$', 'test/types/qwik/'],
      packages: ['react', '@types/react', 'preact', 'solid-js', 'svelte', 'vue'],
    }),
    room('src/testing/', {to: ['src/core/', 'src/pure\\.ts$']}),
    room('src/[^/]+$', {to: ['src/']}),
    {
      severity: 'error',
      name: 'no page of a shop loads the test kit',
      from: {path: '^src/', pathNot: '^src/testing(\\.ts$|/)'},
      to: {path: '^src/testing(\\.ts$|/)'},
    },
    {
      severity: 'error',
      name: 'the test kit holds no element',
      from: {path: '^src/testing'},
      to: {path: '^src/pure\\.ts$', dependencyTypesNot: ['type-only', 'type-import']},
    },
    {
      severity: 'error',
      name: 'the dialog holds no element',
      from: {path: '^src/modal/'},
      to: {path: '^src/pure\\.ts$', dependencyTypesNot: ['type-only', 'type-import']},
    },
    {
      severity: 'error',
      name: 'src/checkout fetches the voucher, and knows its types',
      from: {path: '^src/checkout/'},
      to: {
        path: '^src/voucher/(?!voucher-loader\\.ts$)',
        dynamic: false,
        dependencyTypesNot: ['type-only', 'type-import'],
      },
    },
    {
      severity: 'error',
      name: 'views only draw',
      from: {path: '-view\\.ts$'},
      to: {path: '^src/.*(-controller|-watcher|-source|-request|-engine|\\.lazy|/payby-[^/]+)\\.ts$'},
    },
    {
      severity: 'error',
      name: 'a lazy part is fetched by import()',
      from: {path: '^src/'},
      to: {path: '\\.lazy\\.ts$', dynamic: false, dependencyTypesNot: ['type-only', 'type-import']},
    },

    {
      severity: 'error',
      name: 'demo uses the built package',
      from: {path: '^demo/'},
      to: {path: '^(src|test|stories|bench)/', pathNot: `^${publishedCore}`},
    },
    room('demo/pages/', {}),
    room('demo/payby/', {packages: ['valibot'], isForNode: true}),
    room('demo/gateway/model/', {to: ['demo/payby/'], isForNode: true}),
    ...['wire', 'control', 'simulators'].map((name) =>
      room(`demo/gateway/${name}/`, {
        to: ['demo/gateway/model/', 'demo/http/', 'demo/payby/'],
        // PayBy's page and the customer's app draw codes, too
        packages: ['hono', '@hono/node-server', ...(name === 'simulators' ? ['qrcode', 'jsbarcode'] : [])],
        isForNode: true,
      }),
    ),
    {
      severity: 'error',
      name: 'the gateway and the merchant meet on the wire',
      from: {path: '^demo/gateway/'},
      to: {path: '^demo/(merchant|main)/'},
    },
    {
      severity: 'error',
      name: 'the merchant and the gateway meet on the wire',
      from: {path: '^demo/merchant/'},
      to: {path: '^demo/(gateway|main)/'},
    },
    {
      severity: 'error',
      name: 'http serves both',
      from: {path: '^demo/http/'},
      to: {path: '^demo/(merchant|gateway|main)/'},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: {fileName: 'tsconfig.json'},
    doNotFollow: {path: 'node_modules'},
    exclude: {path: '^(dist|storybook-static|coverage|test-results)/'},
    enhancedResolveOptions: {exportsFields: ['exports'], conditionNames: ['types', 'import', 'default']},
  },
};
