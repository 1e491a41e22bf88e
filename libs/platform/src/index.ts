export {
  containerDataFolder,
  describePlatform,
  platformParameters,
  portOrder,
  publishParameters,
} from './platform.ts';
export type { PlatformOptions, PlatformParts } from './platform.ts';
