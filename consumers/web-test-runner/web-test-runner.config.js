import {chromeLauncher} from '@web/test-runner-chrome';

// Chrome starts as root, in a container, only without its sandbox
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

export default {
  files: 'test/*.test.js',
  nodeResolve: true,
  browsers: [chromeLauncher({launchOptions: {args}})],
};
