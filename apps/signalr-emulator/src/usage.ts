/** What `help` can be asked about. */
export const topics = [
  'signalr-emulator',
  'start',
  'upstream',
  'upstream init',
  'upstream list',
] as const;

export type Topic = (typeof topics)[number];

const all = `The local Azure SignalR Service, in Serverless mode.

Usage
  signalr-emulator start            runs the service; Ctrl-C ends it
  signalr-emulator upstream init    writes a settings.json that sends client events to a function app
  signalr-emulator upstream list    shows where a settings.json sends them
  signalr-emulator <command> --help

  -h, --help       show this text, or a command's
  -v, --version    show the version

Exits with 0 once it has ended as asked, with 1 when it could not start, and with 2 when it did not
understand the command line.
`;

const start = `signalr-emulator start: runs the service until Ctrl-C or SIGTERM, which send clients away with leave to
reconnect; a second Ctrl-C does not wait for them.

  -p, --port <number>    port to listen on, 0 for any free one       (default 8888)
  -i, --ip <address>     address to listen on                        (default 127.0.0.1)
  -c, --config <file>    settings file with upstream templates, or its folder; taken over again
                         whenever it changes                         (default ./settings.json)
      --upstream <url>   where all client events go, in place of a settings file; {hub},
                         {category} and {event} are filled in
      --cors <origins>   origins that browsers may call from, between commas, or *  (default: *)
      --relaxed          accept expired tokens, foreign audiences and long tokens
      --tier <name>      refuse and count as this tier does: free, standard or premium
      --units <number>   units of the tier                           (default 1)

Prints where it listens and, on a line of its own, the connection string; then one line of log for
everything that happens, on standard error.

SIGNALR_ACCESS_KEYS in the environment holds one access key or two, between commas, so that they are
not on the command line. Without it the published key of Microsoft's emulator is used.
`;

const init = `signalr-emulator upstream init: writes a settings.json that sends all client events to a function app on
this machine.

  -o, --output <folder>  where to write it                           (default: here)
      --force            even if there is one
`;

const list = `signalr-emulator upstream list: shows the templates of a settings file, in the order in which they are tried.

  -c, --config <file>    the file, or its folder                     (default ./settings.json)
`;

const texts: Readonly<Record<Topic, string>> = {
  'signalr-emulator': all,
  start,
  upstream: `${init}\n${list}`,
  'upstream init': init,
  'upstream list': list,
};

export function usage(topic: Topic): string {
  return texts[topic];
}
