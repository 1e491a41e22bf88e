/** The types of bindings that an app may use here, by what they are for. The README lists them too. */
export const offeredBindings = {
  trigger: ['httpTrigger', 'signalRTrigger', 'timerTrigger'],
  input: ['signalRConnectionInfo', 'signalRNegotiation', 'signalREndpoints'],
  output: ['http', 'signalR'],
} as const;

/** The type as it is written here; case does not matter. */
export const findOffered = <Type extends string>(
  offered: readonly Type[],
  type: string,
): Type | undefined => offered.find((one) => one.toLowerCase() === type.toLowerCase());
