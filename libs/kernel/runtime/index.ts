export { demoWitnessesFile, logKeyFileOf, openKernel, rootKeyFileOf, witnessesFileOf, type Kernel, type KernelOptions } from './kernel.js';
export { CONFIG, KernelModule, LOG_KEY_OF_LEDGER, POLICY_VERSION } from './kernel.module.js';
