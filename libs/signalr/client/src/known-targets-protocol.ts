import { MessageType, type IHubProtocol } from '@microsoft/signalr';

/**
 * A hub protocol that reports invocations of targets which the hub does not have. The SignalR client
 * drops those silently, but one that never arrives is how a newer service shows itself.
 */
export function withUnknownTargets(
  protocol: IHubProtocol,
  targets: readonly string[],
  report: (target: string) => void,
): IHubProtocol {
  // Clients compare targets ignoring case.
  const known = new Set(targets.map((target) => target.toLowerCase()));
  return {
    name: protocol.name,
    version: protocol.version,
    transferFormat: protocol.transferFormat,
    writeMessage: (message) => protocol.writeMessage(message),
    parseMessages(input, logger) {
      const messages = protocol.parseMessages(input, logger);
      for (const message of messages) {
        if (message.type === MessageType.Invocation && !known.has(message.target.toLowerCase())) {
          report(message.target);
        }
      }
      return messages;
    },
  };
}
