export { openKernel, rootKeyFileOf, type Kernel, type KernelOptions } from './kernel.js';
export { CONFIG, KernelModule, POLICY_VERSION } from './kernel.module.js';
