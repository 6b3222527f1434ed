export type { Limit, MachineLimits } from './limits.ts';
export type { KernelProfile, Profile, ProgramProfile } from './profile.ts';
export { profile } from './profile.ts';
