// What `lago-action/jest` is. Jest runs test files in a sandbox: it cannot load ES modules without a flag of Node, and
// it has an Error, an Array and so on of its own, for which Node's are strangers. So Node itself loads the library,
// once per process, outside of the sandbox; `node:vm` is the way out that Jest leaves as it is.
const { process } = require('node:vm').runInThisContext('globalThis');
const { environment, lago, teardown } = process.getBuiltinModule('node:module').createRequire(__filename)('./jest.js');

module.exports = { environment, lago, teardown };
