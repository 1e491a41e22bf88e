export { describePlatform, platformParameters, portOrder } from './platform.ts';
