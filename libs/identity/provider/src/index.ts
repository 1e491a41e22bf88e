export { startIdentityProvider } from './identity-provider.ts';
export type { IdentityProvider, IdentityProviderOptions } from './identity-provider.ts';
export { defaultPersonas } from './personas.ts';
export type { Persona } from './personas.ts';
export { ProviderError, providerErrorCodes } from './provider-error.ts';
export type { ProviderErrorCode } from './provider-error.ts';
